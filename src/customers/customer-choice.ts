/** Finds the one customer that a selector means, or returns the candidates for somebody to choose from. */

import type { Args, Row } from '../define/row.ts';
import { type CustomerSelector, SELECTORS } from '../define/selectors.ts';
import type { Prepared } from '../define/tool.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { label, quotedNote } from '../response/wording.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type CustomerRecord, type Failures, unlessNotFound } from './customer-record.ts';
import type { Match, Matches } from './matches.ts';
import { matchesOf } from './same-number.ts';
import { MAX_NAME_LENGTH, MAYBE_SAME, notSearched, sideBySide } from './side-by-side.ts';

const belongs = ({ phone }: CustomerSelector, { length }: readonly Match[]): string =>
  `${phone === undefined ? 'This external id' : 'This number'} belongs to ${length} customer ids`;

/**
 * Returns the candidates to choose from, where one customer is needed.
 * @param consequence says that nothing happened. @param argument the one to call again with
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

/** Returns the arguments with one customer's id in place of the selector. */
export function pinnedTo(args: Args, customer_id: number): Args {
  const filters = Object.entries(args).filter(([name]) => !SELECTOR_NAMES.has(name));
  return { ...Object.fromEntries(filters), customer_id };
}

/** Checks that no search failed: nobody may be acted on while somebody else may be meant. @throws ToolError */
export function checkComplete({ phone }: CustomerSelector, failures: Failures): void {
  const [failed] = Object.entries(failures);
  if (!failed) return;
  const [search, { kind, message }] = failed;
  throw new ToolError(
    kind,
    `Whether ${phone === undefined ? 'the external id' : 'the number'} belongs to one customer alone can not be told (${search}: ${message}). Give customer_id instead.`,
  );
}

/** The card, where the selector had to be searched for, or the candidates as an answer; neither for a customer_id. */
interface ChosenCustomer {
  card?: CustomerRecord;
  answer?: Row;
}

/** Finds the one customer to change. @throws ToolError */
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
 * Checks a call by number, which is sent as it is where one card has the number or none; else returns the candidates.
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

/** Lists the candidates in a sentence, where an answer can't be a table. */
export const countOf = (selector: CustomerSelector, candidates: readonly Match[]): string =>
  `${belongs(selector, candidates)}: ${candidates
    .map(({ customer_id, card }) => label(oneLine(String(card?.name ?? ''), MAX_NAME_LENGTH), customer_id))
    .join(', ')}.`;
