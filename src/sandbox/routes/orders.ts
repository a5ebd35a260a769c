import { seesOrder } from '../http/auth.ts';
import type { Context, Json, Reply, Route } from '../http/context.ts';
import { fail, ok, route } from '../http/router.ts';
import { e164 } from '../phone.ts';
import { recordingOf } from '../recordings.ts';
import { type Order, type State, seconds, takeId } from '../state.ts';
import { iso, isoOrNull, span } from '../time.ts';
import { bool, int, ints, num, str } from '../values.ts';

function orderRow(state: State, order: Order): Json {
  const customer = state.customers.get(order.customer_id);
  const user = state.users.get(order.user_id);
  return {
    id: order.id,
    campaign_customer_id: order.campaign_customer_id,
    customer_id: order.customer_id,
    customer_firstname: customer?.first_name ?? null,
    customer_lastname: customer?.last_name ?? null,
    customer_address: customer?.address ?? null,
    customer_postal_code: customer?.postal_code ?? null,
    customer_city: customer?.city ?? null,
    customer_phone: customer?.phone ?? null,
    customer_email: customer?.email ?? null,
    customer_identity_number: customer?.identity_number ?? null,
    is_company: (customer?.company_name ?? null) !== null,
    company_name: customer?.company_name ?? null,
    company_org_number: customer?.company_org_number ?? null,
    agent_name: user ? `${user.firstname} ${user.lastname}` : null,
    agent_office: state.offices.get(user?.office_id ?? 0)?.name ?? null,
    confirmation_datetime: isoOrNull(order.confirmation_datetime),
    verified: order.confirmation_datetime !== null,
    user_id: order.user_id,
    create_time: iso(order.create_time),
    call_id: order.call_id,
    order_recording_id: order.order_recording_id,
    value: order.products.reduce((sum, product) => sum + product.units * product.unit_price, 0),
    units: order.products.reduce((sum, product) => sum + product.units, 0),
    payment_start_date: order.payment_start_date,
    validated: order.validated,
    api_exporter_status: order.api_exporter_status,
    api_exporter_sent_date: isoOrNull(order.api_exporter_sent_date),
    campaign_id: order.campaign_id,
    campaign_title: state.campaigns.get(order.campaign_id)?.name ?? null,
    cancelled: order.cancelled,
    order_products: order.products,
    scrive_documents: order.scrive_documents,
    customer_custom_fields: (customer?.custom_fields ?? []).map(({ id, value }) => ({
      [`custom_field_${id}`]: value,
    })),
    comments: order.comments,
  };
}

type Condition = (order: Order) => boolean;

/** Returns the conditions of a search, or the name of the parameter that is not valid. */
function conditions({ state, query }: Context): Condition[] | string {
  const all: Condition[] = [];
  const where = (key: string, test: (order: Order, value: string) => boolean) => {
    const value = query[key];
    if (value !== undefined) all.push((order) => test(order, value));
  };
  where('user_id', (order, value) => order.user_id === int(value));
  where('campaign_id', (order, value) => order.campaign_id === int(value));
  // The documentation calls it an order id in one sentence and a customer id in the next.
  where('id', (order, value) => order.customer_id === int(value));
  if (query.phone !== undefined) {
    const phone = e164(query.phone);
    all.push((order) => phone !== null && state.customers.get(order.customer_id)?.phone === phone);
  }
  for (const key of ['external_id_1', 'external_id_2', 'external_id_3'] as const) {
    where(key, (order, value) => state.customers.get(order.customer_id)?.[key] === value);
  }
  const confirmed = (order: Order) => order.confirmation_datetime ?? Number.NaN;
  const created = (order: Order) => order.create_time;
  const dates: [key: string, moment: (order: Order) => number, from: boolean, to: boolean][] = [
    ['exact_date', created, true, true],
    ['confirm_start_date', confirmed, true, false],
    ['confirm_end_date', confirmed, false, true],
  ];
  // Dates of confirmation take precedence over those of creation.
  if (!query.confirm_start_date) dates.push(['start_date', created, true, false]);
  if (!query.confirm_end_date) dates.push(['end_date', created, false, true]);
  for (const [key, moment, from, to] of dates) {
    if (query[key] === undefined) continue;
    const range = span(query[key]);
    if (!range) return key;
    if (from) all.push((order) => moment(order) >= range[0]);
    if (to) all.push((order) => moment(order) <= range[1]);
  }
  const cancelled = bool(query.cancelled);
  if (cancelled !== null) all.push((order) => order.cancelled === cancelled);
  return all;
}

function search(context: Context): Reply {
  const filter = conditions(context);
  if (typeof filter === 'string') return fail(400, { message: `${filter} is not valid` });
  const rows: Json[] = [];
  for (const order of context.state.orders.values()) {
    if (seesOrder(context, order) && filter.every((holds) => holds(order)))
      rows.push(orderRow(context.state, order));
  }
  return ok(rows);
}

function findOrder(context: Context, id: unknown): Order | undefined {
  const order = context.state.orders.get(int(id) ?? 0);
  return order && seesOrder(context, order) ? order : undefined;
}

function get(context: Context): Reply {
  const order = findOrder(context, context.params.id);
  return order ? ok([orderRow(context.state, order)]) : fail(404, { message: 'Order not found' });
}

function recording(context: Context): Reply {
  const { state } = context;
  const order = findOrder(context, context.params.order_id);
  const call =
    order && order.order_recording_id !== null
      ? state.calls.find((entry) => entry.id === order.call_id)
      : undefined;
  const file = call && recordingOf(state, call, false);
  return file
    ? { status: 200, ...file }
    : fail(404, { message: 'Order recording not found or not completed' });
}

function setVerified(state: State, order: Order, verified: boolean): void {
  order.confirmation_datetime = verified ? (order.confirmation_datetime ?? seconds(state)) : null;
  order.validated = verified;
}

/** Confirms an order. The id in the reply is the confirmation's own: an order may have several. */
function confirm(context: Context): Reply {
  const order = findOrder(context, context.params.id);
  if (!order) {
    return fail(404, { success: false, error: 'Server Error', message: 'No Order with given id found' });
  }
  setVerified(context.state, order, true);
  return ok({ status: 'success', id: takeId(context.state, 'confirmations') });
}

function updateProduct(context: Context): Reply {
  const { query, body } = context;
  const products = findOrder(context, query.order_id)?.products ?? [];
  const product =
    query.product_id === undefined && products.length === 1
      ? products[0]
      : products.find((entry) => entry.product_id === int(query.product_id));
  if (!product) return fail(404, { message: 'Order product not found' });
  const echo: Json = {};
  const units = int(body.units);
  const unit_price = num(body.unit_price);
  if (units !== null && units >= 0) echo.units = product.units = units;
  if (unit_price !== null) echo.unit_price = product.unit_price = unit_price;
  return ok({ ...echo, product_id: query.product_id ?? product.product_id, order_id: query.order_id });
}

function cancel(context: Context): Reply {
  const ids = ints(context.body.order_ids);
  if (!ids) return fail(400, { success: false, error: 'order_ids is required' });
  const succeeded_ids: number[] = [];
  const failed_ids: { id: number; error: string }[] = [];
  for (const id of ids) {
    const order = findOrder(context, id);
    if (!order) failed_ids.push({ id, error: 'Order not found' });
    else if (order.cancelled) failed_ids.push({ id, error: 'Order is already cancelled' });
    else {
      order.cancelled = true;
      succeeded_ids.push(id);
    }
  }
  return succeeded_ids.length === 0
    ? fail(409, { success: false, failed_ids })
    : ok({ success: true, succeeded_ids, failed_ids });
}

function updateStatus(context: Context): Reply {
  const { state, body, params, user } = context;
  const order = findOrder(context, params.id);
  if (!order) {
    return fail(404, { success: false, message: `Order with ID ${params.id} does not exist` });
  }
  const cancelled = bool(body.cancelled);
  const verified = bool(body.verified);
  const comment = str(body.comment);
  if (body.status !== undefined) order.status = str(body.status);
  if (cancelled !== null) order.cancelled = cancelled;
  if (verified !== null) setVerified(state, order, verified);
  if (comment) order.comments.push({ user_id: user.id, comment });
  return ok({ success: true });
}

export const orderRoutes: Route[] = [
  route('GET /api/orders', search),
  route('GET /api/order/:id', get),
  route('GET /api/order_recording/:order_id', recording),
  route('POST /api/order/confirm/:id', confirm, 'coach edit_orders'),
  route('PUT /api/orders/update', updateProduct, 'coach edit_orders'),
  route('POST /api/orders/cancel', cancel, 'coach edit_orders'),
  route('PUT /api/order/status/:id', updateStatus, 'coach edit_orders'),
];
