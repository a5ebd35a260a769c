/** One customer, and all that hangs on the card: what can't be had is named, the rest is given. */
import { ToolError } from '../errors.ts';
import * as s from '../schema.ts';
import type { Args, Hands, Row } from '../tool.ts';

/** What a customer is chosen by: exactly one of them. */
export const selectorFields = {
  customer_id: s.id.optional(),
  phone: s.phone.optional(),
  external_id_1: s.scalar.optional(),
  external_id_2: s.scalar.optional(),
  external_id_3: s.scalar.optional(),
};
export const SELECTORS = Object.keys(selectorFields) as (keyof typeof selectorFields)[];

const PAGE = 200;

/** @throws ToolError where there is no such customer */
export async function customerCard(
  args: Args,
  { ask }: Pick<Hands, 'ask'>,
): Promise<Row & { customer_id: number }> {
  const selector = Object.fromEntries(
    SELECTORS.filter((name) => args[name] !== undefined).map((name) => [name, args[name]]),
  );
  const card = await ask('get_customer', selector);
  const customer_id = Number(card?.customer_id);
  if (!Number.isInteger(customer_id) || customer_id < 1)
    throw new ToolError('bad_answer', 'The dialer matched a customer without an id.');
  return { ...card, customer_id };
}

/** Parts of an answer, got together: a part that fails is left out and told of. */
export async function parts<T extends Record<string, () => Promise<unknown>>>(
  wanted: T,
): Promise<{ got: { [part in keyof T]?: Awaited<ReturnType<T[part]>> }; failed: Record<string, string> }> {
  const failed: Record<string, string> = {};
  const got = await Promise.all(
    Object.entries(wanted).map(async ([name, get]) => {
      try {
        return [name, await get()];
      } catch (error) {
        // An answer without its documented members fails in the reading.
        if (!(error instanceof ToolError || error instanceof TypeError)) throw error;
        failed[name] =
          error instanceof ToolError ? `${error.kind}: ${error.message}` : 'bad_answer: undocumented form';
        return [name, undefined];
      }
    }),
  );
  return { got: Object.fromEntries(got), failed };
}

/** @throws ToolError where they are none: without rows is something else than without any */
export function rowsOf(rows: unknown): Row[] {
  if (!Array.isArray(rows) || !rows.every((row) => typeof row === 'object' && row !== null))
    throw new ToolError('bad_answer', "The dialer's answer has not the form that API 1.4.4 documents.");
  return rows;
}

/** All SMS with a customer, and the notes among them. */
export async function smsThread(
  customer_id: number,
  { ask }: Pick<Hands, 'ask'>,
): Promise<{ phonenumber?: unknown; rows: Row[] }> {
  const thread = await ask('get_sms_history', { customer_id });
  if (thread?.customer_id !== undefined && thread.customer_id !== customer_id)
    throw new ToolError('bad_answer', 'The dialer answered with the SMS of another customer.');
  return { phonenumber: thread?.phonenumber, rows: rowsOf(thread?.rows) };
}

/** The latest calls, the last one first, and how many there are: the dialer tells the oldest first. */
export async function latestCalls(
  args: Args,
  { ask }: Pick<Hands, 'ask'>,
): Promise<{ count: number; rows: Row[] }> {
  const first = await ask('search_calls', { ...args, limit: PAGE });
  const last: number = first.last_page ?? 0;
  // The very last page can hold a single call.
  const pages = last === 0 ? [] : last === 1 ? [1] : [last - 1, last];
  const more = await Promise.all(pages.map((page) => ask('search_calls', { ...args, limit: PAGE, page })));
  const rows: Row[] = [
    ...(last > 1 ? [] : rowsOf(first.rows)),
    ...more.flatMap((answer) => rowsOf(answer.rows)),
  ];
  return { count: first.count, rows: rows.reverse() };
}

/** Who wrote a text message: the customer, the dialer's side, or nobody, where the dialer made a note in the thread. */
export function smsFrom(sms: Row, numbers: ReadonlySet<string>): 'in' | 'out' | 'note' {
  if (sms.sender === 'none') return 'note';
  return numbers.has(ending(sms.sender)) ? 'in' : 'out';
}

/** Numbers of the customer, now and when rung, each as its last digits. */
export const numbersOf = (card: Row, thread: Row | undefined, calls: readonly Row[]): ReadonlySet<string> =>
  new Set(
    [card.phone, card.customer_phone, thread?.phonenumber, ...calls.map((call) => call.phonenumber)]
      .map(ending)
      .filter((number) => number.length >= 6),
  );

/** The same in "+46701740605", "0046701740605" and "070-174 06 05". */
const ending = (number: unknown): string =>
  String(number ?? '')
    .replace(/\D/g, '')
    .slice(-8);
