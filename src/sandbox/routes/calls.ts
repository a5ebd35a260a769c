import { may, seesCampaign } from '../http/auth.ts';
import type { Context, Json, Reply, Route } from '../http/context.ts';
import { fail, ok, route } from '../http/router.ts';
import { findCustomer } from '../lookup.ts';
import { bare, e164 } from '../phone.ts';
import { recordingOf } from '../recordings.ts';
import { type Call, type CallResult, type CallType, callTypes, takeId } from '../state.ts';
import { iso, isoOrNull, span } from '../time.ts';
import { absent, bool, int, ints, num, str } from '../values.ts';

/** No more than this is ever sent, however one pages. */
const most = 50_000;

const row = (call: Call) => ({
  id: call.id,
  phonenumber: call.phonenumber,
  customer_id: call.customer_id,
  user_id: call.user_id,
  init_time: iso(call.init_time),
  call_result_id: call.call_result_id,
  finish_time: iso(call.finish_time),
  handling_end: isoOrNull(call.handling_end),
  campaign_id: call.campaign_id,
  type: call.type,
  recording: call.recording,
});

type Test = (call: Call) => boolean;

/** The conditions of a search, or the word that cannot be understood. */
function conditions(context: Context): Test[] | string {
  const { body } = context;
  const tests: Test[] = [];
  const among = (key: string, value: (call: Call) => number | null) => {
    const wanted = ints(body[key]);
    if (!wanted) return;
    const set = new Set<number | null>(wanted);
    tests.push((call) => set.has(value(call)));
  };
  among('user_ids', (call) => call.user_id);
  among('campaign_ids', (call) => call.campaign_id);
  among('contactlist_ids', (call) => call.contactlist_id);
  among('call_result_ids', (call) => call.call_result_id);
  among('customer_ids', (call) => call.customer_id);
  for (const key of ['start_date', 'end_date'] as const) {
    if (absent(body[key]) || body[key] === '') continue;
    const moment = span(body[key]);
    if (!moment) return key;
    tests.push(key === 'start_date' ? (c) => c.init_time >= moment[0] : (c) => c.init_time <= moment[1]);
  }
  if (!absent(body.type) && body.type !== '') {
    if (!callTypes.includes(body.type as CallType)) return 'type';
    tests.push((call) => call.type === body.type);
  }
  if (!absent(body.phonenumber) && body.phonenumber !== '') {
    const wanted = String(body.phonenumber).replace(/^\+/, '');
    tests.push((call) => call.phonenumber === wanted);
  }
  const recording = bool(body.recording);
  if (recording !== null) tests.push((call) => call.recording === recording);
  if (context.office !== null) {
    const mine = new Set([...context.state.campaigns.keys()].filter((id) => seesCampaign(context, id)));
    tests.push((call) => mine.has(call.campaign_id));
  }
  return tests;
}

function search(context: Context): Reply {
  const tests = conditions(context);
  if (typeof tests === 'string') return fail(400, { message: `${tests} is not valid` });
  const limit = Math.min(Math.max(int(context.body.limit) ?? most, 1), most);
  const page = Math.max(int(context.body.page) ?? 0, 0);
  const from = page * limit;
  const to = Math.min(from + limit, most);
  const rows: Json[] = [];
  let count = 0;
  for (const call of context.state.calls) {
    if (!tests.every((test) => test(call))) continue;
    if (count >= from && count < to) rows.push(row(call));
    count += 1;
  }
  if (rows.length === 0) return ok({ rows, count });
  const last_page = Math.ceil(Math.min(count, most) / limit) - 1;
  return ok({ rows, count, current_page: page, last_page });
}

/** Without all_calls one sees the calls one was on. */
function visibleCall({ params, ...context }: Context): Call | undefined {
  const call = context.state.calls.find((entry) => entry.id === int(params.id));
  if (!call || !seesCampaign(context, call.campaign_id)) return undefined;
  return may(context.user) || call.user_id === context.user.id ? call : undefined;
}

function get(context: Context): Reply {
  const { state } = context;
  const call = visibleCall(context);
  if (!call) return fail(500, { message: 'Call not found' });
  const customer = call.customer_id === null ? undefined : state.customers.get(call.customer_id);
  const user = call.user_id === null ? undefined : state.users.get(call.user_id);
  return ok({
    id: call.id,
    phonenumber: call.phonenumber,
    callerid: state.campaigns.get(call.campaign_id)?.callerid ?? null,
    customer_id: call.customer_id,
    customer_firstname: customer?.first_name ?? null,
    customer_lastname: customer?.last_name ?? null,
    user_id: call.user_id,
    user: user ? `${user.firstname} ${user.lastname}` : null,
    init_time: iso(call.init_time),
    connect_time: isoOrNull(call.connect_time),
    finish_time: iso(call.finish_time),
    handling_end: isoOrNull(call.handling_end),
    call_result_id: call.call_result_id,
    campaign_id: call.campaign_id,
    type: call.type,
    has_recording: call.recording,
    call_length_in_seconds: call.connect_time === null ? 0 : call.finish_time - call.connect_time,
  });
}

function recording(context: Context): Reply {
  const call = visibleCall(context);
  const found = call && recordingOf(context.state, call, bool(context.query.mp3) === true);
  return found ? { status: 200, ...found } : fail(500, { message: 'Not found' });
}

/** Order, loss and no thanks: nobody rings these again unasked. */
const final = new Set<number | null>([1, 2, 3]);

function callCustomer(context: Context): Reply {
  const { state, body } = context;
  const campaign = state.campaigns.get(int(body.campaign_id) ?? 0);
  if (!campaign || !seesCampaign(context, campaign.id)) return fail(404, { error: 'Campaign not found' });
  const customer_id = int(body.customer_id);
  const phone = customer_id === null ? e164(body.phonenumber) : null;
  if (customer_id === null && !phone) return fail(400, { error: 'Invalid phone number' });
  const customer = findCustomer(
    context,
    customer_id === null ? { phone: phone! } : { id: String(customer_id) },
  );
  if (customer_id !== null && !customer) return fail(404, { error: 'Customer not found' });
  const agent = state.users.get(int(body.agent) ?? 0);
  const works = agent?.active === 1 && !agent.deleted && agent.online && !agent.in_call;
  if (!works || (context.office !== null && agent.office_id !== context.office)) {
    return fail(403, { error: 'Agent is not available to take calls' });
  }
  const last = customer && state.calls.findLast((entry) => entry.customer_id === customer.id);
  const result = last && state.call_results.get(last.call_result_id);
  if (bool(body.allow_calling_finalized) !== true && result && final.has(result.type_id)) {
    return fail(403, { error: `Customer has result: ${result.title}` });
  }
  return ok({
    message: 'Call triggered successfully',
    return_object: {
      campaign_id: campaign.id,
      call_now: true,
      phonenumber: bare(customer?.phone ?? phone!),
      on_customer_404_create: customer_id === null,
    },
  });
}

const typeNames = ['Order', 'Loss', 'No thanks', 'Recurring', 'Order recurring'];

const resultRow = (result: CallResult) => ({
  id: result.id,
  type: result.type_id === null ? null : (typeNames[result.type_id - 1] ?? null),
  type_id: result.type_id,
  title: result.title,
  retry: result.retry,
  pick_date: result.pick_date,
  retry_flags: result.retry_flags,
});

function living({ state, params }: Context): CallResult | undefined {
  const result = state.call_results.get(int(params.id) ?? 0);
  return result?.deleted ? undefined : result;
}

function getResult(context: Context): Reply {
  const result = living(context);
  return result
    ? ok({ success: true, call_result: resultRow(result) })
    : fail(404, { success: true, message: 'The call result was not found' });
}

const recurs = (type: number) => type === 4 || type === 5;

function flagErrors(type: number, sent: unknown, required: boolean): string[] {
  if (!recurs(type)) {
    return absent(sent) || sent === 0 ? [] : ['retry_flags must be null when call_result_type_id is not 4'];
  }
  if (absent(sent) && !required) return [];
  const flags = int(sent);
  return flags !== null && flags >= 1 && flags <= 7
    ? []
    : [`retry_flags must be between 1 and 7 when call_result_type_id is ${type}`];
}

const tooLarge = (retry: unknown): boolean => {
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
  if (tooLarge(body.retry)) return serverError();
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

const noSuchResult = () =>
  fail(404, { success: false, message: "Can't find the call result based on your call result ID" });

function updateResult(context: Context): Reply {
  const { body, params } = context;
  if ((int(params.id) ?? 50) < 50)
    return fail(405, { message: 'This call result is not allowed to be updated' });
  const result = living(context);
  if (!result) return noSuchResult();
  const type = absent(body.call_result_type_id) ? result.type_id : int(body.call_result_type_id);
  if (type === null || type < 1 || type > 5) {
    return fail(400, { success: false, errors: ['call_result_type_id must be between 1 and 5'] });
  }
  const errors = flagErrors(type, body.retry_flags, false);
  if (errors.length > 0) return fail(400, { success: false, errors });
  if (tooLarge(body.retry)) return serverError();
  result.type_id = type;
  result.title = str(body.title) || result.title;
  if (body.retry !== undefined) result.retry = body.retry === null ? null : String(body.retry);
  if (bool(body.pick_date) !== null) result.pick_date = bool(body.pick_date) ? 1 : 0;
  if (!recurs(type)) result.retry_flags = null;
  else if (!absent(body.retry_flags)) result.retry_flags = int(body.retry_flags);
  return ok({ success: true, result: { status: 'success', id: result.id } });
}

function deleteResult(context: Context): Reply {
  if ((int(context.params.id) ?? 50) < 50) {
    return fail(405, { success: false, message: 'This call result is not allowed to be deleted' });
  }
  const result = living(context);
  if (!result) return noSuchResult();
  // Old calls keep their result; only the list forgets it.
  result.deleted = true;
  return ok({
    success: true,
    message: 'Call result is now deleted',
    result: { status: 'success', id: result.id },
  });
}

export const callRoutes: Route[] = [
  route('POST /api/calls/search', search, 'coach all_calls'),
  route('GET /api/call/:id', get),
  route('GET /api/call/:id/recording', recording),
  route('POST /api/customer/call', callCustomer),
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
