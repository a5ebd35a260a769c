/** The SMS of a customer, or of all customers that a number or an external id means. */

import type { Args, Row } from '../define/row.ts';
import { SELECTORS } from '../define/selectors.ts';
import type { Hands, Prepared } from '../define/tool.ts';
import { see } from '../response/redact.ts';
import { quoted } from '../response/shape.ts';
import { ToolError } from '../shared/tool-error.ts';
import { choice, notLookedIn, PERHAPS, pinned, sideBySide, without } from './customer-choice.ts';
import { type Card, numbersOf, parts, rowsOf, smsFrom } from './customer-record.ts';
import {
  type Match,
  type Matches,
  MOST_CUSTOMERS,
  matchesOf,
  unlessNobody,
  writtenTo,
} from './same-number.ts';

/** Beside customer_id, phone is the number that an SMS went to. */
const selects = (args: Args): boolean =>
  args.customer_id === undefined && SELECTORS.some((name) => args[name] !== undefined);

/** @throws ToolError where it is said twice who is meant */
function checkOnce(args: Args): void {
  if (args.external_id !== undefined && (args.customer_id ?? args.phone) !== undefined)
    throw new ToolError(
      'invalid_arguments',
      'Give external_id alone, not with customer_id or phone: it chooses the customer.',
    );
}

/** @throws ToolError where nobody has the number now and nobody had it when an SMS went out */
async function customersOf(args: Args, hands: Hands): Promise<Matches> {
  const found = await unlessNobody(() => matchesOf(args, hands));
  if (found) return found;
  const written = args.phone === undefined ? [] : await hadBefore(args.phone, hands);
  const [first, ...more] = written;
  if (!first) throw new ToolError('not_found', 'There is no customer with that number or external id.', 404);
  return { meant: [first, ...more], others: [], calls: [], last: new Map(), failed: {} };
}

/** Whose number it was: the dialer keeps the SMS of every number that a customer has had. */
async function hadBefore(phone: unknown, hands: Hands): Promise<(Match & { card: Card })[]> {
  const rows = (await writtenTo(phone, hands)).slice(0, MOST_CUSTOMERS);
  const cards = await Promise.all(
    rows.map(({ customer_id }) => unlessNobody(() => hands.ask('get_customer', { customer_id }))),
  );
  return cards.flatMap((card, i) => {
    const customer_id: unknown = rows[i]!.customer_id;
    return card?.customer_id === customer_id
      ? [{ customer_id: card.customer_id, card, before: true as const }]
      : [];
  });
}

/** Who is meant, beside the rows, where it is not one customer with that number. */
async function told({ meant, failed }: Matches, hands: Hands): Promise<Row> {
  if (meant.length === 1 && !meant[0].before) return notLookedIn(failed, hands.view);
  const names = await hands.directory.names(['contactlist']);
  return {
    customers: sideBySide(meant, hands.view, names),
    ...(meant.length > 1 && { customers_note: `SMS of ${meant.length} customer ids. ${PERHAPS}` }),
    quoted: quoted('names'),
    ...notLookedIn(failed, hands.view),
  };
}

/** Of several customers one list, each row with its customer. @throws ToolError */
export async function smsHistory(args: Args, hands: Hands): Promise<Row> {
  checkOnce(args);
  if (!selects(args)) return withCustomer(await hands.ask('get_sms_history', args));
  const matches = await customersOf(args, hands);
  const { meant } = matches;
  const histories = await Promise.all(
    meant.map(({ customer_id }) => hands.ask('get_sms_history', { ...without(args), customer_id })),
  );
  const [first] = histories;
  if (meant.length === 1) return { ...withCustomer(first), told: await told(matches, hands) };
  return {
    phonenumber: args.phone,
    rows: histories.flatMap((history) => withCustomer(history).rows).sort(bySent),
    told: await told(matches, hands),
  };
}

/** What the customer wrote names no agent: the dialer names the one of the case, who did not write it. */
function withCustomer(history: Row): Row {
  const numbers = numbersOf({}, history, []);
  const rows = rowsOf(history?.rows).map((row) => ({
    ...row,
    customer_id: history.customer_id,
    agent: smsFrom(row, numbers) === 'in' ? null : row.agent,
  }));
  return { ...history, rows };
}

const bySent = (one: Row, other: Row): number => (Date.parse(one.sent) || 0) - (Date.parse(other.sent) || 0);

/** Of several customers the rows of each. @throws ToolError */
export async function smsCounts(args: Args, hands: Hands): Promise<Row> {
  checkOnce(args);
  if (!selects(args)) return hands.ask('search_sms', args);
  const matches = await customersOf(args, hands);
  const answers = await Promise.all(
    matches.meant.map(({ customer_id }) =>
      unlessNobody(() => hands.ask('search_sms', { ...without(args), customer_id })),
    ),
  );
  return { rows: answers.flatMap((answer) => rowsOf(answer?.rows ?? [])), told: await told(matches, hands) };
}

/** One customer, and how many SMS the document holds, from when to when. @throws ToolError */
export async function smsDocument(args: Args, hands: Hands): Promise<Prepared> {
  checkOnce(args);
  // It is refused where there is no folder: nothing is to be asked for that.
  if (args.deliver === 'file' && !hands.folder) return {};
  if (!selects(args)) return { args, known: await counted(args, hands) };
  const matches = await customersOf(args, hands);
  const [{ customer_id }, ...more] = matches.meant;
  if (more.length) return { answer: await choice(args, matches, hands, 'No document was made.') };
  const one = pinned(args, customer_id);
  const known = { customer_id, ...(await counted(one, hands)), ...notLookedIn(matches.failed, hands.view) };
  return { args: one, known };
}

/** By the same filters. */
async function counted({ deliver: _, ...filters }: Args, hands: Hands): Promise<Row> {
  const { got, failed } = await parts({
    sms: async () => rowsOf((await hands.ask('get_sms_history', filters)).rows),
  });
  // What is wrong with the customer or a filter the document itself tells.
  if (!got.sms) return { not_counted: failed.sms };
  const { time } = see(hands.view);
  const notes = got.sms.filter((one) => smsFrom(one, new Set()) === 'note').length;
  const sent = got.sms.map((one) => String(one.sent)).sort();
  return {
    sms: got.sms.length - notes,
    ...(notes && { notes }),
    ...(sent.length && { first: time(sent[0]), last: time(sent.at(-1)) }),
  };
}
