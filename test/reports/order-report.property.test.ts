/** An order report counts what a plain second computation counts, whatever is asked for. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Order } from '../../src/sandbox/state.ts';
import {
  beforeOf,
  type Counting,
  changeOf,
  local,
  type Place,
  percent,
  periodOf,
  tableOf,
  timePlace,
  withoutNulls,
} from '../support/plain-reports.ts';
import { asked, dates, reportSandbox, seldom, without, zone } from '../support/report-sandbox.ts';
import { type Listening, listening, report } from '../support/reports.ts';
import { runs } from '../support/runs.ts';

const RUNS = runs(150);

interface Item {
  order: Order;
  product?: number;
  value: number;
  units: number;
}

const GROUPS = ['agent', 'office', 'campaign', 'product', 'day', 'week', 'month', 'weekday', 'hour', 'state'];
const FIGURES = [
  'orders',
  'value',
  'net_value',
  'cancelled_value',
  'units',
  'average',
  'confirmed',
  'cancelled',
  'unconfirmed',
  'confirmed_pct',
  'cancelled_pct',
  'unconfirmed_pct',
];
const RATES = ['average', 'confirmed_pct', 'cancelled_pct', 'unconfirmed_pct'];

const sandbox = reportSandbox();
const { state } = sandbox;
const orders = [...state.orders.values()];
let dialer: Listening;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  dialer = await listening(sandbox);
});
afterAll(async () => {
  await dialer.close();
  vi.useRealTimers();
});

const stateOf = (order: Order) =>
  order.cancelled ? 'cancelled' : order.confirmation_datetime === null ? 'unconfirmed' : 'confirmed';

const officeOf = (order: Order) => {
  const office = state.users.get(order.user_id)?.office_id;
  return office ? state.offices.get(office)!.name : null;
};

function productsOf(order: Order): Item[] {
  const items: Item[] = [];
  for (const { product_id, units, unit_price } of order.products) {
    let item = items.find(({ product }) => product === product_id);
    if (!item) {
      item = { order, product: product_id, value: 0, units: 0 };
      items.push(item);
    }
    item.units += units;
    item.value += units * unit_price;
  }
  return items.length ? items : [wholeOf(order)];
}

function wholeOf(order: Order): Item {
  const item: Item = { order, value: 0, units: 0 };
  for (const { units, unit_price } of order.products) {
    item.units += units;
    item.value += units * unit_price;
  }
  return item;
}

/** Of orders in one state, and of those that are not cancelled, some figures go without saying. */
function tellable(args: Record<string, any>): string[] {
  if (args.confirmed !== undefined || args.cancelled === true) return ['orders', 'value', 'units', 'average'];
  return args.cancelled === false ? FIGURES.filter((name) => !/cancelled|net/.test(name)) : FIGURES;
}

const figuresOf = (args: Record<string, any>) => (items: Item[]) => {
  const count = (wanted: string) => items.filter(({ order }) => stateOf(order) === wanted).length;
  const worth = (list: Item[]) => list.reduce((sum, item) => sum + item.value, 0);
  const cents = (amount: number) => Math.round(amount * 100) / 100;
  const all: Record<string, number | null> = {
    orders: items.length,
    value: cents(worth(items)),
    net_value: cents(worth(items.filter(({ order }) => !order.cancelled))),
    cancelled_value: cents(worth(items.filter(({ order }) => order.cancelled))),
    units: items.reduce((sum, item) => sum + item.units, 0),
    average: items.length ? cents(worth(items) / items.length) : null,
    confirmed: count('confirmed'),
    cancelled: count('cancelled'),
    unconfirmed: count('unconfirmed'),
    confirmed_pct: percent(count('confirmed'), items.length),
    cancelled_pct: percent(count('cancelled'), items.length),
    unconfirmed_pct: percent(count('unconfirmed'), items.length),
  };
  return Object.fromEntries(tellable(args).map((name) => [name, all[name]!]));
};

function placeIn(zone: string, moment: 'create_time' | 'confirmation_datetime') {
  return (by: string, { order, product }: Item): Place => {
    const user = state.users.get(order.user_id);
    const known = (sorted: number, name: string | undefined) => ({
      told: name ? `${name} (${sorted})` : String(sorted),
      sorted,
    });
    switch (by) {
      case 'agent':
        return known(order.user_id, user && `${user.firstname} ${user.lastname}`);
      case 'office':
        return {
          told: user?.office_id ? `${officeOf(order)} (${user.office_id})` : 'no office',
          sorted: officeOf(order),
        };
      case 'campaign':
        return known(order.campaign_id, state.campaigns.get(order.campaign_id)?.name);
      case 'product':
        return product === undefined
          ? { told: 'no product', sorted: null }
          : known(product, state.products.get(product)!.title);
      case 'state':
        return { told: stateOf(order), sorted: stateOf(order) };
      default:
        return timePlace(by, order[moment]!, zone)!;
    }
  };
}

const customers = orders.slice(0, 40).map(({ customer_id }) => state.customers.get(customer_id)!);
const confirmDates = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 90 }))
  .map(([month, day, length]) => {
    const start = Date.UTC(2026, month - 1, day);
    const text = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    return { confirm_start_date: text(start), confirm_end_date: text(start + length * 86_400_000) };
  });

const wish = fc
  .record({
    when: fc.oneof(
      { weight: 6, arbitrary: dates },
      confirmDates,
      fc.constant({ exact_date: '2026-10-25' }),
      fc.constant({ confirm_start_date: '2026-06-01' }),
    ),
    by: fc.option(fc.uniqueArray(fc.constantFrom(...GROUPS), { minLength: 1, maxLength: 2 }), {
      nil: undefined,
      freq: 8,
    }),
    user_id: seldom(fc.constantFrom(6, 14, 30, 46, 9_999)),
    campaign_id: seldom(fc.constantFrom(2, 8, 22, 36)),
    product_id: seldom(fc.constantFrom(1, 2, 3, 7, 25)),
    office_id: seldom(fc.constantFrom(1, 2, 3, 4)),
    customer_id: seldom(fc.constantFrom(922, ...customers.map(({ id }) => id))),
    phone: seldom(fc.constantFrom(...customers.map(({ phone }) => phone))),
    external_id_1: seldom(fc.constantFrom(...customers.flatMap((one) => one.external_id_1 ?? []))),
    confirmed: seldom(fc.boolean()),
    cancelled: seldom(fc.boolean()),
    sort: fc.option(fc.constantFrom(...FIGURES), { nil: undefined, freq: 2 }),
    top: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined, freq: 2 }),
    min_orders: seldom(fc.integer({ min: 0, max: 20 })),
    compare: fc.constantFrom(true, undefined),
  })
  .map(({ when, ...rest }): Record<string, any> => {
    const args = without({ ...when, ...rest });
    const ended = 'period' in args || 'exact_date' in args || ('start_date' in args && 'end_date' in args);
    if (!ended && !('confirm_end_date' in args)) delete args.compare;
    if (args.sort && !tellable(args).includes(args.sort)) delete args.sort;
    return args;
  });

const pass = (order: Order, args: Record<string, any>, cancelled = args.cancelled): boolean => {
  const customer = state.customers.get(order.customer_id);
  if (args.user_id && order.user_id !== args.user_id) return false;
  if (args.campaign_id && order.campaign_id !== args.campaign_id) return false;
  if (args.product_id && !order.products.some((one) => one.product_id === args.product_id)) return false;
  if (args.office_id && officeOf(order) !== state.offices.get(args.office_id)!.name) return false;
  if (args.customer_id && order.customer_id !== args.customer_id) return false;
  if (args.phone && customer?.phone !== args.phone) return false;
  if (args.external_id_1 && customer?.external_id_1 !== args.external_id_1) return false;
  if (
    args.confirmed !== undefined &&
    (order.cancelled || args.confirmed !== (order.confirmation_datetime !== null))
  )
    return false;
  return cancelled === undefined || cancelled === order.cancelled;
};

it('counts every order once under every grouping, period and filter', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(wish, zone, asked, async (args, zone, at) => {
      vi.setSystemTime(new Date(at));
      const moment = 'confirm_start_date' in args ? 'confirmation_datetime' : 'create_time';
      const today = local(Date.parse(at) / 1000, zone).day;
      const [from, to] = args.period
        ? periodOf(args.period, today)
        : [
            args.exact_date ?? args.start_date ?? args.confirm_start_date,
            args.exact_date ?? args.end_date ?? args.confirm_end_date,
          ];
      const now = local(Date.parse(at) / 1000, zone);
      const within = ([first, last]: (string | undefined)[], until?: string, cancelled = args.cancelled) =>
        orders.filter((order) => {
          if (!pass(order, args, cancelled)) return false;
          if (!first && !last) return true;
          if (order[moment] === null) return false;
          const { day, clock } = local(order[moment], zone);
          if (until && day === last && clock > until) return false;
          return (!first || day >= first) && (!last || day <= last);
        });
      const items = (list: Order[], parts: boolean) =>
        args.product_id
          ? list.flatMap(productsOf).filter(({ product }) => product === args.product_id)
          : list.flatMap(parts ? productsOf : wholeOf);
      const by: string[] = args.by ?? [];
      const figures = figuresOf(args);
      const hidden = by.includes('state')
        ? FIGURES.filter((name) => /confirmed|cancelled|net/.test(name))
        : [];
      const compared = ['orders', 'value', 'net_value', 'average', 'cancelled_pct'].filter((name) =>
        tellable(args).includes(name),
      );
      const how: Counting<Item> = {
        by,
        place: placeIn(zone, moment),
        figures,
        compared: compared.filter((name) => !hidden.includes(name)),
        hidden,
        sort: args.sort,
        top: args.top,
        few: (items) => RATES.includes(args.sort) && items.length < (args.min_orders ?? 10),
      };
      const counted = within([from, to]);
      const earlier = args.compare && beforeOf([from, to], today, args.period);
      const until = earlier?.part ? now.clock : undefined;
      const before: Order[] | undefined = earlier && within(earlier.days, until);

      const answer = await report(dialer.from(zone), 'order_report', args);

      expect(answer.rows_read).toBe(counted.length);
      if (counted.length) told++;
      const sum = figures(items(counted, false));
      expect(answer.sum).toEqual(withoutNulls(sum));
      expect(answer.note === undefined).toBe(counted.length > 0);
      const leftOut = args.cancelled === false && args.confirmed === undefined;
      expect(answer.left_out_cancelled).toBe(
        leftOut ? within([from, to], undefined, true).length : undefined,
      );
      if (before) {
        const { covers, first_match, data_begins, left_out_cancelled, ...told } = answer.before;
        const sumBefore = figures(items(before, false));
        expect(covers).toContain(earlier.days[0]);
        expect(covers).toContain(earlier.days[1]);
        expect(covers.includes('until')).toBe(earlier.part);
        expect(left_out_cancelled).toBe(leftOut ? within(earlier.days, until, true).length : undefined);
        expect(told).toEqual(withoutNulls(sumBefore));
        expect(answer.change ?? {}).toEqual(changeOf(sum, sumBefore, compared));
      }
      const parts = by.includes('product');
      const table = tableOf(items(counted, parts), before && items(before, parts), how);
      const { total, returned, columns, rows } = answer;
      if (rows) expect({ total, returned, columns, rows }).toEqual(table);
      else expect(by.length === 0 || table.rows.length === 0).toBe(true);
    }),
    RUNS,
  );
  // Else nothing would be shown.
  expect(told).toBeGreaterThan(RUNS.numRuns / 5);
});
