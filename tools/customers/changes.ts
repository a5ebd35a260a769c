/** What changes of customers and moves between lists say: how it was, and how it is. */

import type { Args, Row } from '../../src/define/row.ts';
import type { Prepared } from '../../src/define/tool.ts';
import type { ActContext, ReadContext } from '../../src/define/tool-context.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { expectSameId, label, numeric } from '../answers.ts';
import { describeActivations, labelsOf } from '../labels.ts';
import { type After, difference, readAgain, type State, same, unchanged, updateOutcome } from '../updates.ts';

/** The card as the changes name it. First and last name stand there as one; e-mail and the day of ringing not at all. */
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

/** The changes by the names of a card: a custom field that the customer has not is an empty one. */
function valuesOf(changes: Row, card: State): { values: Row; before: State } {
  const { custom_fields, ...values } = changes as { custom_fields?: { id: number; value: unknown }[] } & Row;
  const before = { ...card };
  for (const { id, value } of custom_fields ?? []) {
    values[`custom_field_${id}`] = value;
    before[`custom_field_${id}`] ??= null;
  }
  const { first_name, last_name } = values;
  // With both the name that the card shows is known.
  if (first_name !== undefined && last_name !== undefined) {
    delete values.first_name;
    delete values.last_name;
    values.name = `${first_name} ${last_name}`;
  }
  return { values, before };
}

/** @param card of the customer that is meant, who is pinned by the id from here on */
export function beforeUpdate(args: Args, card: Row): Prepared {
  const customer_id = numeric(card.customer_id);
  const state = cardState(card);
  const { values, before } = valuesOf(args.changes as Row, state);
  if (Object.entries(values).every(([name, value]) => same(before[name], value)))
    return unchanged({ customer_id, name: card.name, unchanged: Object.keys(values) });
  return { args: { customer_id, changes: args.changes }, known: state };
}

export async function sendUpdate(args: Args, { read, send }: ActContext): Promise<Row> {
  const { customer_id } = await send(args);
  const after = await readAgain(async () =>
    cardState(await read('get_customer', { customer_id: args.customer_id })),
  );
  return { customer_id, ...after };
}

export function afterUpdate({ customer_id, ...after }: After & Row, args: Args, card: State): Row {
  const { values, before } = valuesOf(args.changes as Row, card);
  const who = { status: 'done', customer_id: numeric(customer_id) };
  if (!after.state) return { ...who, name: card.name, ...updateOutcome(values, before, after) };
  const now = valuesOf(args.changes as Row, after.state).before;
  // A first or last name alone is seen in the whole one.
  const parts = ['first_name', 'last_name'].filter((part) => part in values);
  for (const part of parts) delete values[part];
  if (parts.length) values.name = now.name;
  return { ...who, name: now.name, ...difference(values, before, now) };
}

/** From which list, where that was not said; and which campaigns ring the new one. */
export async function beforeMove(args: Args, { read }: Pick<ReadContext, 'read'>): Promise<Prepared> {
  const { customer_id, to_contactlist_id: to } = args;
  const card = expectSameId(
    'customer',
    await read('get_customer', { customer_id }),
    customer_id,
    'customer_id',
  );
  const lists: unknown[] = Array.isArray(card.contactlist_ids) ? card.contactlist_ids : [];
  const title = await labelsOf(read, 'contactlist');
  const from = args.from_contactlist_id ?? (lists.length === 1 ? lists[0] : undefined);
  const who = { customer_id, customer: label(card.name, customer_id) };
  if (lists.includes(to) && (from === to || from === undefined ? lists.length === 1 : !lists.includes(from)))
    return unchanged(
      { ...who, contactlist: title(to) },
      'The customer is on that list already: nothing was sent.',
    );
  if (from === undefined) {
    throw new ToolError(
      'invalid_arguments',
      lists.length
        ? `Customer ${customer_id} is on ${lists.length} contact lists: ${lists.map(title).join(', ')}. Give from_contactlist_id. Nothing was changed.`
        : `Customer ${customer_id} is on no contact list, so there is none to move from. Nothing was changed.`,
    );
  }
  const [links, campaign] = await Promise.all([
    describeActivations(read, { contactlist_id: to }),
    labelsOf(read, 'campaign'),
  ]);
  const ringing = links
    .filter((link) => link.contactlist_id === to)
    .map((link) => campaign(link.campaign_id));
  return {
    args: { ...args, from_contactlist_id: from },
    known: {
      customer: who.customer,
      from: title(from),
      to: title(to),
      note: ringing.length
        ? `Rung from now on by campaigns with the new list: ${ringing.join(', ')}.`
        : 'The new list is on no campaign now, so nobody rings the customer until it is.',
    },
  };
}
