/** The SMS of a customer, or of all customers that a number or an external id means. */

import type { Args, Row } from '../define/row.ts';
import { SELECTORS } from '../define/selectors.ts';
import type { Prepared } from '../define/tool.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { createFormatter } from '../response/format.ts';
import { quotedNote } from '../response/shape.ts';
import { ToolError } from '../shared/tool-error.ts';
import {
  choice,
  MAYBE_SAME,
  notSearched,
  pinnedTo,
  sideBySide,
  withoutSelectors,
} from './customer-choice.ts';
import { type CustomerRecord, numbersOf, readParts, rowsOf, smsDirection } from './customer-record.ts';
import {
  customersWithSms,
  MAX_CUSTOMERS,
  type Match,
  type Matches,
  matchesOf,
  unlessNotFound,
} from './same-number.ts';

/** Beside customer_id, phone is the number that an SMS went to. */
const selectsCustomer = (args: Args): boolean =>
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
async function customersOf(args: Args, context: ReadContext): Promise<Matches> {
  const found = await unlessNotFound(() => matchesOf(args, context));
  if (found) return found;
  const written = args.phone === undefined ? [] : await hadNumberBefore(args.phone, context);
  const [first, ...more] = written;
  if (!first) throw new ToolError('not_found', 'There is no customer with that number or external id.', 404);
  return { meant: [first, ...more], others: [], calls: [], last: new Map(), failed: {} };
}

/** Whose number it was: the dialer keeps the SMS of every number that a customer has had. */
async function hadNumberBefore(
  phone: unknown,
  context: ReadContext,
): Promise<(Match & { card: CustomerRecord })[]> {
  const rows = (await customersWithSms(phone, context)).slice(0, MAX_CUSTOMERS);
  const cards = await Promise.all(
    rows.map(({ customer_id }) => unlessNotFound(() => context.read('get_customer', { customer_id }))),
  );
  return cards.flatMap((card, i) => {
    const customer_id: unknown = rows[i]!.customer_id;
    return card?.customer_id === customer_id
      ? [{ customer_id: card.customer_id, card, before: true as const }]
      : [];
  });
}

/** Who is meant, beside the rows, where it is not one customer with that number. */
async function toAnswer({ meant, failed }: Matches, context: ReadContext): Promise<Row> {
  if (meant.length === 1 && !meant[0].before) return notSearched(failed, context.display);
  const names = await context.lookup.names(['contactlist']);
  return {
    customers: sideBySide(meant, context.display, names),
    ...(meant.length > 1 && { customers_note: `SMS of ${meant.length} customer ids. ${MAYBE_SAME}` }),
    quoted: quotedNote('names'),
    ...notSearched(failed, context.display),
  };
}

/** Of several customers one list, each row with its customer. @throws ToolError */
export async function smsHistory(args: Args, context: ReadContext): Promise<Row> {
  checkOnce(args);
  if (!selectsCustomer(args)) return withCustomer(await context.read('get_sms_history', args));
  const matches = await customersOf(args, context);
  const { meant } = matches;
  const histories = await Promise.all(
    meant.map(({ customer_id }) =>
      context.read('get_sms_history', { ...withoutSelectors(args), customer_id }),
    ),
  );
  const [first] = histories;
  if (meant.length === 1) return { ...withCustomer(first), told: await toAnswer(matches, context) };
  return {
    phonenumber: args.phone,
    rows: histories.flatMap((history) => withCustomer(history).rows).sort(bySent),
    told: await toAnswer(matches, context),
  };
}

/** What the customer wrote names no agent: the dialer names the one of the case, who did not write it. */
function withCustomer(history: Row): Row {
  const numbers = numbersOf({}, history, []);
  const rows = rowsOf(history?.rows).map((row) => ({
    ...row,
    customer_id: history.customer_id,
    agent: smsDirection(row, numbers) === 'in' ? null : row.agent,
  }));
  return { ...history, rows };
}

const bySent = (one: Row, other: Row): number => (Date.parse(one.sent) || 0) - (Date.parse(other.sent) || 0);

/** Of several customers the rows of each. @throws ToolError */
export async function smsCounts(args: Args, context: ReadContext): Promise<Row> {
  checkOnce(args);
  if (!selectsCustomer(args)) return context.read('search_sms', args);
  const matches = await customersOf(args, context);
  const answers = await Promise.all(
    matches.meant.map(({ customer_id }) =>
      unlessNotFound(() => context.read('search_sms', { ...withoutSelectors(args), customer_id })),
    ),
  );
  return {
    rows: answers.flatMap((answer) => rowsOf(answer?.rows ?? [])),
    told: await toAnswer(matches, context),
  };
}

/** One customer, and how many SMS the document holds, from when to when. @throws ToolError */
export async function smsDocument(args: Args, context: ReadContext): Promise<Prepared> {
  checkOnce(args);
  // It is refused where there is no folder: nothing is to be asked for that.
  if (args.deliver === 'file' && !context.downloadFolder) return {};
  if (!selectsCustomer(args)) return { args, known: await countSms(args, context) };
  const matches = await customersOf(args, context);
  const [{ customer_id }, ...more] = matches.meant;
  if (more.length) return { answer: await choice(args, matches, context, 'No document was made.') };
  const one = pinnedTo(args, customer_id);
  const known = {
    customer_id,
    ...(await countSms(one, context)),
    ...notSearched(matches.failed, context.display),
  };
  return { args: one, known };
}

/** By the same filters. */
async function countSms({ deliver: _, ...filters }: Args, context: ReadContext): Promise<Row> {
  const { got, failed } = await readParts({
    sms: async () => rowsOf((await context.read('get_sms_history', filters)).rows),
  });
  // What is wrong with the customer or a filter the document itself tells.
  if (!got.sms) return { not_counted: failed.sms };
  const { time } = createFormatter(context.display);
  const notes = got.sms.filter((one) => smsDirection(one, new Set()) === 'note').length;
  const sent = got.sms.map((one) => String(one.sent)).sort();
  return {
    sms: got.sms.length - notes,
    ...(notes && { notes }),
    ...(sent.length && { first: time(sent[0]), last: time(sent.at(-1)) }),
  };
}
