/** How an order was confirmed: not recorded, so it is inferred from the dialer's note or from what happened just before. */
import type { Row } from '../define/row.ts';
import type { DirectedSms } from './sms-thread.ts';

/** An event this soon before a confirmation is taken for its cause. */
const CONFIRMATION_CAUSE_MS = 3 * 60_000;

/** Returns how the order was confirmed, in words. @param sms of the customer */
export function confirmedBy(order: Row, sms: readonly DirectedSms[]): string {
  const at = Date.parse(order.confirmation_datetime);
  const justBefore = (iso: unknown) => {
    const before = at - Date.parse(String(iso));
    return before >= 0 && before <= CONFIRMATION_CAUSE_MS;
  };
  const note = sms.find(
    ({ from, sent }) => from === 'note' && Math.abs(at - Date.parse(sent)) <= CONFIRMATION_CAUSE_MS,
  );
  if (note && /manual/i.test(note.message)) return `by hand, as the dialer's note says: ${note.message}`;
  if ((order.scrive_documents ?? []).some((document: Row) => justBefore(document.sign_time)))
    return 'by the signed document, as the times say';
  if (sms.some(({ from, sent }) => from === 'in' && justBefore(sent)))
    return 'by the answer to the SMS, as the times say';
  if (note) return `how is not told; the dialer's note of then: ${note.message}`;
  return order.order_recording_id
    ? 'how is not told; there is an order recording (spoken, not in writing)'
    : 'how is not told';
}
