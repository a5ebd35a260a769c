// One world out of one seed: what others rely on is written out in story.ts, all the rest is drawn.

import { sampleOf } from '../recordings.ts';
import { byId, type Call, type Order, type Sms, type State } from '../state.ts';
import * as traffic from './calls.ts';
import * as company from './company.ts';
import { drawOrder, orderSms } from './orders.ts';
import * as people from './people.ts';
import { type Random, random } from './random.ts';
import * as setup from './setup.ts';
import { type Story, scriptedSms, scriptedStory } from './story.ts';

export interface SeedOptions {
  seed: number;
  clock: () => number;
  calls: number;
  days: number;
}

const SCRIPTED_CALL_ID = 4371;
const FIRST_DRAWN_ORDER = 101;
const MAX_SMS_THREADS = 80;

export function seed({ seed: number, clock, calls: count, days }: SeedOptions): State {
  const dice = random(number);
  const now = Math.floor(clock() / 1000);
  const state = quietWorld(dice, clock, now);
  const story = scriptedStory(state, now, days);
  const drawnCalls = traffic.calls(dice, state, now, days, Math.max(0, count - story.calls.length));
  state.calls = [...story.calls, ...drawnCalls];
  numberCalls(state.calls, story.calls[0]!);
  state.orders = byId(ordersOf(state, dice, story, now));
  state.sms = smsThreads(state);
  return state;
}

/** Returns the company and its customers before anybody has called. */
function quietWorld(dice: Random, clock: () => number, now: number): State {
  return {
    clock,
    next: {
      users: 82,
      clients: 130,
      contactlists: 71,
      campaign_products: 110,
      campaign_contactlists: 79,
      call_results: 74,
      customers: 4802,
      products: 26,
      fields: 84,
      sms_templates: 102,
      blocklists: 11,
      blocked_numbers: 182,
      confirmations: 500,
    },
    offices: company.offices(),
    users: company.users(),
    clients: company.clients(),
    campaigns: company.campaigns(),
    campaign_products: company.campaignProducts(),
    campaign_contactlists: company.campaignContactlists(),
    contactlists: company.contactlists(now),
    fields: setup.fields(),
    blocklists: people.blocklists(now),
    call_results: setup.callResults(),
    customers: people.customers(dice, now),
    products: company.products(),
    orders: new Map(),
    sms_templates: setup.smsTemplates(),
    calls: [],
    sms: [],
  };
}

/**
 * Gives calls their ids in the order of time, counted so that the scripted one fits in; of too many calls it is out of
 * line.
 */
function numberCalls(calls: Call[], scripted: Call): void {
  calls.sort((a, b) => a.init_time - b.init_time);
  const position = calls.indexOf(scripted);
  const first = position < SCRIPTED_CALL_ID ? SCRIPTED_CALL_ID - position : 5000;
  for (const [index, call] of calls.entries()) call.id = first + index;
  scripted.id = SCRIPTED_CALL_ID;
}

/**
 * Returns the scripted orders, and one for each drawn call that ended in one, sorted by time; other calls last as long
 * as their recordings.
 */
function ordersOf(state: State, dice: Random, story: Story, now: number): Order[] {
  const orders = story.orders();
  const scripted = new Set(story.calls);
  let id = FIRST_DRAWN_ORDER;
  for (const call of state.calls) {
    if (scripted.has(call)) continue;
    if (call.call_result_id === 5 && call.user_id !== null && call.customer_id !== null) {
      orders.push(drawOrder(state, dice, id, call, now));
      id += 1;
    } else traffic.matchRecording(call, sampleOf(state, call).seconds, now);
  }
  return orders.sort((a, b) => a.create_time - b.create_time);
}

/** Returns the SMS about Anna's orders and the latest of the pet campaigns. */
function smsThreads(state: State): Sms[] {
  const petOrders = [...state.orders.values()].filter(
    ({ campaign_id }) => campaign_id === 2 || campaign_id === 8,
  );
  const firstShown = petOrders.length - MAX_SMS_THREADS;
  const chosen = petOrders.filter(
    (order, index) => order.customer_id === people.ANNA_ID || index >= firstShown,
  );
  const rows = [...chosen.flatMap((order) => orderSms(state, order)), ...scriptedSms(state)];
  return rows.sort((a, b) => a.sent - b.sent);
}
