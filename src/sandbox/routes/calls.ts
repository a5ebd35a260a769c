import { hasRights, seesCampaign } from '../http/auth.ts';
import type { Context, Json, Reply, Route } from '../http/context.ts';
import { fail, ok, route } from '../http/router.ts';
import { findCustomer } from '../lookup.ts';
import { bare, e164 } from '../phone.ts';
import { recordingOf } from '../recordings.ts';
import { type Call, type CallType, callTypes } from '../state.ts';
import { iso, isoOrNull, span } from '../time.ts';
import { absent, bool, int, ints } from '../values.ts';

/** No more rows of one search are ever sent, however it is paged. */
const SEARCH_ROW_LIMIT = 50_000;

const searchRow = (call: Call) => ({
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

type Condition = (call: Call) => boolean;

/** Returns the conditions of a search, or the name of the parameter that is not valid. */
function conditions(context: Context): Condition[] | string {
  const { body } = context;
  const all: Condition[] = [];
  const isAmong = (key: string, value: (call: Call) => number | null) => {
    const ids = ints(body[key]);
    if (!ids) return;
    const set = new Set<number | null>(ids);
    all.push((call) => set.has(value(call)));
  };
  isAmong('user_ids', (call) => call.user_id);
  isAmong('campaign_ids', (call) => call.campaign_id);
  isAmong('contactlist_ids', (call) => call.contactlist_id);
  isAmong('call_result_ids', (call) => call.call_result_id);
  isAmong('customer_ids', (call) => call.customer_id);
  for (const key of ['start_date', 'end_date'] as const) {
    if (absent(body[key]) || body[key] === '') continue;
    const moment = span(body[key]);
    if (!moment) return key;
    all.push(key === 'start_date' ? (c) => c.init_time >= moment[0] : (c) => c.init_time <= moment[1]);
  }
  if (!absent(body.type) && body.type !== '') {
    if (!callTypes.includes(body.type as CallType)) return 'type';
    all.push((call) => call.type === body.type);
  }
  if (!absent(body.phonenumber) && body.phonenumber !== '') {
    const phone = String(body.phonenumber).replace(/^\+/, '');
    all.push((call) => call.phonenumber === phone);
  }
  const recording = bool(body.recording);
  if (recording !== null) all.push((call) => call.recording === recording);
  if (context.office !== null) {
    const visible = new Set([...context.state.campaigns.keys()].filter((id) => seesCampaign(context, id)));
    all.push((call) => visible.has(call.campaign_id));
  }
  return all;
}

function search(context: Context): Reply {
  const filter = conditions(context);
  if (typeof filter === 'string') return fail(400, { message: `${filter} is not valid` });
  const limit = Math.min(Math.max(int(context.body.limit) ?? SEARCH_ROW_LIMIT, 1), SEARCH_ROW_LIMIT);
  const page = Math.max(int(context.body.page) ?? 0, 0);
  const from = page * limit;
  const to = Math.min(from + limit, SEARCH_ROW_LIMIT);
  const rows: Json[] = [];
  let count = 0;
  for (const call of context.state.calls) {
    if (!filter.every((holds) => holds(call))) continue;
    if (count >= from && count < to) rows.push(searchRow(call));
    count += 1;
  }
  if (rows.length === 0) return ok({ rows, count });
  const last_page = Math.ceil(Math.min(count, SEARCH_ROW_LIMIT) / limit) - 1;
  return ok({ rows, count, current_page: page, last_page });
}

/** Without the right all_calls, users see the calls that they were on. */
function visibleCall({ params, ...context }: Context): Call | undefined {
  const call = context.state.calls.find((entry) => entry.id === int(params.id));
  if (!call || !seesCampaign(context, call.campaign_id)) return undefined;
  return hasRights(context.user) || call.user_id === context.user.id ? call : undefined;
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
  const file = call && recordingOf(context.state, call, bool(context.query.mp3) === true);
  return file ? { status: 200, ...file } : fail(500, { message: 'Not found' });
}

/** Order, loss and no thanks: nobody rings these again unasked. */
const FINAL_TYPES = new Set<number | null>([1, 2, 3]);

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
  const available = agent?.active === 1 && !agent.deleted && agent.online && !agent.in_call;
  if (!available || (context.office !== null && agent.office_id !== context.office)) {
    return fail(403, { error: 'Agent is not available to take calls' });
  }
  const last = customer && state.calls.findLast((entry) => entry.customer_id === customer.id);
  const result = last && state.call_results.get(last.call_result_id);
  if (bool(body.allow_calling_finalized) !== true && result && FINAL_TYPES.has(result.type_id)) {
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

export const callRoutes: Route[] = [
  route('POST /api/calls/search', search, 'coach all_calls'),
  route('GET /api/call/:id', get),
  route('GET /api/call/:id/recording', recording),
  route('POST /api/customer/call', callCustomer),
];
