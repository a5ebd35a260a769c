/** What people ask of a dialer, answered in one call: built on the requests of the other tools. */

import { checkAcceptance } from '../src/customers/acceptance/acceptance.ts';
import { MAX_ORDERS } from '../src/customers/acceptance/several-orders.ts';
import { collectCustomerData } from '../src/customers/data-request/data-request.ts';
import { customerOverview } from '../src/customers/overview.ts';
import * as s from '../src/define/schema.ts';
import { CALL_TYPES, SELECTORS, selectorFields } from '../src/define/selectors.ts';
import { find, findInput } from '../src/lookup/find.ts';
import { CALL_GROUPS, callReport } from '../src/reports/call-report.ts';
import { exportRows } from '../src/reports/export.ts';
import { callFilters, orderFilters } from '../src/reports/filters.ts';
import { ORDER_GROUPS, orderReport } from '../src/reports/order-report.ts';
import { compositeReadTool, toolset } from './builders.ts';

const top = s.rowLimit.optional();

export const insight = toolset('insight', [
  compositeReadTool({
    name: 'find',
    title: 'Find ids by name',
    description:
      'Ids of names that people say, small misspellings allowed: campaigns, agents (user), offices, products, lists, call results and so on. Not customers: customer_overview.',
    input: findInput,
    execute: find,
    quotes: 'names',
  }),
  compositeReadTool({
    name: 'order_report',
    title: 'Order report',
    description:
      'How many orders, worth what, confirmed or cancelled (hur många order, försäljning per säljare, topplista): counted and summed here. Cancelled ones count unless cancelled = false; net_value is without them. Give a period or dates. compare: beside the same weekday, weekend or part of the week or month before (compare_with whole: all of it). For single orders take search_orders.',
    input: s.object({
      by: s.list(s.choice(ORDER_GROUPS)).max(2).optional(),
      ...orderFilters,
      external_id_1: s.quiet(s.scalar.optional()),
      external_id_2: s.quiet(s.scalar.optional()),
      external_id_3: s.quiet(s.scalar.optional()),
      sort: s.text.describe('a figure of the answer').optional(),
      top,
      compare: s.flag.optional(),
      compare_with: s.text.describe('whole, or dates 2026-11-02..2026-11-08').optional(),
      min_orders: s.quiet(s.count.optional()),
    }),
    execute: orderReport,
    quotes: 'names',
  }),
  compositeReadTool({
    name: 'call_report',
    title: 'Call report',
    description:
      'How many calls, people reached, orders, hit rate (träffprocent), answer rate, handling time, recordings, orders per hour, by list (ringlista) too: counted here. answer_rate tells when people pick up, hit rate when they buy. Dates, sort and compare as in order_report. For single calls take search_calls.',
    input: s.object({
      by: s.list(s.choice(CALL_GROUPS)).max(2).optional(),
      ...callFilters,
      type: s.brief(s.choice(CALL_TYPES)).optional(),
      sort: s.text.optional(),
      top,
      min_attempts: s.count.optional(),
      compare: s.flag.optional(),
      compare_with: s.text.optional(),
    }),
    execute: callReport,
    quotes: 'names',
  }),
  compositeReadTool({
    name: 'customer_overview',
    title: 'Customer overview',
    description:
      'Everything about one customer (allt om kunden, "who is 070-…") at once: card, lists, orders, calls with result and agent, SMS, recordings, as a timeline, latest first; by phone of all customer ids that have it. For the card alone take get_customer. Give one of the first three.',
    input: s.object({ ...selectorFields, limit: s.rowLimit.optional() }),
    oneOf: SELECTORS,
    execute: customerOverview,
    quotes: 'names, messages, custom fields',
  }),
  compositeReadTool({
    name: 'check_order_acceptance',
    title: 'Check for a written acceptance',
    description:
      'Whether customers said yes to orders in writing after the call (skriftlig accept): SMS, documents, and what is missing. Evidence, no legal verdict. Give order_ids, or a period for its unconfirmed orders.',
    input: s.object({
      order_ids: s.ids('search_orders').max(MAX_ORDERS).optional(),
      order_id: s.quiet(s.id('search_orders').optional()),
      period: s.periodToo.optional(),
    }),
    oneOf: ['order_ids', 'order_id', 'period'],
    execute: checkAcceptance,
    quotes: 'messages',
  }),
  compositeReadTool({
    name: 'export_rows',
    title: 'Export calls or orders',
    description:
      'Calls or orders as a file (CSV for spreadsheets, or NDJSON) in the download folder, or as a resource without one: for more rows than can be read. For figures take the reports.',
    input: s.object({
      what: s.choice(['calls', 'orders']),
      filter: s
        .settings(s.anyObject, 'period=last_month, campaign_ids=3,4; as call_report or order_report')
        .optional(),
      format: s.choice(['csv', 'ndjson']).optional(),
    }),
    execute: exportRows,
    quotes: 'the rows',
  }),
  compositeReadTool({
    name: 'collect_customer_data',
    title: "Collect a customer's data",
    needs: 'download folder',
    description:
      'For an access request (registerutdrag, GDPR): card, orders, calls, SMS and recordings of a customer as files in one folder, with a summary and a manifest. Give one argument; customer_ids: all ids of the person, a folder each.',
    input: s.object({ ...selectorFields, customer_ids: s.fewIds('get_customer').optional() }),
    oneOf: [...SELECTORS, 'customer_ids'],
    execute: collectCustomerData,
    quotes: 'names and messages',
  }),
]);
