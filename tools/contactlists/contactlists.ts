import type { Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import {
  alsoSet,
  asInt,
  booleans,
  countNoun,
  fieldColumns,
  label,
  list,
  numeric,
  record,
} from '../answers.ts';
import { body, path, readTool, toolset, writeTool } from '../builders.ts';
import { readContactlist, withLabels } from '../labels.ts';
import {
  changeLines,
  dayOf,
  echoedUpdate,
  flagOf,
  pick,
  previewUpdate,
  type State,
  type UpdateTarget,
  valuesToSet,
} from '../updates.ts';

const listArgs = {
  title: body('title'),
  keep_order_on_prune: body('keep_order_on_prune', asInt),
  is_company: body('is_company', asInt),
  user_group_id: body('user_group_id'),
  office_id: body('office_id'),
  prune_date: body('prune_date'),
};

const listFields = {
  keep_order_on_prune: s.flag.optional(),
  is_company: s.flag.optional(),
  user_group_id: s.id().optional(),
  office_id: s.id('list_offices').optional(),
};

const listState = (contacts: Row): State => ({
  ...pick(contacts, 'title', 'user_group_id', 'office_id'),
  keep_order_on_prune: flagOf(contacts.keep_order_on_prune),
  is_company: flagOf(contacts.is_company),
  prune_date: dayOf(contacts.prune_date),
});

const target: UpdateTarget<'contactlist_id'> = {
  id: 'contactlist_id',
  read: readContactlist,
  state: listState,
};
const update = echoedUpdate(target);

interface PruneArgs {
  prune_date?: string;
  keep_order_on_prune?: boolean;
}

const hasPruneDate = ({ prune_date }: PruneArgs): boolean => prune_date !== undefined;

const erases = ({ prune_date, keep_order_on_prune }: PruneArgs): boolean =>
  prune_date !== undefined || keep_order_on_prune === false;

const reasonToConfirm = (args: PruneArgs): string | undefined =>
  erases(args)
    ? 'prune_date erases the list and its customers on that day, and keep_order_on_prune = false their orders'
    : undefined;

export const contactlists = toolset('contactlists', [
  writeTool({
    name: 'create_contactlist',
    title: 'Create a contact list',
    description:
      'Makes an empty contact list (ringlista); create_customers fills it. prune_date: on that day the list and its customers are erased for good.',
    input: s.object({
      title: s.text,
      ...listFields,
      prune_date: s.day.optional(),
      source: s.text.describe('where the numbers come from').optional(),
    }),
    request: { method: 'POST', path: '/api/contactlist', args: { ...listArgs, source: body('source') } },
    answer: {
      is: 'record',
      record: (body, args) => ({
        status: 'done',
        contactlist_id: numeric(body.id),
        title: args.title,
        prune_date: args.prune_date,
      }),
    },
    consequences: { data: true, erasure: erases },
    check: 'list_contactlists',
    guard: {
      when: reasonToConfirm,
      undo: 'update_contactlist with other values; what is erased on a prune_date nobody can bring back, Hitrate support neither',
      irreversible: hasPruneDate,
      preview: async (args, read, format) => ({
        args,
        target: `new contact list ${args.title}`,
        state: null,
        summary: `Create contact list ${args.title}${hasPruneDate(args) ? `, to be erased on ${args.prune_date}` : ''}.`,
        effects: [
          ...pruneEffects(args, args.keep_order_on_prune !== false, format.today()),
          ...alsoSet(await withLabels(args, read), ['title', 'prune_date', 'keep_order_on_prune']),
        ],
        type: { name: "the list's title", value: args.title },
      }),
    },
  }),
  writeTool({
    name: 'update_contactlist',
    title: 'Update a contact list',
    description:
      'Changes what is given of a contact list and keeps the rest. prune_date: erased for good on that day.',
    input: s.object({
      contactlist_id: s.id('list_contactlists'),
      title: s.text.optional(),
      ...listFields,
      prune_date: s.day.optional(),
    }),
    request: {
      method: 'PUT',
      path: '/api/contactlist/:id',
      args: { contactlist_id: path('id'), ...listArgs },
    },
    anyOf: [Object.keys(listArgs)],
    ...update,
    consequences: { data: true, erasure: erases },
    check: 'get_contactlist',
    guard: {
      when: reasonToConfirm,
      undo: 'update_contactlist with the old values; what is erased on a prune_date nobody can bring back, Hitrate support neither',
      irreversible: hasPruneDate,
      preview: (args, read, format) =>
        previewUpdate(target, args, read, async (contacts, before) => {
          const keeps = args.keep_order_on_prune ?? Boolean(contacts.keep_order_on_prune);
          return {
            target: `contact list ${contacts.id}`,
            summary: `Change contact list ${label(contacts.title, contacts.id)} with ${countNoun(contacts.contacts_count, 'customer')}.`,
            effects: [
              ...(erases(args) ? pruneEffects(args, keeps, format.today()) : []),
              ...changeLines(await withLabels(valuesToSet(args, 'contactlist_id'), read), before),
            ],
            type: { name: "the list's id", value: String(contacts.id) },
          };
        }),
    },
  }),
  readTool({
    name: 'get_contactlist',
    title: 'Get a contact list',
    description: 'One contact list: title, number of customers, office, and prune_date if it will be erased.',
    input: s.object({ contactlist_id: s.id('list_contactlists') }),
    request: { method: 'GET', path: '/api/contactlist/:id', args: { contactlist_id: path('id') } },
    answer: record((contacts) =>
      booleans(contacts, 'is_company', 'deleted', 'keep_order_on_prune', 'pruned'),
    ),
    quotes: 'titles',
  }),
  readTool({
    name: 'list_contactlists',
    title: 'List contact lists',
    description: 'All contact lists (ringlistor) with id, title, number of customers and prune_date.',
    input: s.object({}),
    request: { method: 'GET', path: '/api/contactlist' },
    answer: list(
      {
        id: 'id',
        title: 'title',
        customers: 'contacts_count',
        company: (row) => Boolean(row.is_company),
        created: (row, format) => format.time(row.created_at)?.slice(0, 10),
        prune_date: 'prune_date',
      },
      'There is no contact list.',
      {
        office_id: 'office_id',
        updated: (row, format) => format.time(row.updated_at),
        keep_order_on_prune: (row) => Boolean(row.keep_order_on_prune),
        pruned: (row) => Boolean(row.pruned),
        deleted: (row) => Boolean(row.deleted),
      },
    ),
    quotes: 'titles',
  }),
  readTool({
    name: 'list_custom_fields',
    title: 'List custom fields',
    description:
      "The dialer's own extra fields, with id and type, for custom_fields of customers (on: customer) and of products (on: product). For product fields alone take list_product_fields.",
    input: s.object({}),
    request: { method: 'GET', path: '/api/customfield' },
    answer: list(
      {
        ...fieldColumns,
        on: (row) => (row.type === 1 ? 'customer' : 'product'),
        deleted: (row) => Boolean(row.deleted),
      },
      'There is no custom field.',
    ),
    quotes: 'names',
  }),
]);

/** @param today as YYYY-MM-DD */
function pruneEffects({ prune_date }: PruneArgs, keepsOrders: boolean, today: string): string[] {
  if (prune_date === undefined)
    return keepsOrders ? [] : ['when the list is erased, customers with orders are erased too'];
  return [
    ...(prune_date <= today ? [`${prune_date} is not in the future: it is erased at once`] : []),
    `on ${prune_date} the list and all that is known of its customers is erased for good`,
    keepsOrders ? 'customers with orders keep their data' : 'customers with orders are erased too',
  ];
}
