/** The SMS of a customer, or of all customers that a number or an external id means. */

import type { Args, Row } from '../define/row.ts';
import { type CustomerSelector, SELECTORS } from '../define/selectors.ts';
import type { Prepared } from '../define/tool.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { createFormatter } from '../response/format.ts';
import { quotedNote } from '../response/wording.ts';
import { ToolError } from '../shared/tool-error.ts';
import { choice, pinnedTo } from './customer-choice.ts';
import { describeFailure, readParts, rowsOf, unlessNotFound } from './customer-record.ts';
import { MAX_CUSTOMERS, type Matches, type MatchWithCard } from './matches.ts';
import { customersWithSms, matchesOf } from './same-number.ts';
import { MAYBE_SAME, notSearched, sideBySide } from './side-by-side.ts';
import { numbersOf, smsDirection } from './sms-thread.ts';

/** The customer selector and the dialer's own filters. */
type SmsArgs = CustomerSelector & Args;

/** With customer_id, phone is a filter: the number that an SMS went to. */
const mustFindCustomers = (args: SmsArgs): boolean =>
  args.customer_id === undefined && SELECTORS.some((name) => args[name] !== undefined);

/** Checks that the customer is selected only once. @throws ToolError */
function checkSelector(args: SmsArgs): void {
  if (args.external_id !== undefined && (args.customer_id ?? args.phone) !== undefined)
    throw new ToolError(
      'invalid_arguments',
      'Give external_id alone, not with customer_id or phone: it chooses the customer.',
    );
}

/** Finds the customers, or those who had the number when an SMS was sent. @throws ToolError where there are none */
async function findCustomers(args: SmsArgs, context: ReadContext): Promise<Matches> {
  const matches = await unlessNotFound(() => matchesOf(args, context));
  if (matches) return matches;
  const [first, ...more] = args.phone === undefined ? [] : await findFormerOwners(args.phone, context);
  if (!first) throw new ToolError('not_found', 'There is no customer with that number or external id.', 404);
  return { candidates: [first, ...more], others: [], calls: [], lastContacts: new Map(), failures: {} };
}

/** Finds customers who had the number before: the dialer keeps the SMS of every number that a customer has had. */
async function findFormerOwners(phone: string, context: ReadContext): Promise<MatchWithCard[]> {
  const rows = (await customersWithSms(phone, context)).slice(0, MAX_CUSTOMERS);
  const matches = await Promise.all(
    rows.map(async ({ customer_id }): Promise<MatchWithCard | undefined> => {
      const card = await unlessNotFound(() => context.read('get_customer', { customer_id }));
      if (card?.customer_id !== customer_id) return undefined;
      return { customer_id, card, formerNumber: true };
    }),
  );
  return matches.filter((match) => match !== undefined);
}

/** Describes the customers beside the rows, unless it is a single one who has the number now. */
async function describeCustomers({ candidates, failures }: Matches, context: ReadContext): Promise<Row> {
  if (candidates.length === 1 && !candidates[0].formerNumber) return notSearched(failures, context.display);
  const names = await context.lookup.names(['contactlist']);
  return {
    customers: sideBySide(candidates, context.display, names),
    ...(candidates.length > 1 && {
      customers_note: `SMS of ${candidates.length} customer ids. ${MAYBE_SAME}`,
    }),
    quoted: quotedNote('names'),
    ...notSearched(failures, context.display),
  };
}

/** Returns the SMS in both directions, of several customers as one list with the customer in each row. @throws ToolError */
export async function smsHistory(args: SmsArgs, context: ReadContext): Promise<Row> {
  checkSelector(args);
  if (!mustFindCustomers(args)) return withCustomerIds(await context.read('get_sms_history', args));
  const matches = await findCustomers(args, context);
  const histories = await Promise.all(
    matches.candidates.map(({ customer_id }) => context.read('get_sms_history', pinnedTo(args, customer_id))),
  );
  if (histories.length === 1)
    return { ...withCustomerIds(histories[0]), beside: await describeCustomers(matches, context) };
  return {
    phonenumber: args.phone,
    rows: histories.flatMap((history) => withCustomerIds(history).rows).sort(bySent),
    beside: await describeCustomers(matches, context),
  };
}

/**
 * Returns the history with the customer's id in each row. What the customer wrote names no agent: the dialer names the
 * agent of the case, who did not write it.
 */
function withCustomerIds(history: Row): Row {
  const numbers = numbersOf({}, history, []);
  const rows = rowsOf(history?.rows).map((row) => ({
    ...row,
    customer_id: history.customer_id,
    agent: smsDirection(row, numbers) === 'in' ? null : row.agent,
  }));
  return { ...history, rows };
}

const bySent = (a: Row, b: Row): number => (Date.parse(a.sent) || 0) - (Date.parse(b.sent) || 0);

/** Returns how many SMS customers have had; of several customers the rows of each. @throws ToolError */
export async function smsCounts(args: SmsArgs, context: ReadContext): Promise<Row> {
  checkSelector(args);
  if (!mustFindCustomers(args)) return context.read('search_sms', args);
  const matches = await findCustomers(args, context);
  const answers = await Promise.all(
    matches.candidates.map(({ customer_id }) =>
      unlessNotFound(() => context.read('search_sms', pinnedTo(args, customer_id))),
    ),
  );
  return {
    rows: answers.flatMap((answer) => rowsOf(answer?.rows ?? [])),
    beside: await describeCustomers(matches, context),
  };
}

/** Finds the one customer of a document, and how many SMS it holds, from when to when. @throws ToolError */
export async function smsDocument(
  args: SmsArgs & { deliver?: unknown },
  context: ReadContext,
): Promise<Prepared> {
  checkSelector(args);
  // The delivery refuses this without a folder, so nothing need be read.
  if (args.deliver === 'file' && !context.downloadFolder) return {};
  if (!mustFindCustomers(args)) return { args, known: await countSms(args, context) };
  const matches = await findCustomers(args, context);
  const [{ customer_id }, ...more] = matches.candidates;
  if (more.length) return { answer: await choice(args, matches, context, 'No document was made.') };
  const pinned = pinnedTo(args, customer_id);
  const known = {
    customer_id,
    ...(await countSms(pinned, context)),
    ...notSearched(matches.failures, context.display),
  };
  return { args: pinned, known };
}

/** Counts the SMS by the filters of the document. */
async function countSms({ deliver: _, ...filters }: Args, context: ReadContext): Promise<Row> {
  const { parts, failures } = await readParts({
    sms: async () => rowsOf((await context.read('get_sms_history', filters)).rows),
  });
  // For a wrong customer or filter the request of the document itself fails.
  if (failures.sms) return { not_counted: describeFailure(failures.sms) };
  const rows = parts.sms ?? [];
  const { time } = createFormatter(context.display);
  const notes = rows.filter((row) => smsDirection(row, new Set()) === 'note').length;
  const sent = rows.map((row) => String(row.sent)).sort();
  return {
    sms: rows.length - notes,
    ...(notes && { notes }),
    ...(sent.length && { first: time(sent[0]), last: time(sent.at(-1)) }),
  };
}
