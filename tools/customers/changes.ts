/** Updates of customers and moves between lists: the state before, the act, and the state after it. */

import { chooseOneCustomer } from '../../src/customers/customer-choice.ts';
import type { Args, Row } from '../../src/define/row.ts';
import type { CustomerSelector } from '../../src/define/selectors.ts';
import type { DirectAnswer, Prepared, Preview, PreviewFormatter } from '../../src/define/tool.ts';
import type { ActContext, ReadContext, ReadDialer } from '../../src/define/tool-context.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { expectSameId, label, numeric } from '../answers.ts';
import { campaignsRinging, labelsOf } from '../labels.ts';
import {
  type After,
  changeLines,
  difference,
  readAgain,
  type State,
  same,
  unchanged,
  updateOutcome,
} from '../updates.ts';
import type { CustomerChanges } from './fields.ts';
import { matchedCustomer } from './targets.ts';

/** Returns a card by the names of the changes. It has one whole name, and neither e-mail nor earliest_ringtime. */
function cardState(card: Row): State {
  const { identity_number, phone, address, postal_code, city, custom_fields } = card;
  const { external_id_1, external_id_2, external_id_3, name } = card;
  const fields = Array.isArray(custom_fields)
    ? custom_fields.map((field: Row) => [`custom_field_${field.custom_field_id}`, field.value])
    : [];
  return {
    ...{ name, phone, identity_number, address, postal_code, city },
    ...{ external_id_1, external_id_2, external_id_3 },
    ...Object.fromEntries(fields),
  };
}

/** Returns the changes by the names of a card: first and last name, if both change, are the card's name. */
function valuesToSet({ custom_fields = [], ...members }: CustomerChanges): Row {
  const fields = Object.fromEntries(custom_fields.map(({ id, value }) => [`custom_field_${id}`, value]));
  const { first_name, last_name, ...others } = members;
  if (first_name === undefined || last_name === undefined) return { ...members, ...fields };
  return { ...others, ...fields, name: `${first_name} ${last_name}` };
}

/** Returns the card with an empty value for each custom field that changes and that the customer has not. */
const withEmptyFields = (card: State, { custom_fields = [] }: CustomerChanges): State => ({
  ...card,
  ...Object.fromEntries(
    custom_fields.map(({ id }) => `custom_field_${id}`).map((name) => [name, card[name] ?? null]),
  ),
});

/** Pins the customer by id, or answers that nothing would change. */
export function beforeUpdate(changes: CustomerChanges, card: Row): Prepared {
  const customer_id = numeric(card.customer_id);
  const state = cardState(card);
  const values = valuesToSet(changes);
  const before = withEmptyFields(state, changes);
  if (Object.entries(values).every(([name, value]) => same(before[name], value)))
    return unchanged({ customer_id, name: card.name, unchanged: Object.keys(values) });
  return { args: { customer_id, changes }, known: state };
}

type UpdateArgs = CustomerSelector & { changes: CustomerChanges };

/** Finds the one customer and pins it, or answers with the candidates. @throws ToolError */
export async function prepareCustomerUpdate(args: UpdateArgs, context: ReadContext): Promise<Prepared> {
  const { answer, card } = await chooseOneCustomer(args, context);
  if (answer) return { answer };
  return beforeUpdate(
    args.changes,
    card ?? matchedCustomer(await context.read('get_customer', args), args.customer_id),
  );
}

export async function previewCustomerUpdate(
  args: UpdateArgs,
  _read: ReadDialer,
  format: PreviewFormatter,
  context: ReadContext,
): Promise<Preview | DirectAnswer> {
  const prepared = await prepareCustomerUpdate(args, context);
  if (prepared.answer) return { answer: prepared.answer };
  const card = prepared.known as State;
  const { customer_id } = prepared.args as { customer_id: number };
  // Compared as they are: two masked numbers may look the same, and a person must see that one changes.
  const { identity_number, ...values } = valuesToSet(args.changes);
  const identity =
    identity_number === undefined || same(card.identity_number, identity_number)
      ? []
      : [`identity_number changes to ${format.identity(identity_number)}`];
  return {
    args: prepared.args!,
    known: card,
    target: `customer ${customer_id}`,
    state: card,
    summary: `Change customer ${label(card.name, customer_id)}.`,
    effects: [...changeLines(values, withEmptyFields(card, args.changes)), ...identity],
  };
}

/** Sends the update and reads the card again. @throws ToolError */
export async function sendUpdate(args: Args, { read, send }: ActContext): Promise<Row> {
  const { customer_id } = await send(args);
  const after = await readAgain(async () =>
    cardState(await read('get_customer', { customer_id: args.customer_id })),
  );
  return { customer_id, ...after };
}

/** Returns what changed. @param card how it was before */
export function afterUpdate(
  { customer_id, ...after }: After & Row,
  changes: CustomerChanges,
  card: State,
): Row {
  const values = valuesToSet(changes);
  const before = withEmptyFields(card, changes);
  const done = { status: 'done', customer_id: numeric(customer_id) };
  if (!after.state) return { ...done, name: card.name, ...updateOutcome(values, before, after) };
  const now = withEmptyFields(after.state, changes);
  const { first_name, last_name, ...others } = values;
  // The card shows a first or last name alone only within the whole name.
  const shown = first_name === undefined && last_name === undefined ? values : { ...others, name: now.name };
  return { ...done, name: now.name, ...difference(shown, before, now) };
}

interface Move {
  customer_id: number;
  from_contactlist_id?: number;
  to_contactlist_id: number;
}

/** What the answer tells of a move. */
interface MoveKnown {
  customer: string | null;
  from: string;
  to: string;
  /** Whether a campaign rings the new list. */
  rung: boolean;
  note: string;
}

/** Finds the list that a customer leaves, if not given, and the campaigns that ring the new one. @throws ToolError */
export async function beforeMove(args: Move, { read }: Pick<ReadContext, 'read'>): Promise<Prepared> {
  const { customer_id, to_contactlist_id: to } = args;
  const card = expectSameId(
    'customer',
    await read('get_customer', { customer_id }),
    customer_id,
    'customer_id',
  );
  const lists: unknown[] = Array.isArray(card.contactlist_ids) ? card.contactlist_ids : [];
  const title = await labelsOf(read, 'contactlist');
  const customer = label(card.name, customer_id);
  const from = args.from_contactlist_id ?? (lists.length === 1 ? lists[0] : undefined);
  if (isOnList(lists, from, to))
    return unchanged(
      { customer_id, customer, contactlist: title(to) },
      'The customer is on that list already: nothing was sent.',
    );
  if (from === undefined)
    throw new ToolError(
      'invalid_arguments',
      lists.length
        ? `Customer ${customer_id} is on ${lists.length} contact lists: ${lists.map(title).join(', ')}. Give from_contactlist_id. Nothing was changed.`
        : `Customer ${customer_id} is on no contact list, so there is none to move from. Nothing was changed.`,
    );
  const campaigns = await campaignsRinging(to, read);
  return {
    args: { ...args, from_contactlist_id: from },
    known: {
      customer,
      from: title(from),
      to: title(to),
      rung: campaigns.length > 0,
      note: campaigns.length
        ? `Rung from now on by campaigns with the new list: ${campaigns.join(', ')}.`
        : 'The new list is on no campaign now, so nobody rings the customer until it is.',
    } satisfies MoveKnown,
  };
}

export async function previewMove(
  args: Move,
  _read: ReadDialer,
  _format: PreviewFormatter,
  context: ReadContext,
): Promise<Preview | DirectAnswer> {
  const prepared = await beforeMove(args, context);
  if (prepared.answer) return { answer: prepared.answer };
  const { rung, ...known } = prepared.known as MoveKnown;
  return {
    args: prepared.args!,
    known: prepared.known,
    target: `customer ${args.customer_id}`,
    state: known,
    summary: `Move customer ${known.customer} from contact list ${known.from} to ${known.to}.`,
    effects: [known.note],
    ...(!rung && { without: ['contact'] }),
  };
}

/** Whether there is nothing to move: the customer is on the new list already, and not on the one to leave. */
const isOnList = (lists: readonly unknown[], from: unknown, to: number): boolean =>
  lists.includes(to) && (from === to || from === undefined ? lists.length === 1 : !lists.includes(from));
