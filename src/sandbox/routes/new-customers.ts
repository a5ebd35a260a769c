import { customFields, TEXT_KEYS } from '../customer-fields.ts';
import type { Context, Json, Reply, Route } from '../http/context.ts';
import { fail, ok, route } from '../http/router.ts';
import { findContactlist } from '../lookup.ts';
import { e164 } from '../phone.ts';
import { type Contactlist, type Customer, type State, seconds, takeId } from '../state.ts';
import { isDate } from '../time.ts';
import { bool, int, ints, str } from '../values.ts';

const MAX_CUSTOMERS = 5000;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

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

interface PhoneIndex {
  /** Returns the lists in question that have the number, and how often. */
  duplicates(phone: string): { contactlist_id: number; nr: number }[];
  /** Counts a number that has been inserted. */
  add(phone: string): void;
}

/** Counts the numbers of the lists in question once, then follows what is added. */
function indexPhones({ state, body }: Context, list_id: number): PhoneIndex {
  const lists = new Set(ints(body.contactlist_duplicates) ?? []);
  if (bool(body.allow_duplicates) !== true) lists.add(list_id);
  const counts = new Map<string, Map<number, number>>();
  const count = (phone: string, id: number) => {
    const ofPhone = counts.get(phone) ?? new Map<number, number>();
    ofPhone.set(id, (ofPhone.get(id) ?? 0) + 1);
    counts.set(phone, ofPhone);
  };
  for (const customer of state.customers.values()) {
    for (const id of customer.contactlist_ids) if (lists.has(id)) count(customer.phone, id);
  }
  return {
    duplicates: (phone) =>
      [...(counts.get(phone) ?? [])].map(([contactlist_id, nr]) => ({ contactlist_id, nr })),
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
  const list = findContactlist(context, body.list_id);
  if (!list) return fail(404, { message: 'Contactlist does not exist' });
  if (indexPhones(context, list.id).duplicates(phone).length > 0)
    return fail(409, { message: 'Found duplication' });
  const customer = insert(state, list.id, phone, body);
  return ok({ status: 'Data inserted successfully', customer_id: customer.id });
}

type Outcome = 'illegal_phone' | 'filtered_duplicates' | 'success_insert' | 'failed_insert';

function createMany(context: Context): Reply {
  const { state, body } = context;
  if (int(body.list_id) === null) return fail(400, { message: 'list_id must be provided' });
  if (!Array.isArray(body.data)) return fail(400, { message: 'data must be provided' });
  if (body.data.length > MAX_CUSTOMERS)
    return fail(413, { message: `data is limited to ${MAX_CUSTOMERS} customers` });
  const list = findContactlist(context, body.list_id);
  if (!list) return fail(404, { message: 'Contactlist does not exist' });
  const phones = indexPhones(context, list.id);
  const reply: Record<Outcome, unknown[]> = {
    illegal_phone: [],
    filtered_duplicates: [],
    success_insert: [],
    failed_insert: [],
  };
  for (const data of body.data as unknown[]) {
    const [outcome, row] = insertRow(state, list, phones, data);
    reply[outcome].push(row);
  }
  return ok(reply);
}

/** Inserts one of many customers, if it can be. Returns under which outcome the reply lists it, and how. */
function insertRow(
  state: State,
  list: Contactlist,
  phones: PhoneIndex,
  data: unknown,
): [outcome: Outcome, row: unknown] {
  if (!isRecord(data)) return ['failed_insert', data];
  const echo = echoOf(state, data);
  const phone = e164(data.phone);
  if (!phone) return ['illegal_phone', echo];
  echo.phonenumber = phone;
  const ringtimeFails = echo.earliest_ringtime !== null && !isDate(echo.earliest_ringtime);
  if (ringtimeFails || TEXT_KEYS.some((key) => typeof data[key] === 'object' && data[key] !== null))
    return ['failed_insert', echo];
  const duplicates = phones.duplicates(phone);
  // Misspelt by the dialer.
  if (duplicates.length > 0) return ['filtered_duplicates', { ...echo, duplcates: duplicates }];
  phones.add(phone);
  return ['success_insert', { ...echo, customer_id: insert(state, list.id, phone, data).id }];
}

/** Returns a customer's row as the reply repeats it. */
function echoOf(state: State, data: Json): Json {
  const echo: Json = {};
  for (const [key, value] of Object.entries(data)) {
    if (!key.startsWith('custom_field_') && key !== 'earliest_ringtime') echo[key] = value;
  }
  echo.earliest_ringtime = data.earliest_ringtime ?? null;
  echo.custom_fields = customFields(state, data);
  return echo;
}

export const newCustomerRoutes: Route[] = [
  route('POST /api/customer', create),
  route('POST /api/customers', createMany, 'admin contactlists'),
];
