/** The tables: by hour, by agent, and the orders that wait for a confirmation. */
import { element, setText, show } from '../../../pages/browser/elements.ts';
import type { CallCounts, Overview } from '../protocol.ts';
import { newElement, newMeasure, syncChildren, writeMeasure, writeText } from './nodes.ts';
import { ageText, moneyText, numberText, percentText, words } from './own-words.ts';

interface CountLine extends CallCounts {
  label: string;
  /** All those together that have no line of their own. */
  isRest: boolean;
}

export function renderHours({ calls }: Overview): void {
  const lines = (calls.data?.hours ?? []).map(({ hour, ...counts }) => ({
    label: `${two(hour)}–${two((hour + 1) % 24)}`,
    isRest: false,
    ...counts,
  }));
  renderCounts('hours', lines);
  setText('hours-empty', calls.data && lines.length === 0 ? words().noCallsYet : '');
  setText('hours-hint', lines.length ? words().hoursHint : '');
}

export function renderAgents({ agents: { data } }: Overview): void {
  const lines: CountLine[] = (data?.rows ?? []).map(({ name, ...counts }) => ({
    label: name,
    isRest: false,
    ...counts,
  }));
  if (data?.rest) lines.push({ label: words().others(data.rest.count), isRest: true, ...data.rest });
  renderCounts('agents', lines);
  setText('agents-empty', data && lines.length === 0 ? words().noCallsYet : '');
}

function renderCounts(name: string, lines: readonly CountLine[]): void {
  show(name, lines.length > 0);
  const single = lines.filter(({ isRest }) => !isRest);
  const most = Math.max(1, ...single.map(({ orders }) => orders));
  syncChildren(
    element(`${name}-rows`),
    lines,
    newCountRow,
    (row, { label, orders, reached, hit_rate, isRest }) => {
      const [head, orderCell, rateCell, reachedCell] = row.cells;
      row.className = isRest ? 'rest' : '';
      writeName(head!, label);
      writeMeasure(orderCell!, numberText(orders), isRest ? 0 : orders / most);
      writeMeasure(
        rateCell!,
        hit_rate === null ? '–' : percentText(hit_rate),
        isRest ? 0 : (hit_rate ?? 0) / 100,
      );
      writeText(reachedCell!, numberText(reached));
    },
  );
}

const newCountRow = (): HTMLTableRowElement =>
  newElement('tr', '', newHead(), newMeasure(), newMeasure(), newElement('td'));

/** A name, and the id behind it, which tells two of the same name apart. */
function writeName(cell: HTMLElement, label: string): void {
  const [, name = label, id = ''] = /^(.*) (\(\d+\))$/s.exec(label) ?? [];
  syncChildren(cell, [name, id && ` ${id}`], () => newElement('span'), writeText);
}

function newHead(): HTMLTableCellElement {
  const head = newElement('th', 'name');
  head.scope = 'row';
  return head;
}

export function renderUnconfirmed({ unconfirmed: { data }, currency, now }: Overview): void {
  const own = words();
  const rows = data?.rows ?? [];
  show('unconfirmed', rows.length > 0);
  setText('unconfirmed-empty', data && rows.length === 0 ? own.unconfirmedEmpty : '');
  syncChildren(
    element('unconfirmed-rows'),
    rows,
    () => newElement('tr', '', newHead(), newElement('td'), newElement('td', 'name'), newElement('td')),
    (row, { id, created, agent, value }) => {
      const [order, age, seller, worth] = row.cells;
      writeText(order!, String(id));
      writeText(age!, ageText(created, now));
      writeName(seller!, agent);
      writeText(worth!, value === null ? '–' : moneyText(value, currency));
    },
  );
  const isCut = data !== undefined && data.total > rows.length;
  setText(
    'unconfirmed-hint',
    isCut ? own.unconfirmedMore(numberText(rows.length), numberText(data.total)) : '',
  );
}

const two = (number: number): string => String(number).padStart(2, '0');
