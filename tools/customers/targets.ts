/** Customers that an act is aimed at: who they are, for the preview, and who else has their numbers. */

import { checkComplete, sameIdentity } from '../../src/customers/customer-choice.ts';
import { customersSharing, type Match, type Matches, matchesOf } from '../../src/customers/same-number.ts';
import type { Names } from '../../src/define/lookup.ts';
import type { Args, Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import type { Preview, PreviewFormatter } from '../../src/define/tool.ts';
import type { ReadDialer } from '../../src/define/tool-context.ts';
import { oneLine } from '../../src/shared/text.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { countNoun, expectSameId, numeric } from '../answers.ts';

/** Of those who are not hit, and of lists. */
const LONGEST_NAME = 60;
const MOST_LISTS = 5;

/** A match without an id can't be pinned: the act would go out without saying whom it means. */
export function matchedCustomer(answer: Row | null, args: Args): Row & { customer_id: number } {
  const customer_id = numeric(answer?.customer_id) as number;
  if (!answer || !s.id().safeParse(customer_id).success)
    throw new ToolError('bad_answer', 'The dialer matched a customer without an id. Nothing was done.');
  return { ...expectSameId('customer', answer, args.customer_id ?? customer_id, 'customer_id'), customer_id };
}

export interface TargetCustomers {
  /** Whom the act hits, and nobody else. */
  ids: number[];
  /** In words, for the summary. */
  who: string;
  /** One of each. */
  lines: string[];
  /** Contact lists of a single one. */
  lists: string[];
  /** Of those who are not hit. */
  others: string[];
  pinned: Pick<Preview, 'args' | 'target' | 'state'>;
}

/**
 * Pinned by id: a number may match somebody else a minute later. By number or external id it is the dialer's own match
 * alone, and only where it can be told who else is meant.
 * @param done what happens to them, as in "not erased". @throws ToolError
 */
export async function targetCustomers(
  args: Args,
  read: ReadDialer,
  say: PreviewFormatter,
  done: string,
): Promise<TargetCustomers> {
  const { cards, others, failed } = await findTargets(args, read);
  const names = await listNames([...cards, ...others.map(({ card }) => card)], read);
  const ids = cards.map(({ customer_id }) => customer_id);
  const lines = cards.map((card) => `${describeCustomer(card, say)}, ${describeLists(card, names)}`);
  const [customer_id] = ids;
  return {
    ids,
    who: ids.length === 1 ? describeCustomer(cards[0]!, say) : `${ids.length} customers (${ids.join(', ')})`,
    lines: ids.length === 1 ? [describeLists(cards[0]!, names)] : lines,
    lists: ids.length === 1 ? listsOn(cards[0]!, names) : [],
    others: othersIn(ids, cards, others, failed, names, done),
    pinned:
      ids.length === 1
        ? { args: { customer_id }, target: `customer ${customer_id}`, state: [cards, idsOf(others)] }
        : {
            args: { customer_ids: ids },
            target: `customers ${ids.join(', ')}`,
            state: [cards, idsOf(others)],
          },
  };
}

const idsOf = (others: readonly Match[]): number[] => others.map(({ customer_id }) => customer_id);

type Card = ReturnType<typeof matchedCustomer>;

interface FoundTargets {
  cards: Card[];
  others: Match[];
  failed: Matches['failed'];
}

async function findTargets(args: Args, read: ReadDialer): Promise<FoundTargets> {
  const asking = { read };
  const chosen = args.customer_ids ?? (args.customer_id === undefined ? undefined : [args.customer_id]);
  if (chosen) {
    const cards = await Promise.all(
      [...new Set(chosen as number[])].map((customer_id) => cardOf(customer_id, read)),
    );
    const phones = [...new Set(cards.map(({ phone }) => phone))];
    const shared = await Promise.all(phones.map((phone) => customersSharing(phone, cards, asking)));
    return {
      cards,
      others: [
        ...new Map(shared.flatMap(({ others }) => others.map((one) => [one.customer_id, one]))).values(),
      ],
      failed: Object.assign({}, ...shared.map(({ failed }) => failed)),
    };
  }
  const { meant, others, failed } = await matchesOf(args, asking);
  checkComplete(args, failed);
  const [{ card }, ...more] = meant;
  return { cards: [matchedCustomer(card, {})], others: [...more, ...others], failed };
}

/** @throws ToolError that names the one of several */
async function cardOf(customer_id: number, read: ReadDialer): Promise<Card> {
  try {
    return matchedCustomer(await read('get_customer', { customer_id }), { customer_id });
  } catch (error) {
    if (!(error instanceof ToolError) || error.kind !== 'not_found') throw error;
    throw new ToolError(error.kind, `Customer ${customer_id}: ${error.message}`, error.status);
  }
}

/** Where the token may not read them, the ids are shown. @throws ToolError where they can't be read for another reason */
async function listNames(cards: readonly (Row | undefined)[], read: ReadDialer): Promise<Names> {
  if (!cards.some((card) => card?.contactlist_ids?.length)) return () => undefined;
  const rows: unknown = await read('list_contactlists', {}).catch((error) => {
    if (!(error instanceof ToolError && error.kind === 'permission_denied')) throw error;
    return [];
  });
  const titles = new Map(Array.isArray(rows) ? rows.map((row: Row | null) => [row?.id, row?.title]) : []);
  return (_, id) => titles.get(id as number);
}

/** What is to be masked is masked before it can be cut in two. */
const inShort = (text: unknown): string => oneLine(String(text ?? ''), LONGEST_NAME);

function describeCustomer(card: Card, say: PreviewFormatter): string {
  const shown = [
    card.phone && say.phone(card.phone),
    card.identity_number && say.identity(card.identity_number),
  ];
  return `customer ${card.customer_id}, ${card.name || 'without a name'} (${shown.filter(Boolean).join(', ') || 'no number'})`;
}

const countIn = (list: unknown, noun: string): string =>
  countNoun(Array.isArray(list) ? list.length : 0, noun);

function listsOn(card: Row, names: Names): string[] {
  const ids: unknown[] = Array.isArray(card.contactlist_ids) ? card.contactlist_ids : [];
  const lists = ids.slice(0, MOST_LISTS).map((id) => {
    const title = names('contactlist', id);
    return title ? `${inShort(title)} (${id})` : String(id);
  });
  return ids.length > MOST_LISTS ? [...lists, `and ${ids.length - MOST_LISTS} more`] : lists;
}

/** On which lists, with how many orders and calls. */
function describeLists(card: Row, names: Names): string {
  const lists = listsOn(card, names);
  const on = lists.length ? `on contact lists: ${lists.join(', ')}` : 'on no contact list';
  return `${on}; ${countIn(card.order_ids, 'order')} and ${countIn(card.call_ids, 'call')}`;
}

/** Who else has the number of those who are hit, or what keeps that from being told. */
function othersIn(
  ids: readonly number[],
  cards: readonly Card[],
  others: readonly Match[],
  failed: Matches['failed'],
  names: Names,
  done: string,
): string[] {
  const reasons = Object.entries(failed).map(([search, why]) => `${search}: ${why}`);
  const unsure = reasons.length
    ? [`whether other customers have this number could not be told (${reasons.join('; ')})`]
    : [];
  if (!others.length) return unsure;
  const told = others.flatMap(({ customer_id, card, before }) => {
    if (!card) return [];
    const number = before ? ', with another number now' : '';
    return [
      `not ${done}: customer ${customer_id}, ${inShort(card.name) || 'without a name'}${number}, ${describeLists(card, names)}; ${identityIn(cards, card)}`,
    ];
  });
  const untold = others.filter(({ card }) => !card).map(({ customer_id }) => customer_id);
  const may = others.filter(({ card, before, unread }) => (card || unread) && !before);
  return [
    ...told,
    ...(untold.length ? [`not ${done}: customer ${untold.slice(0, 100).join(', ')}`] : []),
    ...(may.length
      ? [
          `these have the same number: one person on several lists, or somebody else. For those that are to be ${done} too: customer_ids, such as [${[...ids, ...idsOf(may)].slice(0, 20).join(', ')}]`,
        ]
      : []),
    ...unsure,
  ];
}

/** Compared with those who are hit, without showing it. */
function identityIn(cards: readonly Card[], other: Row): string {
  const same = cards.map((card) => sameIdentity(card, other)).filter((one) => one !== undefined);
  if (!same.length) return 'no identity number to compare';
  return same.includes(true) ? 'the same identity number' : 'another identity number';
}
