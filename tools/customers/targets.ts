/** The customers that an act will hit, for its preview: who they are, and who else has their numbers. */

import { checkComplete } from '../../src/customers/customer-choice.ts';
import { type CustomerRecord, describeFailures, type Failures } from '../../src/customers/customer-record.ts';
import type { Match } from '../../src/customers/matches.ts';
import { customersSharing, matchesOf } from '../../src/customers/same-number.ts';
import { sameIdentity } from '../../src/customers/side-by-side.ts';
import type { Names } from '../../src/define/lookup.ts';
import type { Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import type { Preview, PreviewFormatter } from '../../src/define/tool.ts';
import type { ReadDialer } from '../../src/define/tool-context.ts';
import { oneLine } from '../../src/shared/text.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { countNoun, expectSameId, numeric } from '../answers.ts';
import type { CustomerTargets } from './fields.ts';

/** Characters of names of customers who are not hit, and of lists. */
const MAX_NAME_LENGTH = 60;
const MAX_LISTS = 5;
/** Ids of customers who are not hit. */
const MAX_IDS = 100;
/** Ids that are proposed for customer_ids, which takes no more. */
const MAX_PROPOSED_IDS = 20;

/**
 * Returns the card with its id: without one an act would go out without saying whom it means.
 * @param requested the id that the card was requested by. @throws ToolError bad_answer
 */
export function matchedCustomer(card: Row | null, requested?: number): CustomerRecord {
  const id = s.id().safeParse(numeric(card?.customer_id));
  if (!card || !id.success)
    throw new ToolError('bad_answer', 'The dialer matched a customer without an id. Nothing was done.');
  const customer_id = id.data;
  return { ...expectSameId('customer', card, requested ?? customer_id, 'customer_id'), customer_id };
}

/** What a preview says of the customers that the act hits, and of those that it does not. */
interface TargetCustomers {
  /** Whom the act hits, and nobody else. */
  ids: number[];
  /** In words, for the summary. */
  who: string;
  /** One for each of several; of a single one its lists. */
  lines: string[];
  /** The contact lists of a single one. */
  lists: string[];
  /** Lines on those who are not hit. */
  others: string[];
  pinned: Pick<Preview, 'args' | 'target' | 'state'>;
}

/**
 * Finds the customers, and pins them by id: a number may match somebody else a minute later. A number or an external id
 * means the dialer's own match alone, and only where it is certain who else has it.
 * @param outcome what happens to them, as in "not erased". @throws ToolError
 */
export async function targetCustomers(
  args: CustomerTargets,
  read: ReadDialer,
  format: PreviewFormatter,
  outcome: string,
): Promise<TargetCustomers> {
  const targets = await findTargets(args, read);
  const { cards, others } = targets;
  const names = await listNames([...cards, ...others.map(({ card }) => card)], read);
  const [card, ...more] = cards;
  const ids = cards.map(({ customer_id }) => customer_id);
  const described = { ids, others: describeOthers(targets, names, outcome) };
  const state = [cards, idsOf(others)];
  if (!more.length) {
    const [customer_id] = ids;
    return {
      ...described,
      who: describeCustomer(card, format),
      lines: [describeLists(card, names)],
      lists: listLabels(card, names),
      pinned: { args: { customer_id }, target: `customer ${customer_id}`, state },
    };
  }
  return {
    ...described,
    who: `${ids.length} customers (${ids.join(', ')})`,
    lines: cards.map((target) => `${describeCustomer(target, format)}, ${describeLists(target, names)}`),
    lists: [],
    pinned: { args: { customer_ids: ids }, target: `customers ${ids.join(', ')}`, state },
  };
}

const idsOf = (matches: readonly Match[]): number[] => matches.map(({ customer_id }) => customer_id);

interface Targets {
  cards: [CustomerRecord, ...CustomerRecord[]];
  others: Match[];
  failures: Failures;
}

async function findTargets(args: CustomerTargets, read: ReadDialer): Promise<Targets> {
  const ids = args.customer_ids ?? (args.customer_id === undefined ? [] : [args.customer_id]);
  const [first, ...rest] = new Set(ids);
  if (first !== undefined) return readTargets([first, ...rest], read);
  const { candidates, others, failures } = await matchesOf(args, { read });
  checkComplete(args, failures);
  const [{ card }, ...more] = candidates;
  return { cards: [card], others: [...more, ...others], failures };
}

/** Reads the cards, and who else has their numbers. @throws ToolError */
async function readTargets([first, ...rest]: [number, ...number[]], read: ReadDialer): Promise<Targets> {
  const cards: Targets['cards'] = await Promise.all([
    readTarget(first, read),
    ...rest.map((id) => readTarget(id, read)),
  ]);
  const phones = [...new Set(cards.map(({ phone }) => phone))];
  const sharing = await Promise.all(phones.map((phone) => customersSharing(phone, cards, { read })));
  const others = sharing.flatMap((matches) => matches.others);
  return {
    cards,
    others: [...new Map(others.map((match) => [match.customer_id, match])).values()],
    failures: Object.assign({}, ...sharing.map(({ failures }) => failures)),
  };
}

/** Reads one card. @throws ToolError that names the customer where there is none */
async function readTarget(customer_id: number, read: ReadDialer): Promise<CustomerRecord> {
  try {
    return matchedCustomer(await read('get_customer', { customer_id }), customer_id);
  } catch (error) {
    if (!(error instanceof ToolError) || error.kind !== 'not_found') throw error;
    throw new ToolError(error.kind, `Customer ${customer_id}: ${error.message}`, error.status);
  }
}

/** Reads the names of contact lists; without the permission there are none. @throws ToolError for any other failure */
async function listNames(cards: readonly (Row | undefined)[], read: ReadDialer): Promise<Names> {
  if (!cards.some((card) => card?.contactlist_ids?.length)) return () => undefined;
  const rows: unknown = await read('list_contactlists', {}).catch((error) => {
    if (!(error instanceof ToolError && error.kind === 'permission_denied')) throw error;
    return [];
  });
  const titles = new Map<unknown, string>(
    Array.isArray(rows) ? rows.map((row: Row | null) => [row?.id, row?.title]) : [],
  );
  return (_, id) => titles.get(id);
}

const shortName = (text: unknown): string => oneLine(String(text ?? ''), MAX_NAME_LENGTH);

function describeCustomer(card: CustomerRecord, format: PreviewFormatter): string {
  const numbers = [
    card.phone && format.phone(card.phone),
    card.identity_number && format.identity(card.identity_number),
  ];
  return `customer ${card.customer_id}, ${card.name || 'without a name'} (${numbers.filter(Boolean).join(', ') || 'no number'})`;
}

const countIn = (ids: unknown, noun: string): string => countNoun(Array.isArray(ids) ? ids.length : 0, noun);

/** The contact lists of a card, by name and id. */
function listLabels(card: Row, names: Names): string[] {
  const ids: unknown[] = Array.isArray(card.contactlist_ids) ? card.contactlist_ids : [];
  const labels = ids.slice(0, MAX_LISTS).map((id) => {
    const title = names('contactlist', id);
    return title ? `${shortName(title)} (${id})` : String(id);
  });
  return ids.length > MAX_LISTS ? [...labels, `and ${ids.length - MAX_LISTS} more`] : labels;
}

/** Returns the lists of a customer and the counts of orders and calls, in words. */
function describeLists(card: Row, names: Names): string {
  const labels = listLabels(card, names);
  const lists = labels.length ? `on contact lists: ${labels.join(', ')}` : 'on no contact list';
  return `${lists}; ${countIn(card.order_ids, 'order')} and ${countIn(card.call_ids, 'call')}`;
}

/** Returns lines on others with the number of those who are hit, or on why they are not known. */
function describeOthers({ cards, others, failures }: Targets, names: Names, outcome: string): string[] {
  const withoutCard = others.filter(({ card }) => !card);
  const withNumber = others.filter(({ card, formerNumber, unread }) => (card || unread) && !formerNumber);
  return [
    ...others.flatMap(({ card, formerNumber }) =>
      card
        ? [`not ${outcome}: ${describeOther(card, names, formerNumber)}; ${compareIdentity(cards, card)}`]
        : [],
    ),
    ...(withoutCard.length
      ? [`not ${outcome}: customer ${idsOf(withoutCard).slice(0, MAX_IDS).join(', ')}`]
      : []),
    ...(withNumber.length ? [proposal([...idsOf(cards), ...idsOf(withNumber)], outcome)] : []),
    ...unknownOthers(failures),
  ];
}

function describeOther(card: CustomerRecord, names: Names, formerNumber = false): string {
  const number = formerNumber ? ', with another number now' : '';
  return `customer ${card.customer_id}, ${shortName(card.name) || 'without a name'}${number}, ${describeLists(card, names)}`;
}

const proposal = (ids: readonly number[], outcome: string): string =>
  `these have the same number: one person on several lists, or somebody else. For those that are to be ${outcome} too: customer_ids, such as [${ids.slice(0, MAX_PROPOSED_IDS).join(', ')}]`;

function unknownOthers(failures: Failures): string[] {
  const reasons = Object.entries(describeFailures(failures)).map(([search, why]) => `${search}: ${why}`);
  return reasons.length
    ? [`whether other customers have this number could not be told (${reasons.join('; ')})`]
    : [];
}

/** Compares the identity number with those of the customers who are hit, without showing it. */
function compareIdentity(cards: readonly CustomerRecord[], other: CustomerRecord): string {
  const results = cards.map((card) => sameIdentity(card, other)).filter((same) => same !== undefined);
  if (!results.length) return 'no identity number to compare';
  return results.includes(true) ? 'the same identity number' : 'another identity number';
}
