/**
 * Which customers a phone number or an external id means. The dialer's own match is only the newest of them: the others
 * are found through what was called, ordered and written, so one without any of it can't be found.
 */

import type { Args, Row } from '../define/row.ts';
import { EXTERNAL_IDS } from '../define/selectors.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { latestCalls } from '../reports/call-list.ts';
import { digitsOf } from '../shared/phone.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type CustomerRecord, readCustomer, readParts, rowsOf } from './customer-record.ts';

/** A person can look through so many. */
export const MAX_CUSTOMERS = 20;
/** Of the calls of a number, so many are looked through. */
const MAX_CALLS = 2_000;

/** A customer that was found. */
export interface Match {
  customer_id: number;
  /** Absent where it was erased, can't be seen, or is one too many to be read. */
  card?: CustomerRecord;
  /** One too many: meant all the same. */
  unread?: true;
  /** The latest call or order that was found on the way, as the dialer writes it. */
  last?: string;
  /** The number was this customer's when it was rung, and is no longer. */
  before?: true;
}

/** What was found of a number. */
export interface Sharing {
  others: Match[];
  /** Calls under the number, the latest first. */
  calls: Row[];
  /** When the customers of those calls and orders were last heard of. */
  last: ReadonlyMap<number, string>;
  /** Why a search is not complete: others may be missing. */
  failed: Record<string, string>;
}

export interface Matches extends Sharing {
  /** All that is meant, the dialer's own match first. */
  meant: [Match & { card: CustomerRecord }, ...Match[]];
}

type Reads = Pick<ReadContext, 'read'>;

/** An erased card has words in the place of its number. */
const isNumber = (phone: unknown): phone is string => typeof phone === 'string' && /^\+\d{6,15}$/.test(phone);

const isId = (id: unknown): id is number => Number.isInteger(id) && Number(id) > 0;

/** @returns nothing where the dialer says that there is nobody */
export async function unlessNotFound<T>(get: () => Promise<T>): Promise<T | undefined> {
  try {
    return await get();
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'not_found') return undefined;
    throw error;
  }
}

/** Customers in the SMS of a number. */
export async function customersWithSms(phone: unknown, { read }: Reads): Promise<Row[]> {
  const answer = await unlessNotFound(() => read('search_sms', { phone }));
  return answer === undefined ? [] : rowsOf(answer?.rows);
}

async function callsUnder(phone: string, asking: Reads): Promise<{ count: number; rows: Row[] }> {
  const { count, rows } = await latestCalls({ phone }, asking, MAX_CALLS);
  // A dialer that knows nothing of the filter must not make strangers of everybody.
  return { count, rows: rows.filter((call) => digitsOf(call.phonenumber) === digitsOf(phone)) };
}

/** Who else has the number, beside those whose cards are at hand. What fails is told of. */
export async function customersSharing(
  phone: unknown,
  known: readonly CustomerRecord[],
  asking: Reads,
): Promise<Sharing> {
  if (!isNumber(phone)) return { others: [], calls: [], last: new Map(), failed: {} };
  const { got, failed } = await readParts({
    same_number_orders: async () => rowsOf(await asking.read('search_orders', { phone })),
    same_number_calls: () => callsUnder(phone, asking),
    same_number_sms: () => customersWithSms(phone, asking),
  });
  const calls = got.same_number_calls?.rows ?? [];
  const ordered = got.same_number_orders ?? [];
  if (got.same_number_calls && got.same_number_calls.count > MAX_CALLS)
    failed.same_number_calls = `too_large: of ${got.same_number_calls.count} calls the latest were looked through.`;
  const last = latestOf([
    ...calls.map((row): LatestContact => [row.customer_id, row.init_time]),
    ...ordered.map((row): LatestContact => [row.customer_id, row.create_time]),
  ]);
  /** Their rows themselves say that the number is or was theirs. */
  const certain = new Set<unknown>(
    [...calls, ...ordered.filter((order) => digitsOf(order.customer_phone) === digitsOf(phone))].map(
      ({ customer_id }) => customer_id,
    ),
  );
  const all = [...calls, ...ordered, ...(got.same_number_sms ?? [])].map((row) => row.customer_id);
  const had = new Set<unknown>(known.map(({ customer_id }) => customer_id));
  const others = await matchesOfIds(
    all.filter((id) => !had.has(id)),
    (card, id) =>
      card && digitsOf(card.phone) === digitsOf(phone)
        ? 'now'
        : certain.has(id)
          ? card
            ? 'before'
            : 'now'
          : 'no',
    failed,
    asking,
  );
  for (const other of others) other.last = last.get(other.customer_id);
  return { others, calls, last, failed };
}

type LatestContact = [customer_id: unknown, at: unknown];

function latestOf(heard: readonly LatestContact[]): Map<number, string> {
  const last = new Map<number, string>();
  for (const [id, at] of heard)
    if (isId(id) && typeof at === 'string' && at > (last.get(id) ?? '')) last.set(id, at);
  return last;
}

/** Those of the ids that are meant, once each and in order, the first of them with their cards. */
async function matchesOfIds(
  ids: readonly unknown[],
  has: (card: CustomerRecord | undefined, id: number) => 'now' | 'before' | 'no',
  failed: Record<string, string>,
  asking: Reads,
): Promise<Match[]> {
  const once = [...new Set(ids)].filter(isId).sort((a, b) => a - b);
  const read = await Promise.all(
    once.map(async (customer_id, i): Promise<Match[]> => {
      if (i >= MAX_CUSTOMERS) {
        if (has(undefined, customer_id) !== 'no') return [{ customer_id, unread: true }];
        failed.cards = `too_large: of ${once.length} customers ${MAX_CUSTOMERS} were looked at.`;
        return [];
      }
      const { got, failed: why } = await readParts({
        card: () => unlessNotFound(() => readCustomer({ customer_id }, asking)),
      });
      if (why.card) failed[`card of ${customer_id}`] = why.card;
      // Whoever answers with another customer tells nothing of this one.
      const card = got.card?.customer_id === customer_id ? got.card : undefined;
      const is = has(card, customer_id);
      return is === 'no' ? [] : [{ customer_id, card, ...(is === 'before' && { before: true }) }];
    }),
  );
  return read.flat();
}

/** @throws ToolError where the dialer knows nobody by it, or can't be asked */
export async function matchesOf(args: Args, asking: Reads): Promise<Matches> {
  const byExternalId = EXTERNAL_IDS.filter((name) => (args.external_id ?? args[name]) !== undefined);
  if (byExternalId.length) return matchesOfExternalId(args, byExternalId, asking);
  const card = await readCustomer(args, asking);
  const found = await customersSharing(args.phone ?? card.phone, [card], asking);
  const own = { customer_id: card.customer_id, card, last: found.last.get(card.customer_id) };
  if (args.phone === undefined) return { ...found, meant: [own] };
  const isMeant = ({ before, card, unread }: Match) => !before && (card !== undefined || unread);
  return {
    ...found,
    meant: [own, ...found.others.filter(isMeant)],
    others: found.others.filter((other) => !isMeant(other)),
  };
}

async function matchesOfExternalId(args: Args, fields: readonly string[], asking: Reads): Promise<Matches> {
  const value = (field: string) => args.external_id ?? args[field];
  const newest = await Promise.all(
    fields.map((field) => unlessNotFound(() => readCustomer({ [field]: value(field) }, asking))),
  );
  const [card, ...more] = newest
    .filter((one) => one !== undefined)
    .filter((one, i, all) => all.findIndex(({ customer_id }) => customer_id === one.customer_id) === i);
  if (!card) throw new ToolError('not_found', 'There is no customer with that external id.', 404);
  const { got, failed } = await readParts(
    Object.fromEntries(
      fields.map((field) => [
        `orders by ${field}`,
        async () => rowsOf(await asking.read('search_orders', { [field]: value(field) })),
      ]),
    ),
  );
  const ordered = Object.values(got).flatMap((rows) => rows ?? []);
  const last = latestOf(ordered.map((row): LatestContact => [row.customer_id, row.create_time]));
  const known = [card, ...more];
  const had = new Set<unknown>(known.map(({ customer_id }) => customer_id));
  const others = await matchesOfIds(
    ordered.map((row) => row.customer_id).filter((id) => !had.has(id)),
    (one) => (one && fields.some((field) => String(one[field]) === String(value(field))) ? 'now' : 'no'),
    failed,
    asking,
  );
  const match = (one: CustomerRecord) => ({
    customer_id: one.customer_id,
    card: one,
    last: last.get(one.customer_id),
  });
  const meant: Matches['meant'] = [
    match(card),
    ...more.map(match),
    ...others.map((other) => ({ ...other, last: last.get(other.customer_id) })),
  ];
  // Of several each has a number of its own, which a look at that one customer tells of.
  if (meant.length > 1) return { meant, others: [], calls: [], last, failed };
  const found = await customersSharing(card.phone, [card], asking);
  meant[0].last = found.last.get(card.customer_id) ?? meant[0].last;
  return { ...found, meant, failed: { ...failed, ...found.failed } };
}
