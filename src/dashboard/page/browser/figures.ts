/** The three large numbers, each with its change to a week before in words. */
import { element, setText } from '../../../pages/browser/elements.ts';
import type { CallFigures, OrderFigures, Overview } from '../protocol.ts';
import { newElement, syncChildren, writeText } from './nodes.ts';
import {
  dayText,
  moneyText,
  numberText,
  percentText,
  timeText,
  weekBefore,
  weekBeforeText,
  words,
} from './own-words.ts';

const NONE = '–';

export function renderFigures({ orders, calls, currency, now }: Overview): void {
  const [ordersThen, callsThen] = [orders, calls].map(({ as_of }) => weekBeforeText(as_of ?? now));
  renderOrders(orders.data, ordersThen!);
  renderValue(orders.data, ordersThen!, currency);
  renderRate(calls.data, callsThen!);
  const { as_of } = orders.data?.before ? orders : calls.data?.before ? calls : {};
  setText('compared', as_of ? words().compared(dayText(weekBefore(as_of)), timeText(as_of)) : '');
}

function renderOrders(data: OrderFigures | undefined, then: string): void {
  const own = words();
  const before = data?.before?.orders;
  writeText(element('orders-number'), data ? numberText(data.orders) : NONE);
  writeChange('orders', data?.orders, before, {
    same: own.asMany(then),
    none: before === 0 ? own.noneBefore(then) : undefined,
    other: (isMore, by) => own.ordersChange(isMore, numberText(by), then, numberText(before!)),
  });
  const states =
    data &&
    own.orderStates(numberText(data.confirmed), numberText(data.unconfirmed), numberText(data.cancelled));
  setText('orders-detail', detailText(data, data?.orders === 0 ? own.noOrdersYet : states));
}

function renderValue(data: OrderFigures | undefined, then: string, currency: string): void {
  const own = words();
  const before = data?.before?.value;
  writeText(element('value-number'), data ? moneyText(data.value, currency) : NONE);
  writeChange('value', data?.value, before, {
    same: own.sameValue(then),
    none: before === 0 ? own.noneBefore(then) : undefined,
    other: (isMore, by) =>
      own.valueChange(isMore, moneyText(by, currency), then, moneyText(before!, currency)),
  });
  setText('value-detail', data && data.cancelled > 0 ? own.valueDetail : '');
}

function renderRate(data: CallFigures | undefined, then: string): void {
  const own = words();
  const rate = data?.hit_rate ?? undefined;
  const before = data?.before?.hit_rate ?? undefined;
  writeText(element('rate-number'), rate === undefined ? NONE : percentText(rate));
  writeChange('rate', rate, before, {
    same: own.sameRate(then),
    none: data?.before && before === undefined ? own.noRateBefore(then) : undefined,
    other: (isMore, by) => own.rateChange(isMore, numberText(by), then, percentText(before!)),
  });
  const counts =
    data && own.rateDetail(numberText(data.orders), numberText(data.reached), numberText(data.attempts));
  setText('rate-detail', detailText(data, data?.attempts === 0 ? own.noCallsYet : counts));
}

const detailText = (data: { partial: boolean } | undefined, text = ''): string =>
  data?.partial ? `${text}. ${words().partial}` : text;

interface ChangeWords {
  same: string;
  /** Where there is nothing to compare with. */
  none: string | undefined;
  other: (isMore: boolean, by: number) => string;
}

function writeChange(
  name: string,
  now: number | undefined,
  before: number | undefined,
  { same, none, other }: ChangeWords,
): void {
  // A tenth is what is shown of a rate.
  const by = now === undefined || before === undefined ? undefined : Math.round((now - before) * 10) / 10;
  const said = none ?? (by === undefined ? '' : by === 0 ? same : other(by > 0, Math.abs(by)));
  const arrow = none !== undefined || !by ? '' : by > 0 ? '▲ ' : '▼ ';
  const place = element(`${name}-change`);
  syncChildren(place, said === '' ? [] : [arrow, said], () => newElement('span'), writeText);
  // For the eye: the words say it too.
  place.firstElementChild?.setAttribute('aria-hidden', 'true');
}
