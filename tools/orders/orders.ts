import { type OrderDetails, orderDetails } from '../../src/customers/order-details.ts';
import type { Column, Formatter } from '../../src/define/answer.ts';
import type { Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import { orderAge } from '../../src/reports/stream-orders.ts';
import {
  customerName,
  orderState,
  periodicityOf,
  productsOf,
  productsText,
} from '../../src/response/wording.ts';
import { addDays, WEEKDAYS } from '../../src/shared/time.ts';
import { label } from '../answers.ts';
import { path, query, readTool, toolset } from '../builders.ts';

const columns: Record<string, Column> = {
  id: 'id',
  create_time: (order, format) => format.time(order.create_time),
  customer: (order) => label(customerName(order), order.customer_id),
  agent: (order) => label(order.agent_name, order.user_id),
  campaign: (order) => label(order.campaign_title, order.campaign_id),
  products: productsText,
  value: 'value',
  state: orderState,
};

const more: Record<string, Column> = {
  phone: 'customer_phone',
  email: 'customer_email',
  address: (order) =>
    [order.customer_address, order.customer_postal_code, order.customer_city].filter(Boolean).join(', ') ||
    null,
  identity_number: 'customer_identity_number',
  company: 'company_name',
  org_number: 'company_org_number',
  units: 'units',
  confirmed_at: (order, format) => format.time(order.confirmation_datetime),
  status: 'status',
  office: 'agent_office',
  call_id: 'call_id',
  recording: (order) => Boolean(order.order_recording_id),
  comments: (order) => (order.comments ?? []).map(({ comment }: Row) => comment),
  custom_fields: 'customer_custom_fields',
  documents: (order, format) => documentsOf(order, format),
};

const documentsOf = (order: Row, format: Formatter): string[] =>
  (order.scrive_documents ?? []).map(
    ({ status, sign_time }: Row) => `${status}${sign_time ? ` ${format.time(sign_time)}` : ''}`,
  );

const noOrderNote = ({ exact_date: day }: { exact_date?: string }): string =>
  day
    ? `No order matches. ${day} is a ${WEEKDAYS[new Date(`${day}T12:00:00Z`).getUTCDay()]}.`
    : 'No order matches.';

const PRICES =
  'A unit_price is for one unit and one period (per: as the product template has it today). Whether it includes VAT the API does not tell.';

/** Returns a product of an order with how often it is paid for. */
function withPeriodicity({ product_id, ...product }: Row, { templates }: OrderDetails): Row {
  const template = templates.get(product_id);
  return {
    product_id,
    ...product,
    per: periodicityOf(template),
    // One payment goes without saying, and 0 means until cancelled.
    payments: template?.periodicity_parts || undefined,
  };
}

function shapeOrder(details: OrderDetails, _args: unknown, format: Formatter): Row {
  const { order, call, confirmed_by, custom_fields, failed } = details;
  const cells = Object.entries({ ...columns, ...more }).map(([name, column]) => [
    name,
    typeof column === 'string' ? order[column] : column(order, format),
  ]);
  const { recording, ...rest } = Object.fromEntries(cells);
  return {
    ...rest,
    products: productsOf(order).map((product) => withPeriodicity(product, details)),
    prices: PRICES,
    confirmed_by,
    call,
    order_recording: recording,
    comments: order.comments && rest.comments,
    documents: order.scrive_documents && rest.documents,
    custom_fields,
    payment_start_date: order.payment_start_date,
    exported_at: order.api_exporter_sent_date,
    not_shown: failed,
  };
}

export const orders = toolset('orders', [
  readTool({
    name: 'search_orders',
    title: 'Search orders',
    alwaysLoad: true,
    description:
      'Single orders (ordrar) with customer, products, value and state, newest first. For figures take order_report, for all about one order get_order. Give a filter, best a date. confirm_ dates go by confirmation and outweigh start_date and end_date.',
    searchHint: 'list single orders of a customer, agent or period',
    input: s.object({
      user_id: s.id('list_users').describe('the agent who sold').optional(),
      campaign_id: s.id('list_campaigns').optional(),
      exact_date: s.day.optional(),
      period: s.periodToo.optional(),
      start_date: s.day.optional(),
      end_date: s.day.optional(),
      confirm_start_date: s.day.optional(),
      confirm_end_date: s.day.optional(),
      customer_id: s.id('get_customer').optional(),
      phone: s.phone.optional(),
      external_id_1: s.quiet(s.scalar.optional()),
      external_id_2: s.quiet(s.scalar.optional()),
      external_id_3: s.quiet(s.scalar.optional()),
      confirmed: s.flag.optional(),
      older_than_hours: s.hours.optional(),
      cancelled: s.flag.describe('true: only cancelled; false: none of them').optional(),
    }),
    request: {
      method: 'GET',
      path: '/api/orders/',
      args: {
        user_id: query('user_id'),
        campaign_id: query('campaign_id'),
        exact_date: query('exact_date'),
        start_date: query('start_date'),
        end_date: query('end_date'),
        confirm_start_date: query('confirm_start_date'),
        confirm_end_date: query('confirm_end_date'),
        customer_id: query('id'),
        phone: query('phone'),
        external_id_1: query('external_id_1'),
        external_id_2: query('external_id_2'),
        external_id_3: query('external_id_3'),
        cancelled: query('cancelled'),
      },
    },
    // The dialer filters by days, and by those of confirmation before those of the order.
    fetch: async ({ older_than_hours, ...args }, { read, display }) => {
      const age = orderAge(older_than_hours, display.timezone);
      if (!age) return read('search_orders', args);
      const dates = ['exact_date', 'end_date', 'confirm_start_date', 'confirm_end_date'] as const;
      const hasDate = dates.some((name) => args[name] !== undefined);
      const rows: Row[] = await read(
        'search_orders',
        hasDate ? args : { ...args, end_date: addDays(age.until, 1) },
      );
      return rows.filter(age.isOld);
    },
    answer: {
      is: 'rows',
      // The documentation calls the key `id` an order's id in one place and a customer's in another.
      rows: (answer: Row[], args) =>
        answer.filter(
          (order) =>
            (args.customer_id === undefined || order.customer_id === args.customer_id) &&
            // The dialer has no such filter.
            (args.confirmed === undefined ||
              orderState(order) === (args.confirmed ? 'confirmed' : 'unconfirmed')),
        ),
      time: 'create_time',
      columns,
      more,
      empty: noOrderNote,
    },
    quotes: 'names, comments',
  }),
  readTool({
    name: 'get_order',
    title: 'Get an order',
    description:
      'All about one order: customer, products, value, state, confirmation, comments, documents, the call. For finding orders take search_orders. confirmed is the check of the dialer, not a written acceptance.',
    input: s.object({ order_id: s.id('search_orders') }),
    request: { method: 'GET', path: '/api/order/:id', args: { order_id: path('id') } },
    fetch: orderDetails,
    answer: { is: 'record', record: shapeOrder, evenEmpty: ['comments', 'documents'] },
    quotes: 'names, comments, custom fields',
  }),
  readTool({
    name: 'get_order_recording',
    title: 'Get an order recording',
    description:
      "The recording kept with an order (orderinspelning, voice receipt): type, size, length, sha256 and the resource URI of the audio; start_s and end_s cut a clip. For the whole call take get_call_recording with the order's call_id.",
    searchHint: 'listen to, download audio of an order',
    app: 'call-review',
    input: s.object({ order_id: s.id('search_orders') }),
    request: { method: 'GET', path: '/api/order_recording/:order_id', args: { order_id: path('order_id') } },
    answer: {
      is: 'file',
      sound: true,
      resources: [
        {
          address: 'hitrate://order/{order_id}/recording.wav',
          clip: ['start_s', 'end_s', 'channel'],
          name: 'Recording of an order (WAV)',
          mimeType: 'audio/wav',
          description: 'The recording that is kept with an order.',
        },
      ],
      stem: 'order-{order_id}',
      title: 'Recording of order {order_id}',
    },
    hints: {
      not_found: "The order's call may be recorded all the same: get_call_recording with its call_id.",
    },
  }),
]);
