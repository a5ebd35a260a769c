import { checkComplete, chooseOneToCall, countOf } from '../../src/customers/customer-choice.ts';
import { type CustomerRecord, unlessNotFound } from '../../src/customers/customer-record.ts';
import { matchesOf } from '../../src/customers/same-number.ts';
import type { Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import { CALL_TYPES } from '../../src/define/selectors.ts';
import type { DirectAnswer, Preview, PreviewFormatter } from '../../src/define/tool.ts';
import type { ReadContext, ReadDialer } from '../../src/define/tool-context.ts';
import { listCalls } from '../../src/reports/call-list.ts';
import { DEFAULT_LIMIT } from '../../src/response/limit.ts';
import { callSeconds } from '../../src/response/wording.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { expectSameId, label, record, withoutPlus, withPlus } from '../answers.ts';
import { body, path, readTool, toolset, writeTool } from '../builders.ts';
import { matchedCustomer } from '../customers/targets.ts';
import { campaignLabel } from '../labels.ts';

export const calls = toolset('calls', [
  readTool({
    name: 'search_calls',
    title: 'Search calls',
    description:
      'Single calls (samtal), also unanswered and robot ones, newest first. Missed incoming ones: call_result_ids [18, 19]. For figures take call_report, for talk time get_call. line_s: seconds from dialling to hang-up, ringing included; after_call_s: wrap-up.',
    searchHint: 'list single calls, missed calls, call log of a customer or agent',
    input: s.object({
      user_ids: s.ids('list_users').optional(),
      campaign_ids: s.ids('list_campaigns').optional(),
      contactlist_ids: s.ids('list_contactlists').optional(),
      call_result_ids: s.ids('list_call_results').optional(),
      customer_ids: s.ids('get_customer').optional(),
      period: s.periodToo.optional(),
      start_date: s.instant.describe('YYYY-MM-DD or YYYY-MM-DDTHH:MM').optional(),
      end_date: s.instant.optional(),
      type: s.choice(CALL_TYPES).optional(),
      phone: s.phone.optional(),
      recording: s.flag.describe('true: only recorded ones').optional(),
      limit: s.rowLimit.optional(),
      page: s.quiet(s.count.optional()),
    }),
    request: {
      method: 'POST',
      path: '/api/calls/search',
      args: {
        user_ids: body('user_ids'),
        campaign_ids: body('campaign_ids'),
        contactlist_ids: body('contactlist_ids'),
        call_result_ids: body('call_result_ids'),
        customer_ids: body('customer_ids'),
        start_date: body('start_date'),
        end_date: body('end_date'),
        type: body('type'),
        phone: body('phonenumber', withoutPlus),
        recording: body('recording'),
        limit: body('limit'),
        page: body('page'),
      },
      defaults: { limit: 25 },
    },
    fetch: (args, context) => {
      if (args.page === undefined) return listCalls(args, context);
      if (args.sort !== 'newest' && args.cursor === undefined) return context.read('search_calls', args);
      throw new ToolError(
        'invalid_arguments',
        'page counts from the oldest call on: give it without sort and cursor.',
      );
    },
    answer: {
      is: 'rows',
      rows: (answer) => answer.rows,
      columns: {
        id: 'id',
        start: 'init_time',
        direction: (row) => (row.type === 'incoming' ? 'in' : 'out'),
        phone: (row) => withPlus(row.phonenumber),
        customer: (row, format) => label(format.name('customer', row.customer_id), row.customer_id),
        agent: (row, format) => label(format.name('user', row.user_id), row.user_id),
        campaign: (row, format) => label(format.name('campaign', row.campaign_id), row.campaign_id),
        result: (row, format) => label(format.name('call_result', row.call_result_id), row.call_result_id),
        type: 'type',
        line_s: (row) => callSeconds(row).line_s,
        after_call_s: (row) => callSeconds(row).after_call_s,
        recording: 'recording',
      },
      time: 'init_time',
      // For callers who ask by page: the dialer's own pages.
      paged: (answer) => ({
        total: answer.count,
        next: answer.current_page < answer.last_page ? { page: answer.current_page + 1 } : undefined,
      }),
      joins: ['user', 'campaign', 'call_result'],
      customers: ({ rows }, { limit = DEFAULT_LIMIT }) =>
        rows.slice(0, limit).map((row: Row) => row.customer_id),
      empty: 'No call matches.',
    },
    quotes: 'names',
  }),
  readTool({
    name: 'get_call',
    title: 'Get a call',
    description:
      'One call: who rang whom, when, the result, and talk_s, the seconds of talk that search_calls lacks. phonenumber is the one rung then, which the customer may have changed since.',
    input: s.object({ call_id: s.id('search_calls') }),
    request: { method: 'GET', path: '/api/call/:id', args: { call_id: path('id') } },
    answer: {
      ...record(
        ({ user, user_id, campaign_id, call_result_id, call_length_in_seconds, ...call }, _, format) => ({
          ...call,
          ...callSeconds({ ...call, call_length_in_seconds }),
          phonenumber: withPlus(call.phonenumber),
          agent: label(user, user_id),
          campaign: label(format.name('campaign', campaign_id), campaign_id),
          result: label(format.name('call_result', call_result_id), call_result_id),
        }),
      ),
      joins: ['campaign', 'call_result'],
    },
    quotes: 'names',
  }),
  writeTool({
    name: 'call_customer',
    title: 'Ring a customer',
    description:
      "Rings a customer now and opens the card on an agent's screen. The agent must be logged in, not in a call, and have the campaign. Give customer_id or phone, not both.",
    searchHint: 'ring, dial, phone a customer now',
    input: s.object({
      agent_id: s.id('list_users').describe("the agent's user id"),
      campaign_id: s.id('list_campaigns'),
      allow_calling_finalized: s.flag
        .describe('also one who bought or said no; needs a confirmation')
        .optional(),
      customer_id: s.id('get_customer').optional(),
      phone: s.phone.optional(),
    }),
    request: {
      method: 'POST',
      path: '/api/customer/call',
      args: {
        agent_id: body('agent'),
        campaign_id: body('campaign_id'),
        allow_calling_finalized: body('allow_calling_finalized'),
        customer_id: body('customer_id'),
        phone: body('phonenumber', withoutPlus),
      },
    },
    oneOf: ['customer_id', 'phone'],
    prepare: chooseOneToCall,
    answer: {
      is: 'record',
      record: (answer, args, { name }) => ({
        status: 'done',
        message: answer.message,
        phone: withPlus(answer.return_object?.phonenumber),
        customer_id: args.customer_id,
        agent: label(name('user', args.agent_id), args.agent_id),
        campaign: label(name('campaign', args.campaign_id), args.campaign_id),
      }),
      joins: ['user', 'campaign'],
    },
    consequences: { contact: true },
    rings: true,
    check: 'search_calls',
    hints: {
      rejected: (message) =>
        /has result/i.test(message)
          ? 'The customer bought or said no: only allow_calling_finalized = true rings all the same, and a person must confirm it.'
          : undefined,
    },
    reachesPeople: true,
    guard: {
      tier: 'write',
      when: (args) =>
        args.allow_calling_finalized === true
          ? 'allow_calling_finalized rings somebody who has said no or already bought'
          : undefined,
      undo: 'a call that has rung can not be taken back',
      irreversible: () => true,
      preview: previewCall,
    },
  }),
]);

type CallArgs = {
  agent_id: number;
  campaign_id: number;
  allow_calling_finalized?: boolean;
  customer_id?: number;
  phone?: string;
};

async function previewCall(
  args: CallArgs,
  read: ReadDialer,
  _format: PreviewFormatter,
  context: ReadContext,
): Promise<Preview | DirectAnswer> {
  const finalized = args.allow_calling_finalized === true;
  // Several cards with the number are a question, not an act.
  const prepared = finalized ? {} : await chooseOneToCall(args, context);
  if (prepared.answer) return { answer: prepared.answer };
  const customer = await customerToCall(args, read);
  const agent = expectSameId('user', await read('get_user', { user_id: args.agent_id }), args.agent_id);
  const campaign = await campaignLabel(read, args.campaign_id);
  const number = args.phone ?? customer?.phone;
  const who = customer
    ? `customer ${label(customer.name, customer.customer_id)}`
    : `${number}, which is on no card,`;
  const { phone: _, ...others } = args;
  return {
    // A number without a card has nothing else to be pinned by.
    args: finalized && customer ? { ...others, customer_id: customer.customer_id } : args,
    target: customer ? `customer ${customer.customer_id}` : `number ${number}`,
    state: [customer?.customer_id, number, agent.id, agent.active, campaign],
    summary: `Ring ${who} now${finalized ? ', even if finalized' : ''}.`,
    effects: [
      // The number is not masked, since it is what the person says yes to.
      `${number ?? 'a number that the dialer does not tell'} is rung, and the card of campaign ${campaign} opens for ${label(`${agent.firstname} ${agent.lastname}`, agent.id)}`,
      ...(finalized ? ['the customer may have said no, or bought already'] : []),
    ],
  };
}

/** Returns the customer whose card opens; undefined for a number on no card. @throws ToolError where that is not certain */
async function customerToCall(
  { customer_id, phone, allow_calling_finalized }: CallArgs,
  read: ReadDialer,
): Promise<CustomerRecord | undefined> {
  if (customer_id !== undefined)
    return matchedCustomer(await read('get_customer', { customer_id }), customer_id);
  const search = () => matchesOf({ phone }, { read });
  const matches = await (allow_calling_finalized ? search() : unlessNotFound(search));
  if (!matches) return undefined;
  const { candidates, failures } = matches;
  if (candidates.length > 1)
    throw new ToolError('conflict', `${countOf({ phone }, candidates)} Nobody was rung: give customer_id.`);
  checkComplete({ phone }, failures);
  return candidates[0].card;
}
