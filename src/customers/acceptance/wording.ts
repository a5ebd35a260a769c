/** The words that the answers on one order and on several share. */

import type { DisplaySettings } from '../../config/config.ts';
import type { Row } from '../../define/row.ts';
import { formatValue } from '../../response/format.ts';

/** The law, and what satisfies it; given once in an answer. */
export const RULE =
  'Lag (2005:59) om distansavtal, 2 kap. 3 a §: a consumer who was rung up is to get the offer in readable, lasting form and to accept it in writing after the call. What can show that: a document signed after the call, or a clear yes by SMS after the call to an order SMS that tells the offer (what, price, period). What can not: a yes on the phone or before the call had ended, or "confirmed" in the dialer.';
export const NOTE =
  'Evidence in the dialer, no legal verdict: whether it is an acceptance of this order, a person must judge. What the customer wrote elsewhere (e-mail, letter) is not seen here.';

/** Returns a time in local form, to the second: a reply may come in the same minute as the SMS. */
export const toSecond = (at: unknown, display: DisplaySettings): unknown =>
  typeof at === 'string' && at !== '' ? formatValue(at, display) : null;

export const messagesOf = (sms: readonly Row[]): unknown[] => sms.map(({ message }) => message);
