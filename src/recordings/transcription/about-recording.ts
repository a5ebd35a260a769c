/** Whose recording it is: agent, customer, time and result of the call, beside what was said in it. */

import type { Args, Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { formatValue } from '../../response/format.ts';
import { callFacts, customerName, fullName, label, productsText } from '../../response/wording.ts';
import { ToolError } from '../../shared/tool-error.ts';

/** What transcribe_recording does. @throws ToolError */
export const transcribeRecordings = (args: Args, context: ReadContext): Promise<Row> =>
  context.transcribe(args, async (of) => {
    try {
      return formatValue(
        'call_id' in of ? await aboutCall(of.call_id, context) : await aboutOrder(of.order_id, context),
        context.display,
      ) as Row;
    } catch (error) {
      // An answer without its documented members fails in the reading.
      if (!(error instanceof ToolError || error instanceof TypeError)) throw error;
      const why = error instanceof ToolError ? `${error.kind}: ${error.message}` : 'bad_answer';
      return { ...of, not_read: `Whose recording it is could not be read: ${why}` };
    }
  });

async function aboutCall(call_id: number, { read, lookup }: ReadContext): Promise<Row> {
  const [call, names] = await Promise.all([read('get_call', { call_id }), lookup.names(['call_result'])]);
  if (call?.id !== call_id) throw new TypeError('another call than was asked for');
  return {
    call: {
      id: call_id,
      ...callFacts(call, names),
      agent: label(call.user, call.user_id),
      customer: label(fullName(call.customer_firstname, call.customer_lastname), call.customer_id),
    },
  };
}

async function aboutOrder(order_id: number, context: ReadContext): Promise<Row> {
  const answer = await context.read('get_order', { order_id });
  const order: Row = Array.isArray(answer) ? answer[0] : answer;
  if (order?.id !== order_id) throw new TypeError('another order than was asked for');
  const { call_id, value } = order;
  const sold = { id: order_id, products: productsText(order), value };
  if (Number.isInteger(call_id)) return { order: sold, ...(await aboutCall(call_id, context)) };
  const agent = label(order.agent_name, order.user_id);
  return { order: { ...sold, agent, customer: label(customerName(order), order.customer_id) } };
}
