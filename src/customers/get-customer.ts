/** A customer's card, and the other customers with the number or the external id that it was asked for by. */

import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { listsOf, MAYBE_SAME, notSearched, sideBySide } from './customer-choice.ts';
import { matchesOf } from './same-number.ts';

/** The dialer's own match, its lists by name; others as rows. @throws ToolError */
export async function customerWithOthers(args: Args, context: ReadContext): Promise<Row> {
  const { display } = context;
  const { meant, others, failed } = await matchesOf(args, context);
  const names = await context.lookup.names(['contactlist']);
  const [{ card }, ...more] = meant;
  const { contactlist_ids, ...rest } = card;
  const byNumber = args.phone !== undefined;
  const same = byNumber ? [...more, ...others] : others;
  return {
    ...rest,
    contactlists: listsOf(card, names, display),
    ...(!byNumber &&
      more.length && {
        same_external_id: sideBySide(more, display, names, card),
        same_external_id_note: `This is the first of ${meant.length} customers with that external id. ${MAYBE_SAME}`,
      }),
    ...(same.length && {
      same_number: sideBySide(same, display, names, card),
      same_number_note: `${byNumber ? `This is the newest of ${meant.length} customer ids with that number.` : 'Other customer ids with this number.'} ${MAYBE_SAME}`,
    }),
    ...notSearched(failed, display),
  };
}
