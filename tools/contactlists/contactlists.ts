import type { Args, Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import type { PreviewFormatter } from '../../src/define/tool.ts';
import type { ReadDialer } from '../../src/define/tool-context.ts';
import {
  alsoSet,
  asInt,
  booleans,
  changes,
  countNoun,
  expectSameId,
  fieldColumns,
  label,
  list,
  numeric,
  record,
} from '../answers.ts';
import { body, path, readTool, toolset, writeTool } from '../builders.ts';
import { withNames } from '../labels.ts';
import { dayOf, echoedUpdate, flagOf, members, unchangedAnswer } from '../updates.ts';

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

const listRead = async ({ contactlist_id }: Args, read: ReadDialer): Promise<Row> =>
  expectSameId('contact list', await read('get_contactlist', { contactlist_id }), contactlist_id);

const listState = (contacts: Row): Row => ({
  ...members(contacts, 'title', 'user_group_id', 'office_id'),
  keep_order_on_prune: flagOf(contacts.keep_order_on_prune),
  is_company: flagOf(contacts.is_company),
  prune_date: dayOf(contacts.prune_date),
});

const update = echoedUpdate({ id: 'contactlist_id', read: listRead, state: listState });

const pruneReason = (args: Args) => args.prune_date !== undefined;

const erasesOnDay = (args: Args): string | undefined =>
  pruneReason(args) || args.keep_order_on_prune === false
    ? 'prune_date erases the list and its customers on that day, and keep_order_on_prune = false their orders'
    : undefined;

export const contactlists = toolset('contactlists', [
  writeTool({
    name: 'create_contactlist',
    title: 'Create a contact list',
    description:
      'Makes an empty contact list (ringlista); create_customers fills it. prune_date: on that day the list and its customers are erased for good, which needs a confirmation.',
    input: s.object({
      title: s.text,
      ...listFields,
      prune_date: s.day.optional(),
      source: s.text.describe('where the numbers come from').optional(),
    }),
    request: { method: 'POST', path: '/api/contactlist', args: { ...listArgs, source: body('source') } },
    answer: record((body, args) => ({
      status: 'done',
      contactlist_id: numeric(body.id),
      title: args.title,
      prune_date: args.prune_date,
    })),
    check: 'list_contactlists',
    guard: {
      when: erasesOnDay,
      undo: 'until that day update_contactlist with another prune_date; afterwards nobody, Hitrate support neither',
      irreversible: pruneReason,
      preview: async (args, read, say) => ({
        args,
        target: `new contact list ${args.title}`,
        state: null,
        summary: `Create contact list ${args.title}${pruneReason(args) ? `, to be erased on ${args.prune_date}` : ''}.`,
        effects: [
          ...pruneEffects(args, args.keep_order_on_prune !== false, say),
          ...alsoSet(await withNames(args, read), ['title', 'prune_date', 'keep_order_on_prune']),
        ],
        type: { name: "the list's title", value: String(args.title) },
      }),
    },
  }),
  writeTool({
    name: 'update_contactlist',
    title: 'Update a contact list',
    description:
      'Changes what is given of a contact list and keeps the rest. prune_date (erased for good on that day) and keep_order_on_prune = false need a confirmation.',
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
    prepare: update.prepare,
    answer: update.answer,
    check: 'get_contactlist',
    guard: {
      when: erasesOnDay,
      undo: 'until that day update_contactlist with another value; afterwards nobody, Hitrate support neither',
      irreversible: pruneReason,
      preview: async (args, read, say) => {
        const contacts = await listRead(args, read);
        const known = listState(contacts);
        const same = unchangedAnswer('contactlist_id', args, known);
        if (same) return same;
        const keeps =
          args.keep_order_on_prune === undefined
            ? Boolean(contacts.keep_order_on_prune)
            : args.keep_order_on_prune;
        return {
          args,
          known,
          target: `contact list ${contacts.id}`,
          state: contacts,
          summary: `Change contact list ${label(contacts.title, contacts.id)} with ${countNoun(contacts.contacts_count, 'customer')}: ${changes(await withNames(args, read), ['contactlist_id'])}.`,
          effects: [
            ...pruneEffects(args, keeps === true, say),
            `until now: prune_date ${known.prune_date ?? 'none'}, keep_order_on_prune ${Boolean(contacts.keep_order_on_prune)}`,
          ],
          type: { name: "the list's id", value: String(contacts.id) },
        };
      },
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
        created: (row, see) => see.time(row.created_at)?.slice(0, 10),
        prune_date: 'prune_date',
      },
      'There is no contact list.',
      {
        office_id: 'office_id',
        updated: (row, see) => see.time(row.updated_at),
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

function pruneEffects(args: Args, keepsOrders: boolean, say: PreviewFormatter): string[] {
  const effects: string[] = [];
  if (pruneReason(args) && String(args.prune_date) <= say.today())
    effects.push(`${args.prune_date} is not in the future: it is erased at once`);
  if (pruneReason(args))
    effects.push(
      `on ${args.prune_date} the list and all that is known of its customers is erased for good`,
      keepsOrders ? 'customers with orders keep their data' : 'customers with orders are erased too',
    );
  else if (!keepsOrders) effects.push('when the list is erased, customers with orders are erased too');
  return effects;
}
