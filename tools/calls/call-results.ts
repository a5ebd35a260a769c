/** How calls end: by the dialer's own results, and by those that a company makes. */

import type { Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import type { ReadDialer } from '../../src/define/tool-context.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { encodeBits, encodeName, expectSameId, list, numberFromOne, numeric, record } from '../answers.ts';
import { body, destructiveTool, path, readTool, toolset, writeTool } from '../builders.ts';
import { previewCreation } from '../creations.ts';
import { deletedAnswer, previewDeletion } from '../deletions.ts';
import { flagOf, pick, previewChanges, rereadUpdate, type State, type UpdateTarget } from '../updates.ts';

const RESULT_TYPES = numberFromOne('order loss no_thanks recurring order_recurring');

const CALLBACKS = { private: 1, public: 2, dialer: 4 } as const;

const callResultArgs = {
  type: body('call_result_type_id', encodeName(RESULT_TYPES)),
  title: body('title'),
  retry_minutes: body('retry'),
  callback: body('retry_flags', encodeBits(CALLBACKS)),
  agent_picks_date: body('pick_date'),
};

const CALLBACK_MEANS =
  'private: the same agent rings again, public: any agent does, both by hand; dialer: the dialer rings by itself';

const callbacksOf = (row: Row): string[] =>
  Object.entries(CALLBACKS)
    .filter(([, bit]) => Number(row.retry_flags) & bit)
    .map(([name]) => name);

const callbackText = (row: Row): string | null => callbacksOf(row).join('+') || null;

/** Returns the type as the arguments name it: `order_recurring` for "Order recurring". */
const typeOf = ({ type }: Row): unknown =>
  typeof type === 'string' ? type.toLowerCase().replaceAll(' ', '_') : type;

/** The documentation and the dialer call the member differently. */
const resultIn = (answer: Row): Row => answer.call_result ?? answer.call_results;

const readCallResult = async (
  { call_result_id }: { call_result_id: number },
  read: ReadDialer,
): Promise<Row> =>
  expectSameId('call result', resultIn(await read('get_call_result', { call_result_id })), call_result_id);

const resultState = (result: Row): State => ({
  ...pick(result, 'title'),
  type: typeOf(result),
  retry_minutes: numeric(result.retry),
  callback: result.retry_flags === undefined ? undefined : callbacksOf(result),
  agent_picks_date: flagOf(result.pick_date),
});

const target: UpdateTarget<'call_result_id'> = {
  id: 'call_result_id',
  read: readCallResult,
  state: resultState,
  // In the order of the table.
  normalise: ({ callback, ...args }) => ({
    ...args,
    ...(Array.isArray(callback) && {
      callback: Object.keys(CALLBACKS).filter((name) => callback.includes(name)),
    }),
  }),
};

const retryMinutes = ({ retry }: Row): number | null => (retry === null ? null : Number(retry));

const agentPicksDate = ({ pick_date }: Row): true | null => (pick_date ? true : null);

/** Below this id the call results are the dialer's own. */
const FIRST_OWN_ID = 50;

const describeResult = (row: Row): Row => ({
  id: row.id,
  title: row.title,
  type: row.type,
  retry_minutes: retryMinutes(row),
  callback: callbackText(row),
  agent_picks_date: agentPicksDate(row),
  standard: row.id < FIRST_OWN_ID ? true : null,
});

export const callResults = toolset('calls', [
  readTool({
    name: 'list_call_results',
    title: 'List call results',
    description:
      "All call results (samtalsutfall) with id, title, base type and how the customer is rung again. Ids below 50 are the dialer's own.",
    searchHint: 'call outcomes, dispositions',
    input: s.object({}),
    request: { method: 'GET', path: '/api/call_results' },
    answer: {
      ...list(
        {
          id: 'id',
          title: 'title',
          type: 'type',
          retry_minutes: retryMinutes,
          callback: callbackText,
          agent_picks_date: agentPicksDate,
        },
        'There is no call result.',
      ),
      rows: (answer) => answer.call_results,
      beside: () => ({ callback_means: CALLBACK_MEANS }),
    },
    quotes: 'titles',
  }),
  readTool({
    name: 'get_call_result',
    title: 'Get a call result',
    description: 'One call result by its id. For ids by name: find.',
    input: s.object({ call_result_id: s.id('list_call_results') }),
    request: { method: 'GET', path: '/api/call_result/:id', args: { call_result_id: path('id') } },
    answer: record((answer) => {
      const result = describeResult(resultIn(answer));
      return { ...result, ...(result.callback && { callback_means: CALLBACK_MEANS }) };
    }),
    quotes: 'titles',
  }),
  writeTool({
    name: 'create_call_result',
    title: 'Create a call result',
    description: 'Makes a new way in which a call can end, for agents to choose.',
    input: s.object({
      type: s.named(RESULT_TYPES),
      title: s.text,
      retry_minutes: s.count.describe('until the next call').optional(),
      callback: s
        .list(s.named(CALLBACKS))
        .describe('who rings again: the same agent, any, the dialer itself; recurring types alone')
        .optional(),
      agent_picks_date: s.flag.optional(),
    }),
    request: { method: 'POST', path: '/api/call_result', args: callResultArgs },
    answer: {
      is: 'record',
      record: (answer, args) => ({
        status: 'done',
        call_result_id: numeric(answer.result.id),
        title: args.title,
        type: args.type,
      }),
    },
    consequences: { data: true },
    check: 'list_call_results',
    guard: { undo: 'delete_call_result', preview: previewCreation('call result', 'title') },
  }),
  writeTool({
    name: 'update_call_result',
    title: 'Update a call result',
    description:
      "Changes what is given of a call result and keeps the rest. Those below id 50 can't be changed.",
    input: s.object({
      call_result_id: s.id('list_call_results'),
      type: s.brief(s.named(RESULT_TYPES)).optional(),
      title: s.text.optional(),
      retry_minutes: s.count.optional(),
      callback: s.list(s.named(CALLBACKS)).optional(),
      agent_picks_date: s.flag.optional(),
    }),
    request: {
      method: 'PUT',
      path: '/api/call_result/:id',
      args: { call_result_id: path('id'), ...callResultArgs },
    },
    anyOf: [Object.keys(callResultArgs)],
    ...rereadUpdate(target),
    consequences: { data: true },
    check: 'get_call_result',
    guard: {
      undo: 'update_call_result with the old values',
      preview: previewChanges(target, 'call result', 'title'),
    },
  }),
  destructiveTool({
    name: 'delete_call_result',
    title: 'Delete a call result',
    description:
      'Takes a call result out of use; calls that have it keep it. Those below id 50 can not be deleted.',
    input: s.object({ call_result_id: s.id('list_call_results') }),
    request: { method: 'DELETE', path: '/api/call_result/:id', args: { call_result_id: path('id') } },
    answer: deletedAnswer('call_result_id', (answer) => answer.result.id),
    consequences: { data: true },
    check: 'get_call_result',
    guard: {
      support: true,
      undo: 'they can restore it',
      preview: async (args, read) => {
        const result = await readCallResult(args, read);
        if (result.id < FIRST_OWN_ID)
          throw new ToolError(
            'rejected',
            `Call result ${result.id} is one of the dialer's own and can't be deleted.`,
          );
        return previewDeletion({
          args,
          kind: 'call result',
          row: result,
          name: result.title,
          effects: ['agents can no longer choose it', 'calls that ended with it keep it'],
        });
      },
    },
  }),
]);
