/** What people ask of a dialer, answered in one call: built on the requests of the other tools. */

import { acceptanceInput, checkAcceptance } from '../src/customers/acceptance/acceptance.ts';
import { collectCustomerData, dataRequestInput } from '../src/customers/data-request/data-request.ts';
import { customerOverview, overviewInput } from '../src/customers/overview/overview.ts';
import { SELECTORS } from '../src/define/selectors.ts';
import { find, findInput } from '../src/lookup/find.ts';
import { callReport } from '../src/reports/call-report.ts';
import { exportRows } from '../src/reports/export.ts';
import { callReportInput, exportInput, orderReportInput } from '../src/reports/inputs.ts';
import { orderReport } from '../src/reports/order-report.ts';
import { compositeReadTool, toolset } from './builders.ts';

export const insight = toolset('insight', [
  compositeReadTool({
    name: 'find',
    title: 'Find ids by name',
    alwaysLoad: true,
    description:
      'Ids of names that people say, small misspellings allowed: campaigns, agents (user), offices, products, lists, call results and so on. Not customers: customer_overview.',
    searchHint: 'id by name: campaign, agent, office, product, contact list, call result',
    input: findInput,
    execute: find,
    quotes: 'names',
  }),
  compositeReadTool({
    name: 'order_report',
    title: 'Order report',
    alwaysLoad: true,
    description:
      'How many orders, worth what, confirmed or cancelled (hur många order, försäljning per säljare, topplista): counted and summed here. Cancelled ones count unless cancelled = false; net_value is without them. Give a period or dates. compare: beside the same weekday, weekend or part of the week or month before (compare_with whole: all of it). For single orders take search_orders.',
    searchHint: 'orders per agent or product; sales by seller, revenue; chart, diagram',
    app: 'order-chart',
    input: orderReportInput,
    execute: orderReport,
    quotes: 'names',
  }),
  compositeReadTool({
    name: 'call_report',
    title: 'Call report',
    alwaysLoad: true,
    description:
      'How many calls, people reached, orders, hit rate (träffprocent), answer rate, handling time, recordings, orders per hour, by list (ringlista) too: counted here. answer_rate tells when people pick up, hit rate when they buy. Dates, sort, compare and chart as in order_report. For single calls take search_calls.',
    searchHint: 'calls per agent or hour, hit rate, answer rate, statistics, KPI; chart',
    app: 'call-chart',
    input: callReportInput,
    execute: callReport,
    quotes: 'names',
  }),
  compositeReadTool({
    name: 'customer_overview',
    title: 'Customer overview',
    alwaysLoad: true,
    description:
      'Everything about one customer (allt om kunden, "who is 070-…") at once: card, lists, orders, calls with result and agent, SMS, recordings, as a timeline, latest first; by phone of all customer ids that have it. For the card alone take get_customer. Give one of the first three.',
    searchHint: 'everything about a customer, history, timeline, by phone number',
    input: overviewInput,
    oneOf: SELECTORS,
    execute: customerOverview,
    quotes: 'names, messages, custom fields',
  }),
  compositeReadTool({
    name: 'check_order_acceptance',
    title: 'Check for a written acceptance',
    description:
      'Whether customers said yes to orders in writing after the call (skriftlig accept): SMS, documents, and what is missing. Evidence, no legal verdict. Give order_ids, or a period for its unconfirmed orders.',
    searchHint: 'written acceptance, proof, evidence, consent by SMS',
    input: acceptanceInput,
    oneOf: ['order_ids', 'order_id', 'period'],
    execute: checkAcceptance,
    quotes: 'messages',
  }),
  compositeReadTool({
    name: 'export_rows',
    title: 'Export calls or orders',
    description:
      'Calls or orders as a file (CSV for spreadsheets, or NDJSON) in the download folder, or as a resource without one: for more rows than can be read. For figures take the reports.',
    searchHint: 'export orders or calls to Excel, CSV, spreadsheet, file',
    input: exportInput,
    execute: exportRows,
    quotes: 'the rows',
  }),
  compositeReadTool({
    name: 'collect_customer_data',
    title: "Collect a customer's data",
    needs: 'download folder',
    description:
      'For an access request (registerutdrag, GDPR): card, orders, calls, SMS and recordings of a customer as files in one folder, with a summary and a manifest. Give one argument; customer_ids: all ids of the person, a folder each.',
    searchHint: 'GDPR data access request, subject access, DSAR',
    input: dataRequestInput,
    oneOf: [...SELECTORS, 'customer_ids'],
    execute: collectCustomerData,
    quotes: 'names and messages',
  }),
]);
