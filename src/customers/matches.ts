/** Customers that a phone number or an external id may mean, and how their cards are read. */

import type { Row } from '../define/row.ts';
import { isId } from '../response/ids.ts';
import { ToolError } from '../shared/tool-error.ts';
import {
  type CustomerRecord,
  type Failures,
  type Reader,
  readCustomer,
  readParts,
  unlessNotFound,
} from './customer-record.ts';

/** As many as a person can look through. */
export const MAX_CUSTOMERS = 20;

/** A customer that was found. */
export interface Match {
  customer_id: number;
  /** Absent where it was erased, can't be seen, or is beyond MAX_CUSTOMERS. */
  card?: CustomerRecord;
  /** Beyond MAX_CUSTOMERS: a match all the same. */
  unread?: true;
  /** The time of the latest call or order that the search came across, as the dialer writes it. */
  lastContact?: string;
  /** The number was this customer's when it was called, and is no longer. */
  formerNumber?: true;
}

/** Who shares a phone number, and its calls. */
export interface NumberMatches {
  /** Customers beside those whose cards are known already. */
  others: Match[];
  /** Calls under the number, the latest first. */
  calls: Row[];
  /** The time of the latest call or order of each customer of those calls and orders. */
  lastContacts: ReadonlyMap<number, string>;
  /** Searches that are not complete: matches may be missing. */
  failures: Failures;
}

export type MatchWithCard = Match & { card: CustomerRecord };

export interface Matches extends NumberMatches {
  /** All customers that the selector may mean, the dialer's own match first. */
  candidates: [MatchWithCard, ...Match[]];
}

/** A customer and the time of a call or an order. */
export type Contact = [customer_id: unknown, at: unknown];

/** Returns the latest time of each customer. */
export function latestContacts(contacts: readonly Contact[]): Map<number, string> {
  const latest = new Map<number, string>();
  for (const [id, at] of contacts)
    if (isId(id) && typeof at === 'string' && at > (latest.get(id) ?? '')) latest.set(id, at);
  return latest;
}

/** When a customer has had the number or id that is searched for. */
export type Ownership = 'now' | 'before' | 'never';

interface IdMatches {
  matches: Match[];
  failures: Failures;
}

/**
 * Reads the cards of customers that a search came across, each once, in the order of their ids.
 * @param ownership of a customer; without the card where there is none, or where it is beyond MAX_CUSTOMERS
 */
export async function matchIds(
  ids: readonly unknown[],
  ownership: (card: CustomerRecord | undefined, id: number) => Ownership,
  reader: Reader,
): Promise<IdMatches> {
  const unique = [...new Set(ids)].filter(isId).sort((a, b) => a - b);
  const read = unique.slice(0, MAX_CUSTOMERS);
  const unread = unique
    .slice(MAX_CUSTOMERS)
    .map((id) => ({ id, owned: ownership(undefined, id) !== 'never' }));
  const skipped = unread.some(({ owned }) => !owned);
  const results = await Promise.all(read.map((id) => readMatch(id, ownership, reader)));
  return {
    matches: [
      ...results.flatMap(({ match }) => match ?? []),
      ...unread.filter(({ owned }) => owned).map(({ id }): Match => ({ customer_id: id, unread: true })),
    ],
    failures: {
      ...(skipped && {
        cards: new ToolError('too_large', `of ${unique.length} customers ${MAX_CUSTOMERS} were looked at.`),
      }),
      ...Object.fromEntries(
        results.flatMap(({ failure }, i) => (failure ? [[`card of ${read[i]}`, failure]] : [])),
      ),
    },
  };
}

async function readMatch(
  customer_id: number,
  ownership: (card: CustomerRecord | undefined, id: number) => Ownership,
  reader: Reader,
): Promise<{ match?: Match; failure?: ToolError }> {
  const { parts, failures } = await readParts({
    card: () => unlessNotFound(() => readCustomer({ customer_id }, reader)),
  });
  // The card of another customer says nothing about this one.
  const card = parts.card?.customer_id === customer_id ? parts.card : undefined;
  const owned = ownership(card, customer_id);
  return {
    match:
      owned === 'never'
        ? undefined
        : { customer_id, card, ...(owned === 'before' && { formerNumber: true as const }) },
    failure: failures.card,
  };
}
