/** Orders counted and summed: how many, worth what, confirmed or cancelled, by whom and when. */

import type { Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { withinDeadline } from '../dialer/transport/network-errors.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type OrderDateRange, orderDateRange } from './date-range.ts';
import { noOrdersNote } from './empty-period.ts';
import { figureNamed, ORDER_WORDS } from './figures/figure-names.ts';
import { type OrderItem, type OrderSum, orderMeasures, type States } from './figures/order-figures.ts';
import {
  addToGroups,
  type Dimension,
  earlierMoment,
  type Groups,
  type Measures,
} from './groups/aggregate.ts';
import type { Ranking } from './groups/group-table.ts';
import { type Offices, readOffices, sharedNamesNote } from './groups/offices.ts';
import { orderDimensions, productItems, wholeOrder } from './groups/order-dimensions.ts';
import type { OrderGroup, OrderReportArgs } from './inputs.ts';
import type { ReportReading } from './report/report.ts';
import { reportRequest, runReport, tableSort } from './report/run-report.ts';
import { streamOrders } from './stream-orders.ts';

const COMPARED_FIGURES = ['orders', 'value', 'net_value', 'average', 'cancelled_pct'];
/** In groups of one state they are all or nothing. */
const STATE_FIGURES = /confirmed|cancelled|net_/;
const RATE_NAME = /_pct$|^average$/;
/** A share of fewer orders ranks nobody. */
const MIN_ORDERS = 10;

export async function orderReport(args: OrderReportArgs, context: ReadContext): Promise<Row> {
  const { display, lookup, deadline } = context;
  const dates = orderDateRange(args);
  const request = reportRequest(args, dates, display);
  const { by } = request;
  const states = statesOf(args);
  const measures = orderMeasures(states);
  const figures = Object.keys(measures.figures(measures.zero()));
  const drawnFigure = sortFigure(args, by, states, figures);
  const sort = tableSort(request, drawnFigure);
  const needsOffices = by.includes('office') || args.office_id !== undefined;
  const offices = needsOffices ? await withinDeadline(deadline, readOffices(lookup)) : undefined;
  const dimensions = orderDimensions(by, dates, offices, display.timezone);
  const minimum = minimumFor(sort, args.min_orders);
  return runReport(
    request,
    {
      name: 'orders',
      drawnFigure,
      drawnMinimum: minimumFor(drawnFigure, args.min_orders),
      dimensions,
      measures,
      ranking: {
        sort,
        hidden: by.includes('state') ? figures.filter((name) => STATE_FIGURES.test(name)) : [],
        minimum,
      },
      comparedFigures: COMPARED_FIGURES,
      read: ({ from, to, until }, reading) =>
        countOrders(args, { ...dates, from, to, until }, { by, dimensions, measures }, reading),
      explainEmpty: ({ excluded }) => noOrdersNote(args, dates, excluded?.left_out_cancelled ?? 0, context),
      head: { currency: display.currency },
      ...(offices && { filterOverrides: officeFilter(args, offices) }),
      legend: {
        ...figureLegend(args, states, request.comparison !== undefined),
        ...groupLegend(by, needsOffices, dates),
      },
      notes: () => [
        minimum !== undefined &&
          by.length > 0 &&
          'A share or an average of few orders says little: look at orders beside it.',
        sharedNamesNote(offices, 'orders'),
      ],
    },
    context,
  );
}

function statesOf({ confirmed, cancelled }: OrderReportArgs): States {
  if (confirmed !== undefined || cancelled === true) return 'one';
  return cancelled === false ? 'not cancelled' : 'all';
}

/** What orders are counted with. */
interface OrderCounting {
  by: readonly OrderGroup[];
  dimensions: readonly Dimension<OrderItem>[];
  measures: Measures<OrderItem, OrderSum>;
}

async function countOrders(
  filters: OrderReportArgs,
  dates: OrderDateRange,
  { by, dimensions, measures }: OrderCounting,
  context: ReadContext,
): Promise<ReportReading<OrderSum>> {
  const itemsOf = itemsCounted(filters, by);
  // The answer tells how many cancelled orders are left out, so the dialer is asked for them too.
  const countsCancelled = filters.cancelled === false && filters.confirmed === undefined;
  const readFilters = countsCancelled ? { ...filters, cancelled: undefined } : filters;
  const sum = measures.zero();
  const groups: Groups<OrderSum> = new Map();
  let firstMoment: string | undefined;
  let cancelled = 0;
  const summary = await streamOrders(readFilters, dates, context, (orders) => {
    for (const order of orders) {
      firstMoment = earlierMoment(firstMoment, order[dates.field]);
      if (countsCancelled && order.cancelled) {
        cancelled++;
        continue;
      }
      const items = itemsOf(order);
      if (by.length) for (const item of items) addToGroups(groups, item, dimensions, measures);
      for (const item of filters.product_id === undefined ? wholeOrder(order) : items)
        measures.add(sum, item);
    }
  });
  return {
    ...summary,
    rowsRead: summary.rowsRead - cancelled,
    sum,
    groups,
    firstMoment,
    ...(countsCancelled && { excluded: { left_out_cancelled: cancelled } }),
  };
}

/** What of an order is counted in groups. */
function itemsCounted(
  { product_id }: OrderReportArgs,
  by: readonly OrderGroup[],
): (order: Row) => OrderItem[] {
  if (product_id !== undefined)
    return (order) => productItems(order).filter(({ product }) => product?.product_id === product_id);
  return by.includes('product') ? productItems : wholeOrder;
}

/** @throws ToolError where no figure is meant, or one that these orders don't have */
function sortFigure(
  { sort }: OrderReportArgs,
  by: readonly OrderGroup[],
  states: States,
  figures: readonly string[],
): string | undefined {
  if (sort === undefined) return undefined;
  const figure = figureNamed(sort, ORDER_WORDS, by);
  if (figure === undefined || figures.includes(figure)) return figure;
  if (figure === 'net_value') return 'value';
  // Of one state all orders are that, or none.
  if (states === 'one') return 'orders';
  throw new ToolError(
    'invalid_arguments',
    `${figure} can't be sorted by where cancelled = false leaves the cancelled ones out. There are ${figures.join(', ')}.`,
  );
}

function minimumFor(sort: string | undefined, minOrders = MIN_ORDERS): Ranking<OrderSum>['minimum'] {
  if (sort === undefined || !RATE_NAME.test(sort)) return undefined;
  return { isTooSmall: ({ orders }) => orders < minOrders, text: `Under min_orders ${minOrders}` };
}

/** The office by its name in the place of its id. */
function officeFilter({ office_id }: OrderReportArgs, offices: Offices): Row {
  if (office_id === undefined) return {};
  const name = offices.nameOf(office_id);
  return { office_id: undefined, office: name === undefined ? String(office_id) : offices.label(name) };
}

function figureLegend({ product_id }: OrderReportArgs, states: States, isCompared: boolean) {
  const value = product_id === undefined ? 'as the dialer has it' : 'units x unit price of that product';
  const valueNote = {
    all: ', cancelled ones too; net_value: without them',
    'not cancelled': ', without cancelled ones (net)',
    one: '',
  };
  return {
    ...(states === 'all' && { orders: 'all that match, cancelled ones too; _pct: share of them' }),
    value: `${value}${valueNote[states]}; average = value / orders`,
    ...(states !== 'one' && {
      confirmed: `passed the dialer's checks and not cancelled; no written acceptance${isCompared ? '. Earlier orders have had longer to be confirmed or cancelled' : ''}`,
    }),
  };
}

const groupLegend = (by: readonly OrderGroup[], hasOffices: boolean, { field }: OrderDateRange) => ({
  ...(by.includes('product') && {
    product: 'an order counts under each of its products, with the value and units of that product',
  }),
  ...(hasOffices && { office: "of the agent who sold, by the dialer's present word; not of the campaign" }),
  ...(field === 'confirmation_datetime' && { dates: 'of the confirmation' }),
});
