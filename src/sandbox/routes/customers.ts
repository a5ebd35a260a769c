import { sees } from '../http/auth.ts';
import type { Context, Json, Reply, Route } from '../http/context.ts';
import { fail, ok, route } from '../http/router.ts';
import { findCustomer, hasSelector, pruneCustomer } from '../lookup.ts';
import { e164 } from '../phone.ts';
import { type Contactlist, type Customer, type State, seconds, takeId } from '../state.ts';
import { isDate, iso } from '../time.ts';
import { bool, int, ints, str } from '../values.ts';

const textKeys = [
  'first_name',
  'last_name',
  'identity_number',
  'email',
  'address',
  'postal_code',
  'city',
  'external_id_1',
  'external_id_2',
  'external_id_3',
] as const;

const most = 5000;

function list(context: Context, id: unknown): Contactlist | undefined {
  const found = context.state.contactlists.get(int(id) ?? 0);
  return found && !found.deleted && sees(context, found) ? found : undefined;
}

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields `custom_field_30` and so on; those the dialer does not have are dropped. */
function customFields(state: State, data: Json): { id: number; value: string }[] {
  const found: { id: number; value: string }[] = [];
  for (const [key, value] of Object.entries(data)) {
    const id = int(/^custom_field_(\d+)$/.exec(key)?.[1]);
    const text = str(value);
    const field = id === null ? undefined : state.fields.get(id);
    if (id !== null && text !== null && field?.type === 1 && !field.deleted) found.push({ id, value: text });
  }
  return found;
}

function insert(state: State, list_id: number, phone: string, data: Json): Customer {
  const text = (key: string) => str(data[key]);
  const customer: Customer = {
    id: takeId(state, 'customers'),
    contactlist_ids: [list_id],
    phone,
    old_phones: [],
    first_name: text('first_name'),
    last_name: text('last_name'),
    identity_number: text('identity_number'),
    email: text('email'),
    address: text('address'),
    postal_code: text('postal_code'),
    city: text('city'),
    company_name: text('company_name'),
    company_org_number: text('company_org_number'),
    external_id_1: text('external_id_1'),
    external_id_2: text('external_id_2'),
    external_id_3: text('external_id_3'),
    earliest_ringtime: text('earliest_ringtime'),
    custom_fields: customFields(state, data),
    create_time: seconds(state),
    pruned: false,
  };
  state.customers.set(customer.id, customer);
  return customer;
}

type Duplicates = (phone: string) => { contactlist_id: number; nr: number }[];

/** Counts the numbers of the lists in question once, then follows what is added. */
function duplicateFinder(
  { state, body }: Context,
  list_id: number,
): { of: Duplicates; add: (phone: string) => void } {
  const lists = new Set(ints(body.contactlist_duplicates) ?? []);
  const allowed = bool(body.allow_duplicates) === true;
  if (!allowed) lists.add(list_id);
  const seen = new Map<string, Map<number, number>>();
  const count = (phone: string, id: number) => {
    const numbers = seen.get(phone) ?? new Map<number, number>();
    numbers.set(id, (numbers.get(id) ?? 0) + 1);
    seen.set(phone, numbers);
  };
  for (const customer of state.customers.values()) {
    for (const id of customer.contactlist_ids) if (lists.has(id)) count(customer.phone, id);
  }
  return {
    of: (phone) => [...(seen.get(phone) ?? [])].map(([contactlist_id, nr]) => ({ contactlist_id, nr })),
    add: (phone) => {
      if (lists.has(list_id)) count(phone, list_id);
    },
  };
}

function create(context: Context): Reply {
  const { state, body } = context;
  if (int(body.list_id) === null) return fail(400, { message: 'list_id field not found' });
  const phone = e164(body.phone);
  if (!phone) return fail(400, { message: 'customer phonenumber is not valid' });
  const to = list(context, body.list_id);
  if (!to) return fail(404, { message: 'Contactlist does not exist' });
  if (duplicateFinder(context, to.id).of(phone).length > 0)
    return fail(409, { message: 'Found duplication' });
  const customer = insert(state, to.id, phone, body);
  return ok({ status: 'Data inserted successfully', customer_id: customer.id });
}

function createMany(context: Context): Reply {
  const { state, body } = context;
  if (int(body.list_id) === null) return fail(400, { message: 'list_id must be provided' });
  if (!Array.isArray(body.data)) return fail(400, { message: 'data must be provided' });
  if (body.data.length > most) return fail(413, { message: `data is limited to ${most} customers` });
  const to = list(context, body.list_id);
  if (!to) return fail(404, { message: 'Contactlist does not exist' });
  const duplicates = duplicateFinder(context, to.id);
  const illegal_phone: Json[] = [];
  const filtered_duplicates: Json[] = [];
  const success_insert: Json[] = [];
  const failed_insert: unknown[] = [];
  for (const data of body.data as unknown[]) {
    if (!isRecord(data)) {
      failed_insert.push(data);
      continue;
    }
    const echo: Json = {};
    for (const [key, value] of Object.entries(data)) {
      if (!key.startsWith('custom_field_') && key !== 'earliest_ringtime') echo[key] = value;
    }
    echo.earliest_ringtime = data.earliest_ringtime ?? null;
    echo.custom_fields = customFields(state, data);
    const phone = e164(data.phone);
    if (!phone) {
      illegal_phone.push(echo);
      continue;
    }
    echo.phonenumber = phone;
    const odd = echo.earliest_ringtime !== null && !isDate(echo.earliest_ringtime);
    if (odd || textKeys.some((key) => typeof data[key] === 'object' && data[key] !== null)) {
      failed_insert.push(echo);
      continue;
    }
    const found = duplicates.of(phone);
    if (found.length > 0) {
      filtered_duplicates.push({ ...echo, duplcates: found });
      continue;
    }
    duplicates.add(phone);
    success_insert.push({ ...echo, customer_id: insert(state, to.id, phone, data).id });
  }
  return ok({ illegal_phone, filtered_duplicates, success_insert, failed_insert });
}

const noSelector = () => fail(400, { message: 'Query parameters are empty' });
const notFound = () => fail(404, { message: 'Customer could not be found' });

function get(context: Context): Reply {
  const { state, query } = context;
  if (!hasSelector(query)) return noSelector();
  const customer = findCustomer(context, query);
  if (!customer) return fail(404, { message: 'Customer not found' });
  const { id, external_id_1, external_id_2, external_id_3 } = customer;
  return ok({
    customer_id: id,
    identity_number: customer.identity_number,
    external_id_1,
    external_id_2,
    external_id_3,
    city: customer.city,
    postal_code: customer.postal_code,
    phone: customer.phone,
    address: customer.address,
    name: [customer.first_name, customer.last_name].filter(Boolean).join(' '),
    order_ids: [...state.orders.values()].filter((row) => row.customer_id === id).map((row) => row.id),
    custom_fields: customer.custom_fields.map((field) => ({
      title: state.fields.get(field.id)?.name ?? null,
      custom_field_id: field.id,
      value: field.value,
    })),
    create_time: iso(customer.create_time),
    contactlist_ids: customer.contactlist_ids,
    call_ids: state.calls.filter((row) => row.customer_id === id).map((row) => row.id),
  });
}

function update(context: Context): Reply {
  const { state, query, body } = context;
  if (!hasSelector(query)) return noSelector();
  const customer = findCustomer(context, query);
  if (!customer) return notFound();
  if (body.phone !== undefined) {
    const phone = e164(body.phone);
    if (!phone) return fail(400, { message: 'customer phonenumber is not valid' });
    if (phone !== customer.phone) customer.old_phones.push(customer.phone);
    customer.phone = phone;
  }
  for (const key of textKeys) {
    if (body[key] === null || str(body[key]) !== null) customer[key] = str(body[key]);
  }
  if (isDate(body.earliest_ringtime)) customer.earliest_ringtime = body.earliest_ringtime;
  for (const { id, value } of customFields(state, body)) {
    const old = customer.custom_fields.find((field) => field.id === id);
    if (old) old.value = value;
    else customer.custom_fields.push({ id, value });
  }
  return ok({ customer_id: customer.id, status: 'ok' });
}

function move(context: Context): Reply {
  const { state, body } = context;
  const from = body.contactlist_id_from;
  const to = list(context, body.contactlist_id_to);
  if (!to) {
    return fail(500, {
      success: false,
      message: `contactlist with ID ${body.contactlist_id_to} not found`,
    });
  }
  const customer = state.customers.get(int(body.customer_id) ?? 0);
  const at = customer?.contactlist_ids.indexOf(int(from) ?? 0) ?? -1;
  if (!customer || at < 0 || !list(context, from)) {
    return fail(404, {
      success: false,
      message: `contactlist_customer could not be found with contactlist ID ${from} and customer ID ${body.customer_id}`,
    });
  }
  const rest = customer.contactlist_ids.filter((id, index) => index !== at && id !== to.id);
  customer.contactlist_ids = [...rest, to.id];
  return ok({
    customer_id: customer.id,
    contactlist_id_to: to.id,
    contactlist_id_from: int(from),
    status: 'ok',
  });
}

/** Prune and removal pick their customer alike. */
const onCustomer =
  (act: (state: State, customer: Customer) => void) =>
  (context: Context): Reply => {
    if (!hasSelector(context.query)) return noSelector();
    const customer = findCustomer(context, context.query);
    if (!customer) return notFound();
    act(context.state, customer);
    return ok({ customer_id: customer.id, status: 'ok' });
  };

const removeFromLists = onCustomer((_, customer) => {
  customer.contactlist_ids = [];
});

export const customerRoutes: Route[] = [
  route('POST /api/customer', create),
  route('POST /api/customers', createMany, 'admin contactlists'),
  route('GET /api/customer', get),
  route('PATCH /api/customer/contactlist', move, 'admin contactlists'),
  route('PUT /api/customer', update),
  route('DELETE /api/gdpr/customer', onCustomer(pruneCustomer), 'admin gdpr'),
  route('DELETE /api/customer', removeFromLists, 'admin contactlists'),
];
