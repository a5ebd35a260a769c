import { customFields, TEXT_KEYS } from '../customer-fields.ts';
import type { Context, Reply, Route } from '../http/context.ts';
import { fail, ok, route } from '../http/router.ts';
import { findContactlist, findCustomer, hasSelector, pruneCustomer } from '../lookup.ts';
import { e164 } from '../phone.ts';
import type { Customer, State } from '../state.ts';
import { isDate, iso } from '../time.ts';
import { int, str } from '../values.ts';

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
  for (const key of TEXT_KEYS) {
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
  const to = findContactlist(context, body.contactlist_id_to);
  if (!to) {
    return fail(500, {
      success: false,
      message: `contactlist with ID ${body.contactlist_id_to} not found`,
    });
  }
  const customer = state.customers.get(int(body.customer_id) ?? 0);
  const position = customer?.contactlist_ids.indexOf(int(from) ?? 0) ?? -1;
  if (!customer || position < 0 || !findContactlist(context, from)) {
    return fail(404, {
      success: false,
      message: `contactlist_customer could not be found with contactlist ID ${from} and customer ID ${body.customer_id}`,
    });
  }
  const rest = customer.contactlist_ids.filter((id, index) => index !== position && id !== to.id);
  customer.contactlist_ids = [...rest, to.id];
  return ok({
    customer_id: customer.id,
    contactlist_id_to: to.id,
    contactlist_id_from: int(from),
    status: 'ok',
  });
}

/** Handles what is done to the customer that the query selects. */
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
  route('GET /api/customer', get),
  route('PATCH /api/customer/contactlist', move, 'admin contactlists'),
  route('PUT /api/customer', update),
  route('DELETE /api/gdpr/customer', onCustomer(pruneCustomer), 'admin gdpr'),
  route('DELETE /api/customer', removeFromLists, 'admin contactlists'),
];
