/** What an order or a call is: who sold what to whom, and when. */

import type { ReviewSubject } from '../../../define/recording.ts';
import type { Args } from '../../../define/row.ts';
import { element, language, setText } from '../../../pages/browser/elements.ts';
import { clockTime } from '../text/clock-time.ts';
import type { FactName } from '../words.ts';
import { words } from './own-words.ts';
import { isRow } from './source.ts';

export function renderSubject({ owner, dialer }: ReviewSubject): void {
  const own = words();
  const name = 'order_id' in owner ? own.order(owner.order_id) : own.call(owner.call_id);
  const title = dialer === undefined ? name : `${name}, ${dialer}`;
  setText('subject', title);
  document.title = title;
}

/** @param row of get_order or get_call */
export function renderFacts(row: Args): void {
  const facts = factsOf(row).map(groupOf);
  element('facts').replaceChildren(...facts);
  setText('facts-problem', facts.length ? '' : words().noFacts);
}

/** Returns what an order tells beyond the call that led to it. */
export function renderOrderFacts(order: Args, call: Args): HTMLElement {
  const known = new Map(factsOf(call));
  const list = document.createElement('dl');
  list.className = 'facts';
  // The customer is the call's: by that the order was found.
  const facts = factsOf(order).filter(([name, value]) => name !== 'customer' && known.get(name) !== value);
  list.append(...facts.map(groupOf));
  return list;
}

function groupOf([name, value]: Fact): HTMLElement {
  const [term, description] = [document.createElement('dt'), document.createElement('dd')];
  term.textContent = words().facts[name];
  description.textContent = value;
  const group = document.createElement('div');
  group.append(term, description);
  return group;
}

type Fact = readonly [FactName, string];

function factsOf(row: Args): Fact[] {
  const fullName = [row.customer_firstname, row.customer_lastname].filter(Boolean).join(' ');
  const facts: [FactName, string | undefined][] = [
    ['product', productsOf(row)],
    ['value', amountOf(row.value)],
    ['customer', textOf(row.customer) ?? (fullName || undefined)],
    ['agent', textOf(row.agent)],
    ['time', textOf(row.create_time) ?? textOf(row.connect_time) ?? textOf(row.init_time)],
    ['state', typeof row.state === 'string' ? (words().states[row.state] ?? row.state) : undefined],
    ['campaign', textOf(row.campaign)],
    ['result', textOf(row.result)],
    ['talk', typeof row.talk_s === 'number' ? clockTime(row.talk_s) : undefined],
  ];
  return facts.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const amountOf = (value: unknown): string | undefined =>
  typeof value === 'number' ? value.toLocaleString(language()) : textOf(value);

/** Returns `2 × Dog box: 399 a month, 12 payments`. */
function productsOf({ products }: Args): string | undefined {
  if (!Array.isArray(products)) return textOf(products);
  return products
    .filter(isRow)
    .map(({ units, title, unit_price, per, payments }) => {
      const own = words();
      const price = [amountOf(unit_price), own.periods[String(per)]].filter(Boolean).join(' ');
      const terms = [price, typeof payments === 'number' && own.payments(payments)].filter(Boolean);
      const name = units === undefined || units === 1 ? title : `${units} × ${title}`;
      return terms.length ? `${name}: ${terms.join(', ')}` : String(name);
    })
    .join('; ');
}
