/** Customers by an id of another system, which several of them may have. */

import type { CustomerSelector, EXTERNAL_IDS } from '../define/selectors.ts';
import { ToolError } from '../shared/tool-error.ts';
import {
  type CustomerRecord,
  type Reader,
  readCustomer,
  readParts,
  rowsOf,
  unlessNotFound,
} from './customer-record.ts';
import { type Contact, latestContacts, type Matches, type MatchWithCard, matchIds } from './matches.ts';

type ExternalIdField = (typeof EXTERNAL_IDS)[number];

/**
 * Finds the customers that have the external id: the newest by each field, and those who have ordered under it.
 * @throws ToolError where there is none
 */
export async function findByExternalId(
  selector: CustomerSelector,
  fields: readonly ExternalIdField[],
  reader: Reader,
): Promise<Pick<Matches, 'candidates' | 'lastContacts' | 'failures'>> {
  const idIn = (field: ExternalIdField) => selector.external_id ?? selector[field];
  const newest = await Promise.all(
    fields.map((field) => unlessNotFound(() => readCustomer({ [field]: idIn(field) }, reader))),
  );
  const [card, ...more] = withoutRepeated(newest.filter((found) => found !== undefined));
  if (!card) throw new ToolError('not_found', 'There is no customer with that external id.', 404);
  const { parts, failures } = await readParts(
    Object.fromEntries(
      fields.map((field) => [
        `orders by ${field}`,
        async () => rowsOf(await reader.read('search_orders', { [field]: idIn(field) })),
      ]),
    ),
  );
  const orders = Object.values(parts).flatMap((rows) => rows ?? []);
  const lastContacts = latestContacts(orders.map((row): Contact => [row.customer_id, row.create_time]));
  const knownIds = new Set<unknown>([card, ...more].map(({ customer_id }) => customer_id));
  const { matches, failures: cardFailures } = await matchIds(
    orders.map((row) => row.customer_id).filter((id) => !knownIds.has(id)),
    (other) =>
      other && fields.some((field) => String(other[field]) === String(idIn(field))) ? 'now' : 'never',
    reader,
  );
  const withContact = (record: CustomerRecord): MatchWithCard => ({
    customer_id: record.customer_id,
    card: record,
    lastContact: lastContacts.get(record.customer_id),
  });
  return {
    candidates: [
      withContact(card),
      ...more.map(withContact),
      ...matches.map((match) => ({ ...match, lastContact: lastContacts.get(match.customer_id) })),
    ],
    lastContacts,
    failures: { ...failures, ...cardFailures },
  };
}

/** One customer may have the id in several fields. */
const withoutRepeated = (cards: readonly CustomerRecord[]): CustomerRecord[] =>
  cards.filter(({ customer_id }, i) => cards.findIndex((other) => other.customer_id === customer_id) === i);
