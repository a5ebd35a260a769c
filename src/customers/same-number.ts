/**
 * Which customers a phone number or an external id means. The dialer's own match is only the newest of them: the others
 * are found through calls, orders and SMS, so one without any of these can't be found.
 */

import type { Row } from '../define/row.ts';
import { type CustomerSelector, EXTERNAL_IDS } from '../define/selectors.ts';
import { latestCalls } from '../reports/call-list.ts';
import { digitsOf } from '../shared/phone.ts';
import { ToolError } from '../shared/tool-error.ts';
import {
  type CustomerRecord,
  type Reader,
  readCustomer,
  readParts,
  rowsOf,
  unlessNotFound,
} from './customer-record.ts';
import { findByExternalId } from './external-id.ts';
import {
  type Contact,
  latestContacts,
  type Match,
  type Matches,
  matchIds,
  type NumberMatches,
  type Ownership,
} from './matches.ts';

/** How many of a number's calls are looked through. */
const MAX_CALLS = 2_000;

/** An erased card has words in the place of its number. */
const isNumber = (phone: unknown): phone is string => typeof phone === 'string' && /^\+\d{6,15}$/.test(phone);

/** Finds all customers that a selector may mean. @throws ToolError where there is none, or the dialer can't be asked */
export async function matchesOf(selector: CustomerSelector, reader: Reader): Promise<Matches> {
  const fields = EXTERNAL_IDS.filter((name) => (selector.external_id ?? selector[name]) !== undefined);
  return fields.length ? matchesOfExternalId(selector, fields, reader) : matchesOfNumber(selector, reader);
}

async function matchesOfNumber(selector: CustomerSelector, reader: Reader): Promise<Matches> {
  const card = await readCustomer(selector, reader);
  const { customer_id } = card;
  const sharing = await customersSharing(selector.phone ?? card.phone, [card], reader);
  const own = { customer_id, card, lastContact: sharing.lastContacts.get(customer_id) };
  if (selector.phone === undefined) return { ...sharing, candidates: [own] };
  return {
    ...sharing,
    candidates: [own, ...sharing.others.filter(hasNumberNow)],
    others: sharing.others.filter((match) => !hasNumberNow(match)),
  };
}

/** A card that could not be found has no number: its customer was erased or can't be seen. */
const hasNumberNow = ({ formerNumber, card, unread }: Match): boolean =>
  !formerNumber && (card !== undefined || unread === true);

async function matchesOfExternalId(
  selector: CustomerSelector,
  fields: readonly (typeof EXTERNAL_IDS)[number][],
  reader: Reader,
): Promise<Matches> {
  const { candidates, lastContacts, failures } = await findByExternalId(selector, fields, reader);
  const [first, ...rest] = candidates;
  // Several customers have several numbers: an overview of one of them finds who shares its number.
  if (rest.length) return { candidates, others: [], calls: [], lastContacts, failures };
  const sharing = await customersSharing(first.card.phone, [first.card], reader);
  const lastContact = sharing.lastContacts.get(first.customer_id) ?? first.lastContact;
  return {
    ...sharing,
    candidates: [{ ...first, lastContact }],
    failures: { ...failures, ...sharing.failures },
  };
}

/** Finds who else has the number, beside customers whose cards are known. `failures` has the searches that failed. */
export async function customersSharing(
  phone: unknown,
  known: readonly CustomerRecord[],
  reader: Reader,
): Promise<NumberMatches> {
  if (!isNumber(phone)) return { others: [], calls: [], lastContacts: new Map(), failures: {} };
  const { parts, failures } = await readParts({
    same_number_orders: async () => rowsOf(await reader.read('search_orders', { phone })),
    same_number_calls: () => callsUnder(phone, reader),
    same_number_sms: () => customersWithSms(phone, reader),
  });
  const calls = parts.same_number_calls?.rows ?? [];
  const callCount = parts.same_number_calls?.count ?? 0;
  const orders = parts.same_number_orders ?? [];
  const lastContacts = latestContacts([
    ...calls.map((row): Contact => [row.customer_id, row.init_time]),
    ...orders.map((row): Contact => [row.customer_id, row.create_time]),
  ]);
  const knownIds = new Set<unknown>(known.map(({ customer_id }) => customer_id));
  const { matches, failures: cardFailures } = await matchIds(
    [...calls, ...orders, ...(parts.same_number_sms ?? [])]
      .map((row) => row.customer_id)
      .filter((id) => !knownIds.has(id)),
    ownershipOf(phone, calls, orders),
    reader,
  );
  return {
    others: matches.map((match) => ({ ...match, lastContact: lastContacts.get(match.customer_id) })),
    calls,
    lastContacts,
    failures: {
      ...failures,
      ...(callCount > MAX_CALLS && {
        same_number_calls: new ToolError(
          'too_large',
          `of ${callCount} calls the latest were looked through.`,
        ),
      }),
      ...cardFailures,
    },
  };
}

async function callsUnder(phone: string, reader: Reader): Promise<{ count: number; rows: Row[] }> {
  const { count, rows } = await latestCalls({ phone }, reader, MAX_CALLS);
  // A dialer that does not know the filter must not make everybody a match.
  return { count, rows: rows.filter((call) => digitsOf(call.phonenumber) === digitsOf(phone)) };
}

/** Returns the customers with SMS under a number, as rows. @throws ToolError */
export async function customersWithSms(phone: unknown, { read }: Reader): Promise<Row[]> {
  const answer = await unlessNotFound(() => read('search_sms', { phone }));
  return answer === undefined ? [] : rowsOf(answer?.rows);
}

/** Tells from the card whether a customer has the number now, and from calls and orders whether it was theirs. */
function ownershipOf(
  phone: string,
  calls: readonly Row[],
  orders: readonly Row[],
): (card: CustomerRecord | undefined, id: number) => Ownership {
  const digits = digitsOf(phone);
  const owners = new Set<unknown>(
    [...calls, ...orders.filter((order) => digitsOf(order.customer_phone) === digits)].map(
      ({ customer_id }) => customer_id,
    ),
  );
  return (card, id) => {
    if (card && digitsOf(card.phone) === digits) return 'now';
    if (!owners.has(id)) return 'never';
    return card ? 'before' : 'now';
  };
}
