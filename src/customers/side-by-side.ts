/** Customers in a table, for somebody who has to tell which are the same person and which one is meant. */

import type { DisplaySettings } from '../config/config.ts';
import type { Names } from '../define/lookup.ts';
import type { Row } from '../define/row.ts';
import { createFormatter, formatValue } from '../response/format.ts';
import { buildTable } from '../response/table.ts';
import { label } from '../response/wording.ts';
import { type CustomerRecord, describeFailures, type Failures } from './customer-record.ts';
import type { Match } from './matches.ts';
import { shortText } from './short-text.ts';

/** Characters of names, cities and lists. */
export const MAX_NAME_LENGTH = 60;
const MAX_LISTS = 3;
/** Ids of customers whose cards were not read. */
const MAX_UNREAD_IDS = 100;

/** Explains what several ids of one number may be. */
export const MAYBE_SAME =
  'They may be one person on several lists, or several persons (same_identity_number compares without showing; empty: one has none). An id without calls, orders and SMS can not be found.';

/** Identity numbers are compared by their last ten digits: the century is left out as often as not. */
function identityOf(card: Row | undefined): string | undefined {
  const digits = String(card?.identity_number ?? '').replace(/\D/g, '');
  return digits.length >= 10 ? digits.slice(-10) : undefined;
}

/** Returns whether two cards have the same identity number; undefined where one has none. */
export function sameIdentity(first: Row | undefined, second: Row | undefined): boolean | undefined {
  const [identity, otherIdentity] = [identityOf(first), identityOf(second)];
  return identity && otherIdentity ? identity === otherIdentity : undefined;
}

/** Returns the contact lists of a card, by name and id. */
export const listsOf = (card: Row | undefined, names: Names, display: DisplaySettings): string[] =>
  [card?.contactlist_ids ?? []]
    .flat()
    .map((id) => shortText(label(names('contactlist', id), id), display, MAX_NAME_LENGTH));

const firstLists = (lists: string[]): string[] =>
  lists.length > MAX_LISTS ? [...lists.slice(0, MAX_LISTS), `and ${lists.length - MAX_LISTS} more`] : lists;

const countOf = (ids: unknown): number | null => (Array.isArray(ids) ? ids.length : null);

/**
 * Returns a table of customers, and the ids of those whose cards were not read.
 * @param reference whose identity number the others' are compared with; absent: the first customer's that has one
 */
export function sideBySide(
  matches: readonly Match[],
  display: DisplaySettings,
  names: Names,
  reference?: CustomerRecord,
): Row {
  const { time } = createFormatter(display);
  const read = matches.filter(({ unread }) => !unread);
  const compared = reference ?? read.find(({ card }) => identityOf(card))?.card;
  const withNumber = read.some(({ formerNumber }) => formerNumber);
  const rows = read.map(({ customer_id, card, lastContact, formerNumber }) => [
    customer_id,
    card ? shortText(card.name, display, MAX_NAME_LENGTH) : 'card not found',
    shortText(card?.city, display, MAX_NAME_LENGTH) || null,
    firstLists(listsOf(card, names, display)),
    countOf(card?.order_ids),
    countOf(card?.call_ids),
    time(lastContact) ?? null,
    sameIdentity(compared, card) ?? null,
    ...(withNumber ? [formerNumber ? 'another one now' : null] : []),
  ]);
  const unreadIds = matches.filter(({ unread }) => unread).map(({ customer_id }) => customer_id);
  return {
    ...buildTable({
      total: matches.length,
      columns: withNumber ? [...COLUMNS, 'number'] : COLUMNS,
      rows,
    }),
    ...(unreadIds.length && { not_read: unreadIds.slice(0, MAX_UNREAD_IDS) }),
  };
}

const COLUMNS = [
  'customer_id',
  'name',
  'city',
  'contactlists',
  'orders',
  'calls',
  'last',
  'same_identity_number',
];

/** Returns why other ids may be missing from an answer; empty where every search was complete. */
export const notSearched = (failures: Failures, display: DisplaySettings): Row =>
  Object.keys(failures).length ? { not_looked_in: formatValue(describeFailures(failures), display) } : {};
