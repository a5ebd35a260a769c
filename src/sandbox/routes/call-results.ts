import type { Context, Reply, Route } from '../http/context.ts';
import { fail, ok, route } from '../http/router.ts';
import { type CallResult, takeId } from '../state.ts';
import { absent, bool, int, num, str } from '../values.ts';

/** Results below this are the dialer's own, and can't be changed. */
const FIRST_OWN_ID = 50;

/** By type_id, from 1 on. */
const TYPE_NAMES = ['Order', 'Loss', 'No thanks', 'Recurring', 'Order recurring'];

const resultRow = (result: CallResult) => ({
  id: result.id,
  type: result.type_id === null ? null : (TYPE_NAMES[result.type_id - 1] ?? null),
  type_id: result.type_id,
  title: result.title,
  retry: result.retry,
  pick_date: result.pick_date,
  retry_flags: result.retry_flags,
});

function findResult({ state, params }: Context): CallResult | undefined {
  const result = state.call_results.get(int(params.id) ?? 0);
  return result?.deleted ? undefined : result;
}

function getResult(context: Context): Reply {
  const result = findResult(context);
  return result
    ? ok({ success: true, call_result: resultRow(result) })
    : fail(404, { success: true, message: 'The call result was not found' });
}

const isRecurring = (type: number) => type === 4 || type === 5;

function flagErrors(type: number, value: unknown, required: boolean): string[] {
  if (!isRecurring(type)) {
    return absent(value) || value === 0 ? [] : ['retry_flags must be null when call_result_type_id is not 4'];
  }
  if (absent(value) && !required) return [];
  const flags = int(value);
  return flags !== null && flags >= 1 && flags <= 7
    ? []
    : [`retry_flags must be between 1 and 7 when call_result_type_id is ${type}`];
}

const isOutOfRange = (retry: unknown): boolean => {
  if (absent(retry)) return false;
  const value = num(retry);
  return value === null || !Number.isInteger(value) || Math.abs(value) > 2_147_483_647;
};

const serverError = () => fail(500, { error: 'Server Error', details: 'Validation error' });

function createResult({ state, body }: Context): Reply {
  const type = int(body.call_result_type_id);
  const title = str(body.title);
  const errors: string[] = [];
  if (type === null || type < 1 || type > 5) errors.push('call_result_type_id must be between 1 and 5');
  if (!title) errors.push('title is required');
  if (type !== null) errors.push(...flagErrors(type, body.retry_flags, true));
  if (errors.length > 0) return fail(400, { success: false, errors });
  if (isOutOfRange(body.retry)) return serverError();
  const id = takeId(state, 'call_results');
  state.call_results.set(id, {
    id,
    type_id: type,
    title: title!,
    retry: absent(body.retry) ? null : String(body.retry),
    pick_date: bool(body.pick_date) ? 1 : 0,
    retry_flags: int(body.retry_flags),
    deleted: false,
  });
  return { status: 201, json: { success: true, result: { status: 'success', id } } };
}

const notFound = () =>
  fail(404, { success: false, message: "Can't find the call result based on your call result ID" });

function updateResult(context: Context): Reply {
  const { body, params } = context;
  if ((int(params.id) ?? FIRST_OWN_ID) < FIRST_OWN_ID)
    return fail(405, { message: 'This call result is not allowed to be updated' });
  const result = findResult(context);
  if (!result) return notFound();
  const type = absent(body.call_result_type_id) ? result.type_id : int(body.call_result_type_id);
  if (type === null || type < 1 || type > 5) {
    return fail(400, { success: false, errors: ['call_result_type_id must be between 1 and 5'] });
  }
  const errors = flagErrors(type, body.retry_flags, false);
  if (errors.length > 0) return fail(400, { success: false, errors });
  if (isOutOfRange(body.retry)) return serverError();
  result.type_id = type;
  result.title = str(body.title) || result.title;
  if (body.retry !== undefined) result.retry = body.retry === null ? null : String(body.retry);
  if (bool(body.pick_date) !== null) result.pick_date = bool(body.pick_date) ? 1 : 0;
  if (!isRecurring(type)) result.retry_flags = null;
  else if (!absent(body.retry_flags)) result.retry_flags = int(body.retry_flags);
  return ok({ success: true, result: { status: 'success', id: result.id } });
}

function deleteResult(context: Context): Reply {
  if ((int(context.params.id) ?? FIRST_OWN_ID) < FIRST_OWN_ID) {
    return fail(405, { success: false, message: 'This call result is not allowed to be deleted' });
  }
  const result = findResult(context);
  if (!result) return notFound();
  // Calls keep their result: it is only off the list.
  result.deleted = true;
  return ok({
    success: true,
    message: 'Call result is now deleted',
    result: { status: 'success', id: result.id },
  });
}

export const callResultRoutes: Route[] = [
  route('GET /api/call_results', ({ state }) =>
    ok({
      success: true,
      call_results: [...state.call_results.values()].filter((entry) => !entry.deleted).map(resultRow),
    }),
  ),
  route('GET /api/call_result/:id', getResult),
  route('POST /api/call_result', createResult, 'admin call_results'),
  route('PUT /api/call_result/:id', updateResult, 'admin call_results'),
  route('DELETE /api/call_result/:id', deleteResult, 'admin call_results'),
];
