/** What people ask of a dialer, answered in one call: built on the requests of the other tools. */

import { checkAcceptance } from '../src/insight/acceptance.ts';
import { CALL_FIGURES, CALL_GROUPS, callReport } from '../src/insight/call-report.ts';
import { SELECTORS, selectorFields } from '../src/insight/card.ts';
import { collectCustomerData } from '../src/insight/collect.ts';
import { exportRows } from '../src/insight/export.ts';
import { CALL_TYPES, callFilters, orderFilters } from '../src/insight/filters.ts';
import { find } from '../src/insight/find.ts';
import { ORDER_FIGURES, ORDER_GROUPS, orderReport } from '../src/insight/order-report.ts';
import { customerOverview } from '../src/insight/overview.ts';
import { KINDS } from '../src/names.ts';
import * as s from '../src/schema.ts';
import { toolset } from '../src/tool.ts';

const top = s.rowLimit.optional();

export const insight = toolset('insight', [
  {
    name: 'find',
    title: 'Find ids by name',
    tier: 'read',
    description:
      'Ids of names that people say, small misspellings allowed: campaigns, agents (user), offices, products, lists, call results and so on. Not customers: customer_overview.',
    input: s.object({
      words: s.list(s.text).max(100).describe('one name each'),
      kinds: s.list(s.choice(KINDS)).optional(),
    }),
    work: find,
    quotes: 'names',
  },
  {
    name: 'order_report',
    title: 'Order report',
    tier: 'read',
    description:
      'How many orders, worth what, confirmed or cancelled (hur många order, försäljning per säljare, topplista): counted and summed here. Cancelled ones count unless cancelled = false. Give a period or dates. For single orders take search_orders.',
    input: s.object({
      by: s.list(s.choice(ORDER_GROUPS)).max(2).optional(),
      ...orderFilters,
      sort: s.brief(s.choice(ORDER_FIGURES), 'a figure of the answer').optional(),
      top,
      compare: s.flag.describe('also with the period before').optional(),
    }),
    work: orderReport,
    quotes: 'names',
  },
  {
    name: 'call_report',
    title: 'Call report',
    tier: 'read',
    description:
      'How many calls, people reached, orders, hit rate (träffprocent), answer rate, handling time, recordings: counted here. answer_rate tells when people pick up, hit rate when they buy. Give a period or dates. For single calls take search_calls.',
    input: s.object({
      by: s.list(s.choice(CALL_GROUPS)).max(2).optional(),
      ...callFilters,
      type: s.brief(s.choice(CALL_TYPES)).optional(),
      sort: s.brief(s.choice(CALL_FIGURES), 'a figure of the answer').optional(),
      top,
      compare: s.flag.optional(),
    }),
    work: callReport,
    quotes: 'names',
  },
  {
    name: 'customer_overview',
    title: 'Customer overview',
    tier: 'read',
    description:
      'Everything about one customer (allt om kunden, "who is 070-…") at once: card, lists, orders, calls with result and agent, SMS, recordings, as a timeline, latest first; by phone of all customer ids that have it. For the card alone take get_customer. Give one of the first three.',
    input: s.object({ ...selectorFields, limit: s.rowLimit.optional() }),
    oneOf: SELECTORS,
    work: customerOverview,
    quotes: 'names, messages, custom fields',
  },
  {
    name: 'check_order_acceptance',
    title: 'Check for a written acceptance',
    tier: 'read',
    description:
      'Whether a customer said yes to an order in writing after the call (skriftlig accept): SMS out and in, documents, how it was confirmed, and what is missing. Evidence with times, no legal verdict.',
    input: s.object({ order_id: s.id }),
    work: checkAcceptance,
    quotes: 'messages',
  },
  {
    name: 'export_rows',
    title: 'Export calls or orders',
    tier: 'read',
    description:
      'Calls or orders as a file (CSV for spreadsheets, or NDJSON) in the download folder, or as a resource without one: for more rows than can be read. For figures take the reports.',
    input: s.object({
      what: s.choice(['calls', 'orders']),
      filter: s.anyObject
        .describe('the filters of call_report or order_report, such as {"period":"last_month"}')
        .optional(),
      format: s.choice(['csv', 'ndjson']).optional(),
    }),
    work: exportRows,
    quotes: 'the rows',
  },
  {
    name: 'collect_customer_data',
    title: "Collect a customer's data",
    tier: 'read',
    needs: 'download folder',
    description:
      'For an access request (registerutdrag, GDPR): card, orders, calls, SMS and recordings of a customer as files in one folder, with a summary and a manifest. Give one argument; customer_ids: all ids of the person, a folder each.',
    input: s.object({ ...selectorFields, customer_ids: s.fewIds.optional() }),
    oneOf: [...SELECTORS, 'customer_ids'],
    work: collectCustomerData,
    quotes: 'names and messages',
  },
]);
