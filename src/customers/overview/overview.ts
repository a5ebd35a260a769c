/**
 * Everything about a customer, or about all that a number belongs to, in one answer: the card, the counts, and what
 * happened, the latest first.
 */

import type { Row } from '../../define/row.ts';
import * as s from '../../define/schema.ts';
import { type CustomerSelector, selectorFields } from '../../define/selectors.ts';
import type { ArgsOf } from '../../define/tool.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { formatRow } from '../../response/format.ts';
import { fitRows } from '../../response/limit.ts';
import { buildTable } from '../../response/table.ts';
import { quotedNote } from '../../response/wording.ts';
import { describeFailures } from '../customer-record.ts';
import type { Match, Matches } from '../matches.ts';
import { MAYBE_SAME, sideBySide } from '../side-by-side.ts';
import { type Event, eventCells, eventColumns, eventsOf } from './events.ts';
import { type History, type MatchedHistory, readHistoryById, readHistoryByMatch } from './history.ts';
import { callSection, cardSection, orderSection, smsSection } from './sections.ts';

const DEFAULT_EVENTS = 25;
/** The maximum of the argument `limit`. */
const MAX_EVENTS = 200;
const BUDGET = 12_000;

export const overviewInput = s.object({ ...selectorFields, limit: s.rowLimit.optional() });

/** Returns the overview of the customers that the selector means. @throws ToolError where there is none */
export async function customerOverview(
  args: ArgsOf<typeof overviewInput>,
  context: ReadContext,
): Promise<Row> {
  const read = args.customer_id === undefined ? readHistoryByMatch : readHistoryById;
  return overviewResponse(await read(args, context), args, context);
}

function overviewResponse(
  { matches, history }: MatchedHistory,
  args: ArgsOf<typeof overviewInput>,
  { display }: ReadContext,
): Row {
  const { candidates } = matches;
  const { calls, customers } = history;
  const events = eventsOf(history);
  const isSeveral =
    candidates.length > 1 || events.some(({ customer_id }) => customer_id !== candidates[0].customer_id);
  const fitting = fitRows(eventCells(events.slice(0, MAX_EVENTS), display, isSeveral), BUDGET);
  const rows = fitting.slice(0, args.limit ?? DEFAULT_EVENTS);
  const orders = orderSection(customers);
  const sms = smsSection(customers);
  const notes = [
    ...readingNotes(matches, history),
    ...(rows.length < events.length ? [moreEventsNote(rows.length, fitting.length)] : []),
  ];
  const failures = describeFailures({ ...history.failures, ...matches.failures });
  return {
    ...whoSection(matches, history, events, args, display),
    ...(orders && { orders }),
    ...(calls && { calls: callSection(calls) }),
    ...(sms && { sms }),
    timeline: buildTable({ total: events.length, columns: eventColumns(isSeveral), rows }),
    ...(notes.length && { note: notes.join(' ') }),
    ...(Object.keys(failures).length && { not_shown: formatRow(failures, display) }),
    quoted: quotedNote('names, messages, custom fields'),
  };
}

/** The card, or the customers in a table, and the others with the number. */
function whoSection(
  { candidates, others }: Matches,
  { names }: History,
  events: readonly Event[],
  selector: CustomerSelector,
  display: ReadContext['display'],
): Row {
  const [{ card }] = candidates;
  return {
    ...(candidates.length === 1
      ? { card: cardSection(card, names, display) }
      : {
          customers: sideBySide(withLastContacts(candidates, events), display, names),
          customers_note: customersNote(selector, candidates.length),
        }),
    ...(others.length && {
      same_number: sideBySide(others, display, names, card),
      same_number_note: `Other customer ids with this number. ${MAYBE_SAME}`,
    }),
  };
}

/** The customers with the time of their last event, an SMS included. */
const withLastContacts = (candidates: readonly Match[], events: readonly Event[]): Match[] =>
  candidates.map((match) => ({
    ...match,
    lastContact: events.find(({ customer_id }) => customer_id === match.customer_id)?.at ?? match.lastContact,
  }));

const customersNote = ({ phone }: CustomerSelector, count: number): string =>
  `${count} customer ids have this ${phone === undefined ? 'external id' : 'number'}; all below is of all of them together. ${MAYBE_SAME}`;

/** Notes on what was not read of the dialer's data. */
function readingNotes({ candidates }: Matches, { calls, customers }: History): string[] {
  const notes: string[] = [];
  if (calls && calls.count > calls.rows.length)
    notes.push(`Of ${calls.count} calls the latest ${calls.rows.length} were read.`);
  if (candidates.length > customers.length)
    notes.push(
      `Of ${candidates.length} customers only those shown are in the counts of orders and SMS, and in the timeline.`,
    );
  return notes;
}

/** Says where the other events are: a larger limit helps only up to its maximum and while they fit. */
function moreEventsNote(shown: number, fitting: number): string {
  if (shown < fitting) return `limit, up to ${MAX_EVENTS}, shows more events.`;
  const why = fitting < MAX_EVENTS ? 'No more events fit' : `limit ends at ${MAX_EVENTS} events`;
  return `${why}: search_calls, search_orders and get_sms_history have the rest.`;
}
