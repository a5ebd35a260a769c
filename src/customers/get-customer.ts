/** A customer's card, and the other customers with the number or the external id that it was asked for by. */

import type { Args, Row } from '../define/row.ts';
import type { Hands } from '../define/tool.ts';
import { listsOf, notLookedIn, PERHAPS, sideBySide } from './customer-choice.ts';
import { matchesOf } from './same-number.ts';

/** The dialer's own match, its lists by name; others as rows. @throws ToolError */
export async function customerWithOthers(args: Args, hands: Hands): Promise<Row> {
  const { view } = hands;
  const { meant, others, failed } = await matchesOf(args, hands);
  const names = await hands.directory.names(['contactlist']);
  const [{ card }, ...more] = meant;
  const { contactlist_ids, ...rest } = card;
  const byNumber = args.phone !== undefined;
  const same = byNumber ? [...more, ...others] : others;
  return {
    ...rest,
    contactlists: listsOf(card, names, view),
    ...(!byNumber &&
      more.length && {
        same_external_id: sideBySide(more, view, names, card),
        same_external_id_note: `This is the first of ${meant.length} customers with that external id. ${PERHAPS}`,
      }),
    ...(same.length && {
      same_number: sideBySide(same, view, names, card),
      same_number_note: `${byNumber ? `This is the newest of ${meant.length} customer ids with that number.` : 'Other customer ids with this number.'} ${PERHAPS}`,
    }),
    ...notLookedIn(failed, view),
  };
}
