/** Customers side by side, for somebody who has to tell them apart: which of them are one person, which of them is meant. */

import type { DisplaySettings } from '../config/config.ts';
import type { Names } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import { SELECTORS } from '../define/selectors.ts';
import type { Prepared } from '../define/tool.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { createFormatter, formatValue } from '../response/format.ts';
import { quotedNote } from '../response/shape.ts';
import { label } from '../response/wording.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { CustomerRecord } from './customer-record.ts';
import { type Match, type Matches, matchesOf, unlessNotFound } from './same-number.ts';

const MAX_NAME_LENGTH = 60;
const MAX_LISTS = 3;

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
const inShort = (text: unknown, display: DisplaySettings): string =>
  oneLine(String(formatValue(text, display) ?? ''), MAX_NAME_LENGTH);

/** Contact lists by name and id. */
export const listsOf = (card: Row | undefined, names: Names, display: DisplaySettings): string[] =>
  [card?.contactlist_ids ?? []].flat().map((id) => inShort(label(names('contactlist', id), id), display));

const sumOver = (lists: string[]): string[] =>
  lists.length > MAX_LISTS ? [...lists.slice(0, MAX_LISTS), `and ${lists.length - MAX_LISTS} more`] : lists;

const count = (list: unknown): number | null => (Array.isArray(list) ? list.length : null);

/** @param like whose identity number the others' are compared with; absent: the first one's that has any */
export function sideBySide(
  matches: readonly Match[],
  display: DisplaySettings,
  names: Names,
  like?: CustomerRecord,
): Row {
  const { time } = createFormatter(display);
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
    card ? inShort(card.name, display) : 'card not found',
    inShort(card?.city, display) || null,
    sumOver(listsOf(card, names, display)),
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
export const MAYBE_SAME =
  'They may be one person on several lists, or several persons (same_identity_number compares without showing; empty: one has none). An id without calls, orders and SMS can not be found.';

/** The choice, where it must be one customer. @param undone that nothing happened, in words */
export async function choice(
  args: Args,
  { meant, others, failed }: Matches,
  context: ReadContext,
  undone: string,
  again = 'customer_id',
): Promise<Row> {
  const names = await context.lookup.names(['contactlist']);
  return {
    status: 'choose',
    note: `${belongs(args, meant)}. ${undone} ${MAYBE_SAME}`,
    ...sideBySide(meant, context.display, names),
    ...(others.length && { number_before: others.map(({ customer_id }) => customer_id) }),
    ...notSearched(failed, context.display),
    next: `Ask which is meant, then call again with ${again} in place of ${selectorsGiven(args)}.`,
    quoted: quotedNote('names'),
  };
}

const selectorsGiven = (args: Args): string =>
  SELECTORS.filter((name) => args[name] !== undefined).join(' and ');

/** The arguments beside what chooses a customer. */
export const withoutSelectors = (args: Args): Args =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !(SELECTORS as string[]).includes(name)));

/** The same arguments with the one customer in the place of what chose it. */
export function pinnedTo(args: Args, customer_id: number): Args {
  return { ...withoutSelectors(args), customer_id };
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
export async function chooseOneCustomer(
  args: Args,
  context: ReadContext,
): Promise<Prepared & { known?: CustomerRecord }> {
  if (args.customer_id !== undefined) return {};
  const matches = await matchesOf(args, context);
  const [{ customer_id, card }, ...more] = matches.meant;
  if (more.length) return { answer: await choice(args, matches, context, 'Nothing was changed.') };
  checkComplete(args, matches.failed);
  return { args: pinnedTo(args, customer_id), known: card };
}

/**
 * For a call by number, which goes out as it is: on nobody's card yet, or on one, or the choice. @throws ToolError
 */
export async function chooseOneToCall(args: Args, context: ReadContext): Promise<Prepared> {
  if (args.phone === undefined) return {};
  const matches = await unlessNotFound(() => matchesOf({ phone: args.phone }, context));
  if (!matches) return {};
  if (matches.meant.length > 1) return { answer: await choice(args, matches, context, 'Nobody was rung.') };
  checkComplete(args, matches.failed);
  return {};
}

/** In words, where an answer can not be a table. */
export const countOf = (args: Args, meant: readonly Match[]): string =>
  `${belongs(args, meant)}: ${meant
    .map(({ customer_id, card }) => label(oneLine(String(card?.name ?? ''), MAX_NAME_LENGTH), customer_id))
    .join(', ')}.`;

/** Why other ids of the number may be missing from an answer. */
export const notSearched = (failed: Matches['failed'], display: DisplaySettings): Row =>
  Object.keys(failed).length ? { not_looked_in: formatValue(failed, display) } : {};
