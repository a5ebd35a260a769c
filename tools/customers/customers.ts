import type * as z from 'zod';
import { customerWithOthers } from '../../src/customers/get-customer.ts';
import type { Args, Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import { SELECTORS, selectorFields } from '../../src/define/selectors.ts';
import { expectActedOn, label, numeric, record } from '../answers.ts';
import { body, destructiveTool, readTool, toolset, writeTool } from '../builders.ts';
import { isBulk } from '../consequences.ts';
import {
  afterUpdate,
  beforeMove,
  prepareCustomerUpdate,
  previewCustomerUpdate,
  previewMove,
  sendUpdate,
} from './changes.ts';
import {
  type CustomerTargets,
  customerArgs,
  customerChanges,
  customerFields,
  customerTable,
  expandCustomer,
  selectorArgs,
  targetFields,
} from './fields.ts';
import { previewNewCustomer, previewNewCustomers } from './new-customers.ts';
import { targetCustomers } from './targets.ts';

const countTargets = ({ customer_ids }: CustomerTargets): number => customer_ids?.length ?? 1;

const eachOf = ({ customer_ids }: CustomerTargets): Args[] | undefined =>
  customer_ids?.map((customer_id) => ({ customer_id }));

export const customers = toolset('customers', [
  writeTool({
    name: 'create_customer',
    title: 'Create a customer',
    description:
      'Adds one customer to a contact list; for several take create_customers. A number already on the list is refused unless allow_duplicates; contactlist_duplicates names further lists to look in.',
    input: s.object({
      contactlist_id: s.id('list_contactlists'),
      allow_duplicates: s.flag.optional(),
      contactlist_duplicates: s.ids().optional(),
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
    answer: {
      ...record((answer, args, { name }) => ({
        status: 'done',
        customer_id: numeric(answer.customer_id),
        phone: args.phone,
        contactlist: label(name('contactlist', args.contactlist_id), args.contactlist_id),
      })),
      joins: ['contactlist'],
    },
    // Who is put on a list that campaigns ring is rung.
    consequences: { data: true, contact: true },
    check: 'get_customer',
    guard: { undo: 'remove_customer takes the customer off all lists', preview: previewNewCustomer },
    hints: {
      conflict: 'A customer with this number is on the list already; allow_duplicates = true adds another.',
    },
  }),
  writeTool({
    name: 'create_customers',
    title: 'Create many customers',
    description:
      'Adds up to 5,000 customers to a contact list at once (a file: import_customers), and tells how many were created, which were duplicates, and which the dialer took for an invalid number.',
    input: s.object({
      contactlist_id: s.id('list_contactlists'),
      allow_duplicates: s.flag.optional(),
      contactlist_duplicates: s.ids().optional(),
      customers: customerTable,
    }),
    request: {
      method: 'POST',
      path: '/api/customers',
      args: {
        contactlist_id: body('list_id'),
        allow_duplicates: body('allow_duplicates'),
        contactlist_duplicates: body('contactlist_duplicates'),
        customers: body('data', (rows: z.infer<typeof customerTable>) => rows.map(expandCustomer)),
      },
    },
    answer: {
      ...record((answer, args, { name }) => ({
        status: 'done',
        contactlist: label(name('contactlist', args.contactlist_id), args.contactlist_id),
        created: answer.success_insert.length,
        customer_ids: answer.success_insert.map((row: Row) => row.customer_id),
        duplicates: answer.filtered_duplicates.map((row: Row) => ({
          phone: row.phone,
          on: row.duplcates?.map((duplicate: Row) => duplicate.contactlist_id),
        })),
        invalid_phone: answer.illegal_phone.map(
          (row: Row) => row.phone ?? label(row.first_name, row.last_name),
        ),
        failed: answer.failed_insert,
      })),
      joins: ['contactlist'],
    },
    quotes: 'names',
    consequences: { data: true, contact: true, bulk: ({ customers }) => isBulk(customers.length) },
    records: ({ customers }) => customers.length,
    check: 'get_contactlist',
    guard: { undo: 'remove_customer, one by one', preview: previewNewCustomers },
  }),
  readTool({
    name: 'get_customer',
    title: 'Get a customer',
    description:
      "One customer's card (kundkort): address, lists, custom fields, ids of orders and calls. For what happened take customer_overview. By phone the newest card; same_number tells the other ids. external_id: in any of the three fields. Give exactly one argument.",
    searchHint: 'look up customer by phone number',
    input: s.object(selectorFields),
    request: { method: 'GET', path: '/api/customer', args: selectorArgs },
    oneOf: SELECTORS,
    fetch: customerWithOthers,
    answer: record(({ custom_fields, ...customer }) => ({
      ...customer,
      custom_fields: Object.fromEntries(
        (custom_fields ?? []).map((field: Row) => [label(field.title, field.custom_field_id), field.value]),
      ),
    })),
    quotes: 'names, custom fields',
  }),
  writeTool({
    name: 'move_customer',
    title: 'Move a customer',
    description:
      'Moves a customer to another contact list. Campaigns with the old list stop ringing, those with the new one ring. from_contactlist_id is needed on several lists.',
    input: s.object({
      customer_id: s.id('get_customer'),
      from_contactlist_id: s.id().optional(),
      to_contactlist_id: s.id(),
    }),
    request: {
      method: 'PATCH',
      path: '/api/customer/contactlist',
      args: {
        customer_id: body('customer_id'),
        from_contactlist_id: body('contactlist_id_from'),
        to_contactlist_id: body('contactlist_id_to'),
      },
    },
    prepare: beforeMove,
    answer: record((answer, _, __, { rung: _rung, ...known }: Row) => ({
      status: 'done',
      customer_id: numeric(answer.customer_id),
      ...known,
    })),
    quotes: 'names',
    consequences: { data: true, contact: true },
    check: 'get_customer',
    guard: { undo: 'move_customer back; a call that has rung can not be taken back', preview: previewMove },
  }),
  writeTool({
    name: 'update_customer',
    title: 'Update a customer',
    description:
      'Changes what is given in changes of one customer and keeps the rest; "(empty)" clears. Choose the customer by exactly one of the other arguments, best by customer_id: where several match nothing is changed.',
    input: s.object({
      ...selectorFields,
      changes: customerChanges,
    }),
    request: {
      method: 'PUT',
      path: '/api/customer',
      args: { ...selectorArgs, changes: body('', expandCustomer) },
    },
    oneOf: SELECTORS,
    prepare: prepareCustomerUpdate,
    act: sendUpdate,
    answer: record((after, args, _, card) => afterUpdate(after, args.changes, card)),
    quotes: 'names, custom fields',
    consequences: { data: true },
    check: 'get_customer',
    guard: { undo: 'update_customer with the old values', preview: previewCustomerUpdate },
  }),
  destructiveTool({
    name: 'prune_customer',
    title: 'Erase a customer (GDPR)',
    description:
      'Erases a person for good (GDPR, radera), when the person has asked for it: name, numbers, address, custom fields. Orders and calls stay without the person, recordings too. To stop ringing somebody take remove_customer or add_blocklist_number. Give exactly one argument; customer_ids: all ids of the person at once.',
    searchHint: 'erase a person, GDPR right to be forgotten, delete customer',
    input: s.object(targetFields),
    request: { method: 'DELETE', path: '/api/gdpr/customer', args: selectorArgs },
    oneOf: Object.keys(targetFields),
    each: eachOf,
    answer: record((answer, args) => ({
      status: 'done',
      customer_id: expectActedOn('customer_id', answer.customer_id, args),
    })),
    consequences: { erasure: true },
    records: countTargets,
    check: 'get_customer',
    guard: {
      undo: 'nobody can undo this, Hitrate support neither',
      irreversible: () => true,
      preview: async (args, read, format) => {
        const { ids, who, lines, others, pinned } = await targetCustomers(args, read, format, 'erased');
        const several = ids.length > 1;
        return {
          ...pinned,
          summary: `Erase ${who}, for good.`,
          effects: [
            ...lines,
            'name, address, numbers, e-mail and custom fields are replaced by "GDPR REMOVED"; orders and calls stay, without the person',
            'recordings of calls and orders are not erased: the API can not, ask Hitrate',
            'SMS texts and comments on orders: the API documentation does not say whether they are erased; save what is needed as proof before (get_sms_history_pdf), look afterwards (search_sms, get_order), and ask Hitrate about what is left',
            ...others,
          ],
          type: several
            ? { name: 'how many customers these are, as "N customers",', value: `${ids.length} customers` }
            : { name: "the customer's id", value: String(ids[0]) },
        };
      },
    },
  }),
  destructiveTool({
    name: 'remove_customer',
    title: 'Take a customer off all lists',
    description:
      'Takes a customer off every contact list and campaign, so that nobody rings; the data stays. To erase the data take prune_customer, to block the number add_blocklist_number. Give exactly one argument; customer_ids: several at once.',
    searchHint: 'stop calling a customer, take off the list',
    input: s.object(targetFields),
    request: { method: 'DELETE', path: '/api/customer', args: selectorArgs },
    oneOf: Object.keys(targetFields),
    each: eachOf,
    answer: record((answer, args, _, lists) => ({
      status: 'done',
      customer_id: expectActedOn('customer_id', answer.customer_id, args),
      taken_off: lists,
    })),
    consequences: { data: true },
    records: countTargets,
    check: 'get_customer',
    guard: {
      undo: 'the data stays; the customer can be added to lists again in Hitrate',
      preview: async (args, read, format) => {
        const { who, lines, lists, others, pinned } = await targetCustomers(args, read, format, 'removed');
        return {
          ...pinned,
          known: lists,
          summary: `Take ${who} off all contact lists and campaigns.`,
          effects: [
            ...lines,
            'planned and automatic calls are gone',
            'card, orders, calls, recordings, SMS and comments stay as they are',
            'an import or create_customer with this number brings the customer back on a list: add_blocklist_number keeps it from being rung',
            ...others,
          ],
        };
      },
    },
  }),
]);
