import { ToolError } from '../src/errors.ts';
import { SELECTORS, selectorFields } from '../src/insight/card.ts';
import * as s from '../src/schema.ts';
import { type Args, bodies, body, query, type Read, type Row, type Say, toolset } from '../src/tool.ts';
import { asked, done, label, numeric, record, several } from './shapes.ts';

const CUSTOMER_FIELDS = [
  'earliest_ringtime',
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

const customFields = s.list(s.object({ id: s.id, value: s.anyScalar }));

const customerFields = {
  earliest_ringtime: s.day.describe('not rung before').optional(),
  first_name: s.anyLine.optional(),
  last_name: s.anyLine.optional(),
  identity_number: s.anyLine.optional(),
  email: s.anyLine.optional(),
  address: s.anyLine.optional(),
  postal_code: s.anyLine.optional(),
  city: s.anyLine.optional(),
  external_id_1: s.anyScalar.optional(),
  external_id_2: s.anyScalar.optional(),
  external_id_3: s.anyScalar.optional(),
  custom_fields: customFields.optional(),
};

/** `[{id: 6, value: "x"}]` is `custom_field_6: "x"` at the dialer. */
const expandFields = (fields: { id: number; value: unknown }[]): Row =>
  Object.fromEntries(fields.map(({ id, value }) => [`custom_field_${id}`, value]));

const expandCustomer = ({ custom_fields, ...rest }: Row): Row => ({
  ...rest,
  ...expandFields(custom_fields ?? []),
});

const customerArgs = {
  phone: body('phone'),
  ...bodies(...CUSTOMER_FIELDS),
  custom_fields: body('', expandFields),
};

const selectorArgs = {
  customer_id: query('id'),
  phone: query('phone'),
  external_id_1: query('external_id_1'),
  external_id_2: query('external_id_2'),
  external_id_3: query('external_id_3'),
};

/** A match without an id can't be pinned: the act would go out without saying whom it means. */
export function matched(answer: Row | null, args: Args): Row {
  const customer_id = numeric(answer?.customer_id);
  if (!answer || !s.id.safeParse(customer_id).success)
    throw new ToolError('bad_answer', 'The dialer matched a customer without an id. Nothing was done.');
  return { ...asked('customer', answer, args.customer_id ?? customer_id, 'customer_id'), customer_id };
}

/** The customer that the dialer matched, pinned by its id: a number may match somebody else a minute later. */
async function resolve(args: Args, read: Read, say: Say) {
  const customer = matched(await read('get_customer', args), args);
  const shown = [
    customer.phone && say.phone(customer.phone),
    customer.identity_number && say.identity(customer.identity_number),
  ];
  const who = `customer ${customer.customer_id}, ${customer.name || 'without a name'} (${shown.filter(Boolean).join(', ') || 'no number'})`;
  const { customer_id } = customer;
  return {
    customer,
    who,
    pinned: { args: { customer_id }, target: `customer ${customer_id}`, state: customer },
  };
}

const counted = (list: unknown, noun: string): string => several(Array.isArray(list) ? list.length : 0, noun);

export const customers = toolset('customers', [
  {
    name: 'create_customer',
    title: 'Create a customer',
    tier: 'write',
    description:
      'Adds one customer to a contact list; for several take create_customers. A number already on the list is refused unless allow_duplicates; contactlist_duplicates names further lists to look in.',
    input: s.object({
      contactlist_id: s.id,
      allow_duplicates: s.flag.optional(),
      contactlist_duplicates: s.ids.optional(),
      phone: s.phone,
      ...customerFields,
    }),
    request: {
      method: 'POST',
      path: '/api/customer',
      args: {
        contactlist_id: body('list_id'),
        allow_duplicates: body('allow_duplicates'),
        contactlist_duplicates: body('contactlist_duplicates'),
        ...customerArgs,
      },
    },
    answer: done('customer_id', (answer) => answer.customer_id),
    check: 'get_customer',
    hints: {
      conflict: 'A customer with this number is on the list already; allow_duplicates = true adds another.',
    },
  },
  {
    name: 'create_customers',
    title: 'Create many customers',
    tier: 'write',
    description:
      'Adds up to 5,000 customers to a contact list at once (a file: import_customers), and tells how many were created, which were duplicates, and which the dialer took for an invalid number.',
    input: s.object({
      contactlist_id: s.id,
      allow_duplicates: s.flag.optional(),
      contactlist_duplicates: s.ids.optional(),
      customers: s.table(
        s.list(s.object({ phone: s.phoneOrText.optional(), ...customerFields })).max(5000),
        'first row: fields of create_customer or custom_field_6; then one each',
      ),
    }),
    request: {
      method: 'POST',
      path: '/api/customers',
      args: {
        contactlist_id: body('list_id'),
        allow_duplicates: body('allow_duplicates'),
        contactlist_duplicates: body('contactlist_duplicates'),
        customers: body('data', (rows: Row[]) => rows.map(expandCustomer)),
      },
    },
    answer: record((answer) => ({
      status: 'done',
      created: answer.success_insert.length,
      customer_ids: answer.success_insert.map((row: Row) => row.customer_id),
      duplicates: answer.filtered_duplicates.map((row: Row) => ({
        phone: row.phone,
        on: row.duplcates?.map((found: Row) => found.contactlist_id),
      })),
      invalid_phone: answer.illegal_phone.map(
        (row: Row) => row.phone ?? label(row.first_name, row.last_name),
      ),
      failed: answer.failed_insert,
    })),
    quotes: 'names',
    check: 'get_contactlist',
  },
  {
    name: 'get_customer',
    title: 'Get a customer',
    tier: 'read',
    description:
      "One customer's card (kundkort): address, lists, custom fields, ids of orders and calls. For what happened take customer_overview. A phone number gives the newest match only; the same person may stand on several lists under several ids. Give exactly one argument.",
    input: s.object(selectorFields),
    request: { method: 'GET', path: '/api/customer', args: selectorArgs },
    oneOf: SELECTORS,
    answer: record((customer) => ({
      ...customer,
      custom_fields: Object.fromEntries(
        (customer.custom_fields ?? []).map((field: Row) => [
          label(field.title, field.custom_field_id),
          field.value,
        ]),
      ),
    })),
    quotes: 'names, custom fields',
  },
  {
    name: 'move_customer',
    title: 'Move a customer',
    tier: 'write',
    description:
      'Moves a customer from one contact list to another. Campaigns with the old list stop ringing; calls already made stay.',
    input: s.object({ customer_id: s.id, from_contactlist_id: s.id, to_contactlist_id: s.id }),
    request: {
      method: 'PATCH',
      path: '/api/customer/contactlist',
      args: {
        customer_id: body('customer_id'),
        from_contactlist_id: body('contactlist_id_from'),
        to_contactlist_id: body('contactlist_id_to'),
      },
    },
    answer: done('customer_id', (answer) => answer.customer_id),
    check: 'get_customer',
  },
  {
    name: 'update_customer',
    title: 'Update a customer',
    tier: 'write',
    description:
      'Changes what is given in changes of one customer and keeps the rest; "(empty)" clears. Choose the customer by exactly one of the other arguments, best by customer_id: a number changes the newest match.',
    input: s.object({
      ...selectorFields,
      changes: s.settings(
        s
          .object({ phone: s.phone.optional(), ...customerFields })
          .refine((changes) => Object.keys(changes).length > 0, {
            error: 'must be a list of at least one field=value',
            when: ({ issues }) => issues.length === 0,
          }),
        'city=Lund, custom_field_6=x; fields of create_customer',
      ),
    }),
    request: {
      method: 'PUT',
      path: '/api/customer',
      args: { ...selectorArgs, changes: body('', expandCustomer) },
    },
    oneOf: SELECTORS,
    answer: done('customer_id', (answer) => answer.customer_id),
    check: 'get_customer',
  },
  {
    name: 'prune_customer',
    title: 'Erase a customer (GDPR)',
    tier: 'destructive',
    description:
      'Erases a person for good (GDPR, radera), when the person has asked for it: name, numbers, address, custom fields. Orders and calls stay without the person, recordings too. To stop ringing somebody take remove_customer or add_blocklist_number. Give exactly one argument.',
    input: s.object(selectorFields),
    request: { method: 'DELETE', path: '/api/gdpr/customer', args: selectorArgs },
    oneOf: SELECTORS,
    answer: done('customer_id', (answer) => answer.customer_id),
    check: 'get_customer',
    guard: {
      undo: 'nobody can undo this, Hitrate support neither',
      irreversible: () => true,
      preview: async (args, read, say) => {
        const { customer, who, pinned } = await resolve(args, read, say);
        return {
          ...pinned,
          summary: `Erase ${who}, for good.`,
          effects: [
            'name, address, numbers, e-mail and custom fields are replaced by "GDPR REMOVED"',
            `${counted(customer.order_ids, 'order')} and ${counted(customer.call_ids, 'call')} stay, without the person`,
            'recordings of those calls are not erased: the API can not, ask Hitrate',
            'the same person under another id, on another list, is not erased',
          ],
          type: { name: "the customer's id", value: String(customer.customer_id) },
        };
      },
    },
  },
  {
    name: 'remove_customer',
    title: 'Take a customer off all lists',
    tier: 'destructive',
    description:
      'Takes a customer off every contact list and campaign, so that nobody rings; the data stays. To erase the data take prune_customer, to block the number add_blocklist_number. Give exactly one argument.',
    input: s.object(selectorFields),
    request: { method: 'DELETE', path: '/api/customer', args: selectorArgs },
    oneOf: SELECTORS,
    answer: done('customer_id', (answer) => answer.customer_id),
    check: 'get_customer',
    guard: {
      undo: 'the data stays; the customer can be added to lists again',
      preview: async (args, read, say) => {
        const { customer, who, pinned } = await resolve(args, read, say);
        const lists = customer.contactlist_ids ?? [];
        return {
          ...pinned,
          summary: `Take ${who} off all contact lists and campaigns.`,
          effects: [
            lists.length ? `on contact lists now: ${lists.join(', ')}` : 'on no contact list now',
            'planned and automatic calls to this customer are gone',
          ],
        };
      },
    },
  },
]);
