/** Which one customer is meant: pinned by the id, or the choice that somebody has to make. */

import type { Args, Row } from '../define/row.ts';
import { type CustomerSelector, SELECTORS } from '../define/selectors.ts';
import type { Prepared } from '../define/tool.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { quotedNote } from '../response/shape.ts';
import { label } from '../response/wording.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type CustomerRecord, type Failures, unlessNotFound } from './customer-record.ts';
import type { Match, Matches } from './matches.ts';
import { matchesOf } from './same-number.ts';
import { MAX_NAME_LENGTH, MAYBE_SAME, notSearched, sideBySide } from './side-by-side.ts';

const belongs = ({ phone }: CustomerSelector, { length }: readonly Match[]): string =>
  `${phone === undefined ? 'This external id' : 'This number'} belongs to ${length} customer ids`;

/**
 * The choice among several customers, where it must be one.
 * @param consequence that nothing happened, in words. @param argument what to call again with
 */
export async function choice(
  selector: CustomerSelector,
  { candidates, others, failures }: Matches,
  context: ReadContext,
  consequence: string,
  argument = 'customer_id',
): Promise<Row> {
  const names = await context.lookup.names(['contactlist']);
  const given = SELECTORS.filter((name) => selector[name] !== undefined).join(' and ');
  return {
    status: 'choose',
    note: `${belongs(selector, candidates)}. ${consequence} ${MAYBE_SAME}`,
    ...sideBySide(candidates, context.display, names),
    ...(others.length && { number_before: others.map(({ customer_id }) => customer_id) }),
    ...notSearched(failures, context.display),
    next: `Ask which is meant, then call again with ${argument} in place of ${given}.`,
    quoted: quotedNote('names'),
  };
}

const SELECTOR_NAMES = new Set<string>(SELECTORS);

/** The same arguments with the id of one customer in the place of what chose it. */
export function pinnedTo(args: Args, customer_id: number): Args {
  const filters = Object.entries(args).filter(([name]) => !SELECTOR_NAMES.has(name));
  return { ...Object.fromEntries(filters), customer_id };
}

/** @throws ToolError where a search failed: nothing may be done to anybody while somebody else may be meant */
export function checkComplete({ phone }: CustomerSelector, failures: Failures): void {
  const [failed] = Object.entries(failures);
  if (!failed) return;
  const [search, { kind, message }] = failed;
  throw new ToolError(
    kind,
    `Whether ${phone === undefined ? 'the external id' : 'the number'} belongs to one customer alone can not be told (${search}: ${message}). Give customer_id instead.`,
  );
}

/** The customer that a change is of: the card, where the selector had to be searched for, or the choice. */
interface ChosenCustomer {
  card?: CustomerRecord;
  answer?: Row;
}

/** Finds the one customer that a change is of. @throws ToolError */
export async function chooseOneCustomer(
  selector: CustomerSelector,
  context: ReadContext,
): Promise<ChosenCustomer> {
  if (selector.customer_id !== undefined) return {};
  const matches = await matchesOf(selector, context);
  if (matches.candidates.length > 1)
    return { answer: await choice(selector, matches, context, 'Nothing was changed.') };
  checkComplete(selector, matches.failures);
  return { card: matches.candidates[0].card };
}

/**
 * For a call by number, which goes out as it is where the number is on one card or on none; else the choice.
 * @throws ToolError
 */
export async function chooseOneToCall(
  { phone }: Pick<CustomerSelector, 'phone'>,
  context: ReadContext,
): Promise<Prepared> {
  if (phone === undefined) return {};
  const matches = await unlessNotFound(() => matchesOf({ phone }, context));
  if (!matches) return {};
  if (matches.candidates.length > 1)
    return { answer: await choice({ phone }, matches, context, 'Nobody was rung.') };
  checkComplete({ phone }, matches.failures);
  return {};
}

/** The candidates in words, where an answer can't be a table. */
export const countOf = (selector: CustomerSelector, candidates: readonly Match[]): string =>
  `${belongs(selector, candidates)}: ${candidates
    .map(({ customer_id, card }) => label(oneLine(String(card?.name ?? ''), MAX_NAME_LENGTH), customer_id))
    .join(', ')}.`;
