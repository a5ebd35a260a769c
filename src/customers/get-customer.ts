/** A customer's card, and the other customers with the number or the external id that it was requested by. */

import type { Row } from '../define/row.ts';
import type { CustomerSelector } from '../define/selectors.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { matchesOf } from './same-number.ts';
import { listsOf, MAYBE_SAME, notSearched, sideBySide } from './side-by-side.ts';

/** Returns the dialer's own match, its lists by name, and the other customers as a table. @throws ToolError */
export async function customerWithOthers(selector: CustomerSelector, context: ReadContext): Promise<Row> {
  const { display } = context;
  const { candidates, others, failures } = await matchesOf(selector, context);
  const names = await context.lookup.names(['contactlist']);
  const [{ card }, ...more] = candidates;
  const { contactlist_ids, ...members } = card;
  const byNumber = selector.phone !== undefined;
  const sameNumber = byNumber ? [...more, ...others] : others;
  return {
    ...members,
    contactlists: listsOf(card, names, display),
    ...(!byNumber &&
      more.length && {
        same_external_id: sideBySide(more, display, names, card),
        same_external_id_note: `This is the first of ${candidates.length} customers with that external id. ${MAYBE_SAME}`,
      }),
    ...(sameNumber.length && {
      same_number: sideBySide(sameNumber, display, names, card),
      same_number_note: `${byNumber ? `This is the newest of ${candidates.length} customer ids with that number.` : 'Other customer ids with this number.'} ${MAYBE_SAME}`,
    }),
    ...notSearched(failures, display),
  };
}
