/** The orders that a call led to, below the facts of the call. */
import type { Args } from '../../../define/row.ts';
import { element, setText } from '../../../pages/browser/elements.ts';
import { customerOf, isOrderCall, orderSearch, ordersOfCall } from '../call-orders.ts';
import { renderOrderFacts } from './facts.ts';
import { problemText, words } from './own-words.ts';
import { callForRow, type OpenedReview } from './source.ts';

export interface OrdersView {
  /** Looks for the orders of a call, where there may be one. @param call the answer of get_call. Never fails. */
  load(call: Args): Promise<void>;
  render(): void;
}

interface ShownOrder {
  /** As the search tells it, and as get_order does once that has answered. */
  row: Args;
  /** Why get_order did not answer. */
  problem?: unknown;
}

export function createOrdersView({ state, source }: OpenedReview): OrdersView {
  const { owner, dialer } = state.subject;
  const at = dialer === undefined ? {} : { dialer };
  let call: Args = {};
  let orders: ShownOrder[] = [];
  let problem: unknown;

  async function search(call_id: number): Promise<void> {
    const customer_id = customerOf(call, call_id);
    // A checklist is made of calls that led to an order, whatever the company calls their result.
    if (customer_id === undefined || !(isOrderCall(call) || state.marks.length)) return;
    const answer = await callForRow(source, 'search_orders', { ...at, ...orderSearch(customer_id) });
    const { columns, rows } = ordersOfCall(answer, call_id);
    orders = rows.map((row) => ({
      row: Object.fromEntries(columns.map((name, i) => [String(name), row[i]])),
    }));
    render();
    await Promise.all(orders.map(complete));
  }

  /** What the search lacks: how often an order is paid for. */
  async function complete(order: ShownOrder): Promise<void> {
    try {
      order.row = await callForRow(source, 'get_order', { ...at, order_id: order.row.id });
    } catch (error) {
      order.problem = error;
    }
    render();
  }

  function render(): void {
    setText('orders-problem', problem === undefined ? '' : problemText('order', problem));
    element('orders').replaceChildren(...orders.map((order) => sectionOf(order, call)));
  }

  return {
    async load(loaded) {
      if (!('call_id' in owner)) return;
      call = loaded;
      await search(owner.call_id).catch((error) => {
        problem = error;
      });
      render();
    },
    render,
  };
}

function sectionOf({ row, problem }: ShownOrder, call: Args): HTMLElement {
  const section = document.createElement('section');
  section.className = 'order';
  const title = document.createElement('h2');
  title.textContent = words().order(Number(row.id));
  section.append(title, renderOrderFacts(row, call));
  if (problem !== undefined) {
    const text = document.createElement('p');
    text.className = 'problem';
    text.textContent = problemText('prices', problem);
    section.append(text);
  }
  return section;
}
