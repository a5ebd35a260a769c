/** One customer, and all that hangs on the card: what can't be had is named, the rest is given. */

import type { DisplaySettings } from '../config/config.ts';
import type { Args, Row } from '../define/row.ts';
import { SELECTORS } from '../define/selectors.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { formatValue } from '../response/format.ts';
import { redactValue } from '../response/redact.ts';
import { label } from '../response/wording.ts';
import { isMisshapen, ToolError, undocumented } from '../shared/tool-error.ts';

export type CustomerRecord = Row & { customer_id: number };

/** By what the dialer knows: an id, a number, or one of the three fields. @throws ToolError where there is no such customer */
export async function readCustomer(args: Args, { read }: Pick<ReadContext, 'read'>): Promise<CustomerRecord> {
  const selector = Object.fromEntries(
    SELECTORS.filter((name) => args[name] !== undefined).map((name) => [name, args[name]]),
  );
  const card = await read('get_customer', selector);
  const id: unknown = card?.customer_id;
  const customer_id = typeof id === 'string' && /^\d+$/.test(id) ? Number(id) : id;
  if (!Number.isSafeInteger(customer_id) || Number(customer_id) < 1)
    throw new ToolError('bad_answer', 'The dialer matched a customer without an id.');
  return { ...card, customer_id: Number(customer_id) };
}

/** Parts of an answer, got together: a part that fails is left out and told of. */
export async function readParts<T extends Record<string, () => Promise<unknown>>>(
  wanted: T,
): Promise<{ got: { [part in keyof T]?: Awaited<ReturnType<T[part]>> }; failed: Record<string, string> }> {
  const failed: Record<string, string> = {};
  const got = await Promise.all(
    Object.entries(wanted).map(async ([name, get]) => {
      try {
        return [name, await get()];
      } catch (error) {
        // An answer without its documented members fails in the reading.
        if (!(error instanceof ToolError || isMisshapen(error))) throw error;
        const { kind, message } = error instanceof ToolError ? error : undocumented();
        failed[name] = `${kind}: ${message}`;
        return [name, undefined];
      }
    }),
  );
  return { got: Object.fromEntries(got), failed };
}

/** @throws ToolError where they are none: without rows is something else than without any */
export function rowsOf(rows: unknown): Row[] {
  if (!Array.isArray(rows) || !rows.every((row) => typeof row === 'object' && row !== null))
    throw undocumented();
  return rows;
}

/** All SMS with a customer, and the notes among them. */
export async function smsThread(
  customer_id: number,
  { read }: Pick<ReadContext, 'read'>,
): Promise<{ phonenumber?: unknown; rows: Row[] }> {
  const thread = await read('get_sms_history', { customer_id });
  if (thread?.customer_id !== undefined && thread.customer_id !== customer_id)
    throw new ToolError('bad_answer', 'The dialer answered with the SMS of another customer.');
  return { phonenumber: thread?.phonenumber, rows: rowsOf(thread?.rows) };
}

/** Under a field that nobody has named, bare digits may be an identity number as well. */
const UNTITLED = 'identity_number';

/** A value under the title that only the dialer's list knows, redacted as under a key of that name. */
const namedFields = (title: unknown, value: unknown, display: DisplaySettings): unknown =>
  redactValue(formatValue(value, display), display, String(title || UNTITLED));

/** One field or a list of them: a form that is not documented must not let anything through. */
const fieldsOf = (fields: unknown): Row[] =>
  [fields].flat().filter((field): field is Row => typeof field === 'object' && field !== null);

/** The custom fields of a card, their values fit to be shown. */
export const customFields = (card: Row, display: DisplaySettings): Row[] =>
  fieldsOf(card.custom_fields).map((field) => ({
    ...field,
    value: namedFields(field.title, field.value, display),
  }));

/** The same of an order, which tells no titles: `custom_field_30` and so on, titled as on the card. */
export function orderFields(order: Row, card: Row, display: DisplaySettings): Row[] {
  const titles = new Map<string, unknown>(
    fieldsOf(card.custom_fields).map((field) => [`custom_field_${field.custom_field_id}`, field.title]),
  );
  return fieldsOf(order.customer_custom_fields).map((field) =>
    Object.fromEntries(
      Object.entries(field).map(([name, value]) => [name, namedFields(titles.get(name), value, display)]),
    ),
  );
}

/** The same under the titles of the dialer's list, by id. */
export function titledFields(order: Row, titles: ReadonlyMap<number, string>, display: DisplaySettings): Row {
  const fields = fieldsOf(order.customer_custom_fields).flatMap((field) => Object.entries(field));
  return Object.fromEntries(
    fields.map(([name, value]) => {
      const id = Number(/^custom_field_(\d+)$/.exec(name)?.[1]);
      const title = titles.get(id);
      return [title ? label(title, id) : name, namedFields(title, value, display)];
    }),
  );
}

/** Who wrote a text message: the customer, the dialer's side, or nobody, where the dialer made a note in the thread. */
export function smsDirection(sms: Row, numbers: ReadonlySet<string>): 'in' | 'out' | 'note' {
  if (sms.sender === 'none') return 'note';
  return numbers.has(numberEnding(sms.sender)) ? 'in' : 'out';
}

/** Numbers of the customer, now and when rung, each as its last digits. */
export const numbersOf = (card: Row, thread: Row | undefined, calls: readonly Row[]): ReadonlySet<string> =>
  new Set(
    [card.phone, card.customer_phone, thread?.phonenumber, ...calls.map((call) => call.phonenumber)]
      .map(numberEnding)
      .filter((number) => number.length >= 6),
  );

/** The same in "+46701740605", "0046701740605" and "070-174 06 05". */
const numberEnding = (number: unknown): string =>
  String(number ?? '')
    .replace(/\D/g, '')
    .slice(-8);

/** @throws ToolError where the dialer answered with another one */
export function expectSameId(row: Row, what: string, id: unknown): Row {
  if (row?.id === id) return row;
  throw new ToolError(
    'bad_answer',
    `The dialer was asked for ${what} ${id} and answered with something else.`,
  );
}
