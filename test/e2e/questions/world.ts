/** The sandbox's state, counted by hand: nothing of src/insight is used, so that both can't be wrong together. */
import type { State } from '../../../src/sandbox/index.ts';
import type { Call, Order, Sms } from '../../../src/sandbox/state.ts';

const ZONE = 'Europe/Stockholm';
const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

export interface Days {
  from: string;
  to: string;
}

export type World = ReturnType<typeof worldOf>;

export function worldOf(state: State) {
  const times = new Map<number, string>();
  /** `YYYY-MM-DD HH:mm` where the company is. */
  const time = (seconds: number): string => {
    let text = times.get(seconds);
    if (text === undefined) {
      text = clock.format(seconds * 1000);
      times.set(seconds, text);
    }
    return text;
  };
  const day = (seconds: number): string => time(seconds).slice(0, 10);
  const isWithin = (seconds: number, { from, to }: Days): boolean =>
    day(seconds) >= from && day(seconds) <= to;

  const today = day(Math.floor(state.clock() / 1000));
  const lastDays = (days: number): Days => ({ from: plusDays(today, 1 - days), to: today });
  const thisWeek: Days = { from: mondayOf(today), to: today };
  const thisMonth: Days = { from: `${today.slice(0, 8)}01`, to: today };

  const agent = (id: number): string => {
    const { firstname, lastname } = state.users.get(id)!;
    return `${firstname} ${lastname} (${id})`;
  };

  return {
    state,
    time,
    /** The same to the second. */
    second: (seconds: number): string => new Date(seconds * 1000).toLocaleString('sv-SE', { timeZone: ZONE }),
    day,
    hour: (seconds: number): number => Number(time(seconds).slice(11, 13)),
    lastDays,
    thisWeek,
    lastWeek: { from: plusDays(thisWeek.from, -7), to: plusDays(thisWeek.from, -1) },
    thisMonth,
    lastMonth: monthBefore(thisMonth),

    calls: (days: Days, wanted: (call: Call) => boolean = () => true): Call[] =>
      state.calls.filter((call) => isWithin(call.init_time, days) && wanted(call)),
    orders: (days: Days, wanted: (order: Order) => boolean = () => true): Order[] =>
      [...state.orders.values()].filter((order) => isWithin(order.create_time, days) && wanted(order)),
    /** The sandbox puts agents on no call but where somebody was talked to. */
    isReached: (call: Call): boolean => call.user_id !== null && call.connect_time !== null,
    isSale: (call: Call): boolean => state.call_results.get(call.call_result_id)?.type_id === 1,

    agent,
    /** Nobody of ours wrote what came from a number: the sandbox's own senders have names. */
    writer: ({ sender, user_id }: Sms): string | null => (sender.startsWith('+') ? null : agent(user_id)),
    campaign: (id: number): string => `${state.campaigns.get(id)!.name} (${id})`,
    product: (id: number): string => `${state.products.get(id)!.title} (${id})`,
    callResult: (id: number): string => `${state.call_results.get(id)!.title} (${id})`,
    contactlist: (id: number): string => `${state.contactlists.get(id)!.title} (${id})`,
    /** Ids of the call results of a base type. */
    results: (type: number | null): number[] =>
      [...state.call_results.values()].filter(({ type_id }) => type_id === type).map(({ id }) => id),
    ordersOf: (customers: readonly number[]): Order[] =>
      [...state.orders.values()].filter(({ customer_id }) => customers.includes(customer_id)),
  };
}

export const todayHere = (): string => clock.format(new Date()).slice(0, 10);

export const monthBefore = ({ from }: Days): Days => {
  const to = plusDays(from, -1);
  return { from: `${to.slice(0, 8)}01`, to };
};

export function plusDays(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toJSON().slice(0, 10);
}

export const mondayOf = (day: string): string =>
  plusDays(day, -((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7));

export function grouped<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

/**
 * Who has a number, and its calls. The dialer itself finds the newest customer alone: of the others those that were
 * rung, that ordered or that have an SMS.
 */
export function sharersOf({ state }: World, phone: string): { ids: number[]; calls: Call[] } {
  const number = phone.replace(/\D/g, '').replace(/^0/, '46');
  const having = [...state.customers.values()]
    .filter((one) => one.phone === `+${number}`)
    .map(({ id }) => id);
  const heardOf = new Set(
    [...state.calls, ...state.orders.values(), ...state.sms].map(({ customer_id }) => customer_id),
  );
  return {
    ids: having.filter((id) => heardOf.has(id) || id === Math.max(...having)),
    calls: state.calls.filter(({ phonenumber }) => phonenumber === number),
  };
}

export const worth = (orders: readonly Order[]): number =>
  orders.reduce(
    (sum, { products }) => sum + products.reduce((value, one) => value + one.units * one.unit_price, 0),
    0,
  );
export const isKept = ({ cancelled }: Order): boolean => !cancelled;
export const isConfirmed = (order: Order): boolean =>
  order.confirmation_datetime !== null && !order.cancelled;
export const isOpen = (order: Order): boolean => order.confirmation_datetime === null && !order.cancelled;

export const percent = (part: number, whole: number): number => Math.round((part / whole) * 1000) / 10;
/** Of an order, in the currency. */
export const average = (orders: readonly Order[]): number =>
  Math.round((worth(orders) / orders.length) * 100) / 100;
/** By how many percent it is more. */
export const change = (now: number, before: number): number => percent(now - before, before);
export const mean = (values: readonly number[]): number =>
  Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
