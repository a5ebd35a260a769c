/** Whose recording it is: agent, customer, time and result of the call, beside what was said in it. */
import type { RecordingOwner } from '../../define/recording.ts';
import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { formatRow } from '../../response/format.ts';
import { callFacts, customerName, fullName, label, productsText } from '../../response/wording.ts';
import { ToolError } from '../../shared/tool-error.ts';

/** Describes a recording's call or order. Never fails for what the dialer answers: what can't be read is named instead. */
export async function describeOwner(owner: RecordingOwner, context: ReadContext): Promise<Row> {
  try {
    const description =
      'call_id' in owner
        ? await describeCall(owner.call_id, context)
        : await describeOrder(owner.order_id, context);
    return formatRow(description, context.display);
  } catch (error) {
    // A TypeError comes of an answer without its documented members.
    if (!(error instanceof ToolError || error instanceof TypeError)) throw error;
    const why = error instanceof ToolError ? `${error.kind}: ${error.message}` : 'bad_answer';
    return { ...owner, not_read: `Whose recording it is could not be read: ${why}` };
  }
}

async function describeCall(call_id: number, { read, lookup }: ReadContext): Promise<Row> {
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

async function describeOrder(order_id: number, context: ReadContext): Promise<Row> {
  const answer = await context.read('get_order', { order_id });
  const order: Row = Array.isArray(answer) ? answer[0] : answer;
  if (order?.id !== order_id) throw new TypeError('another order than was asked for');
  const { call_id, value } = order;
  const sold = { id: order_id, products: productsText(order), value };
  if (Number.isInteger(call_id)) return { order: sold, ...(await describeCall(call_id, context)) };
  const agent = label(order.agent_name, order.user_id);
  return { order: { ...sold, agent, customer: label(customerName(order), order.customer_id) } };
}
