/** The SMS with one customer, and who wrote each. */

import type { Row } from '../define/row.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type Reader, rowsOf } from './customer-record.ts';

export interface SmsThread {
  phonenumber?: unknown;
  rows: Row[];
}

/** Reads all SMS with a customer, and the notes among them. @throws ToolError */
export async function readSmsThread(customer_id: number, { read }: Reader): Promise<SmsThread> {
  const thread = await read('get_sms_history', { customer_id });
  if (thread?.customer_id !== undefined && thread.customer_id !== customer_id)
    throw new ToolError('bad_answer', 'The dialer answered with the SMS of another customer.');
  return { phonenumber: thread?.phonenumber, rows: rowsOf(thread?.rows) };
}

export type SmsDirection = 'in' | 'out' | 'note';

/** Returns who wrote an SMS: the customer, the dialer's side, or nobody, where it is a note of the dialer. */
export function smsDirection(sms: Row, numbers: ReadonlySet<string>): SmsDirection {
  if (sms.sender === 'none') return 'note';
  return numbers.has(numberEnding(sms.sender)) ? 'in' : 'out';
}

/** An SMS with who wrote it. */
export type DirectedSms = Row & { from: SmsDirection };

export const withDirections = (sms: readonly Row[], numbers: ReadonlySet<string>): DirectedSms[] =>
  sms.map((row) => ({ ...row, from: smsDirection(row, numbers) }));

/** Returns the customer's numbers, now and at each call, as their last digits. */
export const numbersOf = (
  card: Row,
  thread: Pick<SmsThread, 'phonenumber'> | undefined,
  calls: readonly Row[],
): ReadonlySet<string> =>
  new Set(
    [card.phone, card.customer_phone, thread?.phonenumber, ...calls.map((call) => call.phonenumber)]
      .map(numberEnding)
      .filter((number) => number.length >= 6),
  );

/** The same for "+46701740605", "0046701740605" and "070-174 06 05". */
const numberEnding = (number: unknown): string =>
  String(number ?? '')
    .replace(/\D/g, '')
    .slice(-8);
