/**
 * Looks for evidence that a consumer accepted an order in writing after the call.
 *
 * The rule: a consumer who is rung up by a trader is bound only by accepting the offer in writing after the call (lag
 * 2005:59 om distansavtal, chapter 2, section 3 a). What the dialer calls confirmed is not that.
 */

import type { Row } from '../../define/row.ts';
import * as s from '../../define/schema.ts';
import type { ArgsOf } from '../../define/tool.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { checkOneOrder } from './one-order.ts';
import { checkOrders, checkPeriod, MAX_ORDERS } from './several-orders.ts';

export const acceptanceInput = s.object({
  order_ids: s.ids('search_orders').max(MAX_ORDERS).optional(),
  order_id: s.quiet(s.id('search_orders').optional()),
  period: s.periodToo.optional(),
});

/** Validation adds the days of a period. */
type AcceptanceArgs = ArgsOf<typeof acceptanceInput> & { start_date?: string; end_date?: string };

/** Returns the evidence of one order, of several, or of the unconfirmed ones of a period. @throws ToolError */
export async function checkAcceptance(args: AcceptanceArgs, context: ReadContext): Promise<Row> {
  if (args.period !== undefined) return checkPeriod(args, context);
  const ids = [...new Set(args.order_ids ?? [args.order_id].filter((id) => id !== undefined))];
  return ids.length > 1 ? checkOrders(ids, context) : checkOneOrder(ids[0]!, context);
}
