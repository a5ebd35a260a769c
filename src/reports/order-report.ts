/** Orders counted and summed: how many, worth what, confirmed or cancelled, by whom and when. */

import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { withinDeadline } from '../dialer/network-errors.ts';
import { label, orderState, productsOf } from '../response/wording.ts';
import { momentOf } from '../shared/time.ts';
import { ToolError } from '../shared/tool-error.ts';
import { addToGroups, type Dimension, type Groups, type Key } from './aggregate.ts';
import { CALENDAR, calendar } from './calendar.ts';
import { type ComparedDays, comparisonFor, nowIn } from './date-range.ts';
import { noOrders } from './empty-period.ts';
import { figureNamed, ORDER_WORDS } from './figures/figure-names.ts';
import { type OrderSum, orderMeasures, type Piece, type States } from './figures/order-figures.ts';
import { type Offices, readOffices } from './offices.ts';
import { type ReportReading, reportResponse } from './report-response.ts';
import { type OrderDays, orderDays, streamOrders } from './stream-orders.ts';

export const ORDER_GROUPS = ['agent', 'office', 'campaign', 'product', ...CALENDAR, 'state'] as const;
type Group = (typeof ORDER_GROUPS)[number];

const COMPARED_FIGURES = ['orders', 'value', 'net_value', 'average', 'cancelled_pct'];
/** Of one state they are all or nothing. */
const STATE_FIGURES = /confirmed|cancelled|net_/;

/** A share of fewer orders ranks nobody. */
const MIN_ORDERS = 10;

export async function orderReport(args: Args, context: ReadContext): Promise<Row> {
  const { display, lookup, deadline } = context;
  const at = nowIn(display.timezone);
  const by = [...new Set(args.by as Group[] | undefined)];
  const days = orderDays(args);
  const earlier = comparisonFor(days, args, display.timezone, at);
  const states = statesOf(args);
  const measures = orderMeasures(states);
  const figures = Object.keys(measures.figures(measures.zero()));
  const sort = sortOf(args, by, states, figures);
  const ofOffice = by.includes('office') || args.office_id !== undefined;
  const offices = ofOffice ? await withinDeadline(deadline, readOffices(lookup)) : undefined;
  const all = dimensionsOf(display.timezone, days, offices);
  const dimensions = by.map((name) => all[name]);
  const piecesOf =
    args.product_id === undefined ? (by.includes('product') ? products : wholeOrder) : products;
  const wanted = ({ product }: Piece) =>
    args.product_id === undefined || product?.product_id === args.product_id;

  // Of the cancelled ones that are left out it is told how many: so the dialer is asked for them too.
  const countsLeftOut = args.cancelled === false && args.confirmed === undefined;
  const asked = countsLeftOut ? { ...args, cancelled: undefined } : args;
  const read = async (
    within: OrderDays,
    progress: ReadContext['progress'],
  ): Promise<ReportReading<OrderSum>> => {
    const sum = measures.zero();
    const groups: Groups<OrderSum> = new Map();
    let first: string | undefined;
    let leftOut = 0;
    const told = await streamOrders(asked, within, { ...context, progress }, (orders) => {
      for (const order of orders) {
        const time = order[days.by];
        if (typeof time === 'string' && !(first !== undefined && first <= time) && momentOf(time) > 0)
          first = time;
        if (countsLeftOut && order.cancelled) {
          leftOut++;
          continue;
        }
        const pieces = piecesOf(order).filter(wanted);
        for (const piece of pieces) if (by.length) addToGroups(groups, piece, dimensions, measures);
        for (const piece of args.product_id === undefined ? wholeOrder(order) : pieces)
          measures.add(sum, piece);
      }
    });
    return {
      ...told,
      rowsRead: told.rowsRead - leftOut,
      sum,
      groups,
      first,
      ...(countsLeftOut && { leftOut: { left_out_cancelled: leftOut } }),
    };
  };
  const [now, before] = await Promise.all([
    read(days, context.progress),
    earlier && read(isWithin(days, earlier), () => {}),
  ]);
  const nothing = now.rowsRead
    ? undefined
    : await noOrders(args, days, Number(now.leftOut?.left_out_cancelled ?? 0), context);
  const hidden = by.includes('state') ? figures.filter((name) => STATE_FIGURES.test(name)) : [];
  const min = (args.min_orders as number | undefined) ?? MIN_ORDERS;
  const ranksRates = sort !== undefined && /_pct$|^average$/.test(sort);
  return reportResponse({
    args,
    days,
    at,
    by,
    dimensions,
    measures,
    now,
    before: before && {
      reading: before,
      days: earlier!,
      figures: COMPARED_FIGURES.filter((name) => figures.includes(name)),
    },
    head: { currency: display.currency },
    known: args.office_id === undefined ? {} : { office_id: undefined, office: officeOf(args, offices!) },
    nothing,
    ranking: { sort, hidden, ...(ranksRates && { few: ({ orders }: OrderSum) => orders < min }) },
    minimum: `Under min_orders ${min}`,
    legend: legendOf(args, by, states, days, ofOffice, earlier !== undefined),
    notes: [
      ranksRates &&
        by.length > 0 &&
        'A share or an average of few orders says little: look at orders beside it.',
      ofOffice &&
        offices!.shared.length > 0 &&
        `Several offices are called ${offices!.shared.join(', ')}: orders tell the name alone, so they stand together.`,
    ],
    display,
  });
}

const isWithin = (days: OrderDays, { from, to, until }: ComparedDays): OrderDays => ({
  ...days,
  from,
  to,
  until,
});

function statesOf({ confirmed, cancelled }: Args): States {
  if (confirmed !== undefined || cancelled === true) return 'one';
  return cancelled === false ? 'not cancelled' : 'all';
}

/** @throws ToolError where no figure is meant, or one that these orders have not */
function sortOf(
  { sort }: Args,
  by: readonly Group[],
  states: States,
  figures: readonly string[],
): string | undefined {
  if (sort === undefined) return undefined;
  const figure = figureNamed(String(sort), ORDER_WORDS, by);
  if (figure === undefined || figures.includes(figure)) return figure;
  if (figure === 'net_value') return 'value';
  // Of one state all orders are that, or none.
  if (states === 'one') return 'orders';
  throw new ToolError(
    'invalid_arguments',
    `${figure} can't be sorted by where cancelled = false leaves the cancelled ones out. There are ${figures.join(', ')}.`,
  );
}

function officeOf({ office_id }: Args, offices: Offices): string {
  const name = offices.named(office_id);
  return name === undefined ? String(office_id) : offices.label(name);
}

function legendOf(
  { product_id }: Args,
  by: readonly Group[],
  states: States,
  days: OrderDays,
  ofOffice: boolean,
  compared: boolean,
): Record<string, string> {
  const all = states === 'all';
  const value = product_id === undefined ? 'as the dialer has it' : 'units x unit price of that product';
  return {
    ...(all && { orders: 'all that match, cancelled ones too; _pct: share of them' }),
    value: `${value}${all ? ', cancelled ones too; net_value: without them' : states === 'one' ? '' : ', without cancelled ones (net)'}; average = value / orders`,
    ...(states !== 'one' && {
      confirmed: `passed the dialer's checks and not cancelled; no written acceptance${compared ? '. Earlier orders have had longer to be confirmed or cancelled' : ''}`,
    }),
    ...(by.includes('product') && {
      product: 'an order counts under each of its products, with the value and units of that product',
    }),
    ...(ofOffice && { office: "of the agent who sold, by the dialer's present word; not of the campaign" }),
    ...(days.by === 'confirmation_datetime' && { dates: 'of the confirmation' }),
  };
}

const wholeOrder = (order: Row): Piece[] => [
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
  return pieces.size ? [...pieces.values()] : wholeOrder(order);
}

/** Names are learnt from the rows, which have them. */
function dimensionsOf(
  timezone: string,
  { by }: OrderDays,
  offices: Offices | undefined,
): Record<Group, Dimension<Piece>> {
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
      label: (key) => (key === null ? 'no office' : (offices?.label(String(key)) ?? String(key))),
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
