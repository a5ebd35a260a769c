/** What the dialer has of a customer, or of all customers that a number or an external id means. */

import type { Names } from '../../define/lookup.ts';
import type { Row } from '../../define/row.ts';
import type { CustomerSelector } from '../../define/selectors.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { type CallPage, latestCalls } from '../../reports/call-list.ts';
import {
  type CustomerRecord,
  type Failures,
  type Reader,
  readCustomer,
  readParts,
  rowsOf,
} from '../customer-record.ts';
import type { Matches } from '../matches.ts';
import { customersSharing, matchesOf } from '../same-number.ts';
import { numbersOf, readSmsThread } from '../sms-thread.ts';

/** What the dialer has of one customer; what could not be read is absent. */
export interface CustomerHistory {
  card: CustomerRecord;
  orders?: Row[];
  sms?: Row[];
  /** Numbers that the customer writes from. */
  numbers: ReadonlySet<string>;
}

/** What the dialer has of several customers, their calls together. */
export interface History {
  customers: CustomerHistory[];
  calls?: CallPage;
  failures: Failures;
  names: Names;
}

export interface MatchedHistory {
  matches: Matches;
  history: History;
}

/** Reads one customer by id, while the others with the number are searched for. @throws ToolError */
export async function readHistoryById(
  selector: CustomerSelector,
  context: ReadContext,
): Promise<MatchedHistory> {
  const card = await readCustomer(selector, context);
  const [history, sharing] = await Promise.all([
    readHistory([card], context),
    customersSharing(card.phone, [card], context),
  ]);
  return { matches: { ...sharing, candidates: [{ customer_id: card.customer_id, card }] }, history };
}

/** Reads all customers of a number or an external id; of a number the calls on nobody's card too. @throws ToolError */
export async function readHistoryByMatch(
  selector: CustomerSelector,
  context: ReadContext,
): Promise<MatchedHistory> {
  const matches = await matchesOf(selector, context);
  const cards = matches.candidates.flatMap(({ card }) => card ?? []);
  const history = await readHistory(cards, context);
  const ids = new Set<unknown>(cards.map(({ customer_id }) => customer_id));
  const otherCalls =
    selector.phone === undefined ? [] : matches.calls.filter((call) => !ids.has(call.customer_id));
  return { matches, history: { ...history, calls: history.calls && addCalls(history.calls, otherCalls) } };
}

const addCalls = ({ count, rows }: CallPage, calls: readonly Row[]): CallPage => ({
  count: count + calls.length,
  rows: [...rows, ...calls].sort((a, b) => (Date.parse(b.init_time) || 0) - (Date.parse(a.init_time) || 0)),
});

async function readHistory(cards: readonly CustomerRecord[], context: ReadContext): Promise<History> {
  const customer_ids = cards.map(({ customer_id }) => customer_id);
  // Of each customer orders and SMS, and of all of them the calls.
  const total = 2 * cards.length + 1;
  let done = 0;
  const counted: CountPart = async (part) => {
    const read = await part;
    context.progress(++done, total, 'parts read');
    return read;
  };
  const [read, { parts, failures }, names] = await Promise.all([
    Promise.all(cards.map((card) => readOrdersAndSms(card, context, counted))),
    readParts({ calls: () => counted(latestCalls({ customer_ids }, context)) }),
    context.lookup.names(['user', 'campaign', 'call_result', 'contactlist']),
  ]);
  const { calls } = parts;
  const partName = (part: string, { customer_id }: CustomerRecord) =>
    cards.length > 1 ? `${part} of ${customer_id}` : part;
  return {
    customers: cards.map((card, i) => {
      const { orders, sms } = read[i]!.parts;
      const ownCalls = calls?.rows.filter((call) => call.customer_id === card.customer_id) ?? [];
      return { card, orders, sms: sms?.rows, numbers: numbersOf(card, sms, ownCalls) };
    }),
    calls,
    failures: {
      ...failures,
      ...Object.fromEntries(
        cards.flatMap((card, i) =>
          Object.entries(read[i]!.failures).map(([part, error]) => [partName(part, card), error]),
        ),
      ),
    },
    names,
  };
}

/** Reports a part as soon as it is read. */
type CountPart = <T>(part: Promise<T>) => Promise<T>;

const readOrdersAndSms = ({ customer_id }: CustomerRecord, reader: Reader, counted: CountPart) =>
  readParts({
    orders: async (): Promise<Row[]> =>
      rowsOf(await counted(reader.read('search_orders', { customer_id }))).filter(
        (order) => order.customer_id === customer_id,
      ),
    sms: () => counted(readSmsThread(customer_id, reader)),
  });
