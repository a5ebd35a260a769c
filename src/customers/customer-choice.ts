/** Customers side by side, for somebody who has to tell them apart: which of them are one person, which of them is meant. */

import type { View } from '../config/config.ts';
import type { Names } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import { SELECTORS } from '../define/selectors.ts';
import type { Hands, Prepared } from '../define/tool.ts';
import { clean, maskWithin, see } from '../response/redact.ts';
import { quoted } from '../response/shape.ts';
import { label } from '../response/wording.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { Card } from './customer-record.ts';
import { type Match, type Matches, matchesOf, unlessNobody } from './same-number.ts';

const LONGEST_NAME = 60;
const MOST_LISTS = 3;

/** Identity numbers are compared by their last ten digits: the century is left out as often as not. */
function identityOf(card: Row | undefined): string | undefined {
  const digits = String(card?.identity_number ?? '').replace(/\D/g, '');
  return digits.length >= 10 ? digits.slice(-10) : undefined;
}

/** Whether both have the same identity number; undefined where one has none. */
export function sameIdentity(one: Row | undefined, other: Row | undefined): boolean | undefined {
  const [first, second] = [identityOf(one), identityOf(other)];
  return first && second ? first === second : undefined;
}

/** What is to be masked is masked before it can be cut in two. */
const inShort = (text: unknown, view: View): string => oneLine(String(clean(text, view) ?? ''), LONGEST_NAME);

/** Contact lists by name and id. */
export const listsOf = (card: Row | undefined, names: Names, view: View): string[] =>
  [card?.contactlist_ids ?? []].flat().map((id) => inShort(label(names('contactlist', id), id), view));

const inAll = (lists: string[]): string[] =>
  lists.length > MOST_LISTS
    ? [...lists.slice(0, MOST_LISTS), `and ${lists.length - MOST_LISTS} more`]
    : lists;

const count = (list: unknown): number | null => (Array.isArray(list) ? list.length : null);

/** @param like whose identity number the others' are compared with; absent: the first one's that has any */
export function sideBySide(matches: readonly Match[], view: View, names: Names, like?: Card): Row {
  const { time } = see(view);
  const shown = matches.filter(({ unread }) => !unread);
  const compared = like ?? shown.find(({ card }) => identityOf(card))?.card;
  const formerly = shown.some(({ before }) => before);
  const columns = [
    'customer_id',
    'name',
    'city',
    'contactlists',
    'orders',
    'calls',
    'last',
    'same_identity_number',
    ...(formerly ? ['number'] : []),
  ];
  const rows = shown.map(({ customer_id, card, last, before }) => [
    customer_id,
    card ? inShort(card.name, view) : 'card not found',
    inShort(card?.city, view) || null,
    inAll(listsOf(card, names, view)),
    count(card?.order_ids),
    count(card?.call_ids),
    time(last) ?? null,
    sameIdentity(compared, card) ?? null,
    ...(formerly ? [before ? 'another one now' : null] : []),
  ]);
  const more = matches.filter(({ unread }) => unread).map(({ customer_id }) => customer_id);
  return {
    total: matches.length,
    returned: rows.length,
    columns,
    rows,
    ...(more.length && { not_read: more.slice(0, 100) }),
  };
}

const hasNumber = (args: Args): boolean => args.phone !== undefined;

const belongs = (args: Args, { length }: readonly Match[]): string =>
  `${hasNumber(args) ? 'This number' : 'This external id'} belongs to ${length} customer ids`;

/** What several ids of one number may be. */
export const PERHAPS =
  'They may be one person on several lists, or several persons (same_identity_number compares without showing; empty: one has none). An id without calls, orders and SMS can not be found.';

/** The choice, where it must be one customer. @param undone that nothing happened, in words */
export async function choice(
  args: Args,
  { meant, others, failed }: Matches,
  hands: Hands,
  undone: string,
  again = 'customer_id',
): Promise<Row> {
  const names = await hands.directory.names(['contactlist']);
  return {
    status: 'choose',
    note: `${belongs(args, meant)}. ${undone} ${PERHAPS}`,
    ...sideBySide(meant, hands.view, names),
    ...(others.length && { number_before: others.map(({ customer_id }) => customer_id) }),
    ...notLookedIn(failed, hands.view),
    next: `Ask which is meant, then call again with ${again} in place of ${given(args)}.`,
    quoted: quoted('names'),
  };
}

const given = (args: Args): string => SELECTORS.filter((name) => args[name] !== undefined).join(' and ');

/** The arguments beside what chooses a customer. */
export const without = (args: Args): Args =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !(SELECTORS as string[]).includes(name)));

/** The same arguments with the one customer in the place of what chose it. */
export function pinned(args: Args, customer_id: number): Args {
  return { ...without(args), customer_id };
}

/** @throws ToolError where it can't be told that nobody else is meant: then nothing may be done to anybody */
export function checkComplete(args: Args, failed: Matches['failed']): void {
  const [[search, why] = []] = Object.entries(failed);
  if (!search) return;
  const [, kind, message] = /^(\w+): (.*)$/s.exec(why!) ?? [];
  throw new ToolError(
    (kind as ToolError['kind']) ?? 'unavailable',
    `Whether ${hasNumber(args) ? 'the number' : 'the external id'} belongs to one customer alone can not be told (${search}: ${message ?? why}). Give customer_id instead.`,
  );
}

/** For changes: one customer pinned by the id, with the card where it was read, or the choice. @throws ToolError */
export async function oneCustomer(args: Args, hands: Hands): Promise<Prepared & { known?: Card }> {
  if (args.customer_id !== undefined) return {};
  const matches = await matchesOf(args, hands);
  const [{ customer_id, card }, ...more] = matches.meant;
  if (more.length) return { answer: await choice(args, matches, hands, 'Nothing was changed.') };
  checkComplete(args, matches.failed);
  return { args: pinned(args, customer_id), known: card };
}

/**
 * For a call by number, which goes out as it is: on nobody's card yet, or on one, or the choice. @throws ToolError
 */
export async function oneToRing(args: Args, hands: Hands): Promise<Prepared> {
  if (args.phone === undefined) return {};
  const matches = await unlessNobody(() => matchesOf({ phone: args.phone }, hands));
  if (!matches) return {};
  if (matches.meant.length > 1) return { answer: await choice(args, matches, hands, 'Nobody was rung.') };
  checkComplete(args, matches.failed);
  return {};
}

/** In words, where an answer can not be a table. */
export const severalOf = (args: Args, meant: readonly Match[]): string =>
  `${belongs(args, meant)}: ${meant
    .map(({ customer_id, card }) =>
      label(oneLine(maskWithin(String(card?.name ?? '')), LONGEST_NAME), customer_id),
    )
    .join(', ')}.`;

/** Why other ids of the number may be missing from an answer. */
export const notLookedIn = (failed: Matches['failed'], view: View): Row =>
  Object.keys(failed).length ? { not_looked_in: clean(failed, view) } : {};
