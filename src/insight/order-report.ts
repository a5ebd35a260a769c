/** Orders counted and summed: how many, worth what, confirmed or cancelled, by whom and when. */
import type { Args, Hands, Row } from '../tool.ts';
import { label, orderState, productsOf } from '../words.ts';
import { CALENDAR, calendar } from './calendar.ts';
import { comparedWith } from './coverage.ts';
import { eachOrder, type OrderDays, orderDays } from './order-rows.ts';
import { addTo, type Dimension, type Groups, type Key, type Measures, rounded, share } from './report.ts';
import { type Reading, reported } from './reported.ts';

export const ORDER_GROUPS = ['agent', 'office', 'campaign', 'product', ...CALENDAR, 'state'] as const;
type Group = (typeof ORDER_GROUPS)[number];
export const ORDER_FIGURES = [
  'orders',
  'value',
  'units',
  'average',
  'confirmed',
  'cancelled',
  'unconfirmed',
  'confirmed_pct',
  'cancelled_pct',
  'unconfirmed_pct',
] as const;

/** An order, or the part of it that is one product. */
interface Piece {
  order: Row;
  product?: Row;
  value: number;
  units: number;
}

interface Sum {
  orders: number;
  value: number;
  units: number;
  confirmed: number;
  cancelled: number;
  unconfirmed: number;
}

const measures: Measures<Piece, Sum> = {
  zero: () => ({ orders: 0, value: 0, units: 0, confirmed: 0, cancelled: 0, unconfirmed: 0 }),
  add(sum, { order, value, units }) {
    sum.orders++;
    sum.value += value;
    sum.units += units;
    sum[orderState(order)]++;
  },
  tell({ orders, value, units, confirmed, cancelled, unconfirmed }) {
    return {
      orders,
      value: rounded(value),
      units,
      average: orders ? rounded(value / orders) : null,
      confirmed,
      cancelled,
      unconfirmed,
      confirmed_pct: share(confirmed, orders),
      cancelled_pct: share(cancelled, orders),
      unconfirmed_pct: share(unconfirmed, orders),
    };
  },
};

export async function orderReport(args: Args, hands: Hands): Promise<Row> {
  const { view } = hands;
  const by = [...new Set(args.by as Group[] | undefined)];
  const days = orderDays(args);
  const earlier = args.compare ? comparedWith(days, args) : undefined;
  const all = dimensionsOf(view.timezone, days);
  const dimensions = by.map((name) => all[name]);
  const piecesOf = args.product_id === undefined ? (by.includes('product') ? products : whole) : products;
  const wanted = ({ product }: Piece) =>
    args.product_id === undefined || product?.product_id === args.product_id;

  const read = async (within: OrderDays, progress: Hands['progress']): Promise<Reading<Sum>> => {
    const sum = measures.zero();
    const groups: Groups<Sum> = new Map();
    const told = await eachOrder(args, within, { ...hands, progress }, (orders) => {
      for (const order of orders) {
        const pieces = piecesOf(order).filter(wanted);
        for (const piece of pieces) if (by.length) addTo(groups, piece, dimensions, measures);
        for (const piece of args.product_id === undefined ? whole(order) : pieces) measures.add(sum, piece);
      }
    });
    return { ...told, sum, groups };
  };
  const [now, before] = await Promise.all([
    read(days, hands.progress),
    earlier && read({ ...days, ...earlier }, () => {}),
  ]);
  return reported({
    args,
    days,
    by,
    dimensions,
    measures,
    now,
    before: before && { reading: before, days: earlier!, figures: ['orders', 'value', 'cancelled_pct'] },
    legend: {
      orders: 'all that match, cancelled ones too (cancelled = false leaves them out); _pct: share of them',
      value:
        args.product_id === undefined
          ? 'as the dialer has it, cancelled ones too; average = value / orders'
          : 'units x unit price of that product, cancelled ones too; average = value / orders',
      confirmed: "passed the dialer's checks and not cancelled; no written acceptance",
      ...(by.includes('product') && {
        product: 'an order counts under each of its products, with the value and units of that product',
      }),
      ...(days.by === 'confirmation_datetime' && { dates: 'of the confirmation' }),
    },
    notes: [],
    view,
  });
}

const whole = (order: Row): Piece[] => [
  { order, value: Number(order.value) || 0, units: Number(order.units) || 0 },
];

/** A product that stands on an order twice is one piece. */
function products(order: Row): Piece[] {
  const pieces = new Map<unknown, Piece>();
  for (const product of productsOf(order)) {
    const piece = pieces.get(product.product_id) ?? { order, product, value: 0, units: 0 };
    piece.value += (Number(product.units) || 0) * (Number(product.unit_price) || 0);
    piece.units += Number(product.units) || 0;
    pieces.set(product.product_id, piece);
  }
  return pieces.size ? [...pieces.values()] : whole(order);
}

/** Names are learnt from the rows, which have them. */
function dimensionsOf(timezone: string, { by }: OrderDays): Record<Group, Dimension<Piece>> {
  const named = (
    id: (piece: Piece) => Key,
    name: (piece: Piece) => unknown,
    none: string,
  ): Dimension<Piece> => {
    const names = new Map<Key, unknown>();
    return {
      key(piece) {
        const key = id(piece) ?? null;
        if (!names.has(key)) names.set(key, name(piece));
        return key;
      },
      label: (key) => (key === null ? none : label(names.get(key), key)!),
    };
  };
  return {
    ...calendar<Piece>(timezone, ({ order }) => order[by]),
    agent: named(
      ({ order }) => order.user_id,
      ({ order }) => order.agent_name,
      'no agent',
    ),
    office: {
      key: ({ order }) => order.agent_office ?? null,
      label: (key) => (key === null ? 'no office' : String(key)),
    },
    campaign: named(
      ({ order }) => order.campaign_id,
      ({ order }) => order.campaign_title,
      'no campaign',
    ),
    product: named(
      ({ product }) => product?.product_id,
      ({ product }) => product?.title,
      'no product',
    ),
    state: { key: ({ order }) => orderState(order), label: String },
  };
}
