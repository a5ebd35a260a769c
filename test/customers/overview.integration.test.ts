/** Everything about one customer at once, against what the sandbox itself holds. */
import { describe, expect, it } from 'vitest';
import type { State } from '../../src/sandbox/state.ts';
import { addCall, addCustomer, addOrder, addSms, local, table } from '../support/sandbox-rows.ts';
import { type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';

const PHONE = '+46317001234';
const HOUR = 3600;

/** A customer with one event every hour, oldest first. */
function busy(state: State, events: ('call' | 'order' | 'in' | 'out' | 'note')[]) {
  const customer = addCustomer(state, { phone: PHONE });
  const customer_id = customer.id;
  const start = Math.floor(state.clock() / 1000) - events.length * HOUR;
  for (const [i, event] of events.entries()) {
    const at = start + i * HOUR;
    if (event === 'call')
      addCall(state, { customer_id, phonenumber: PHONE.slice(1), init_time: at, finish_time: at + 60 });
    else if (event === 'order')
      addOrder(state, { customer_id, create_time: at, confirmation_datetime: null });
    else
      addSms(state, {
        customer_id,
        sent: at,
        message: `${event} ${i}`,
        sender: event === 'in' ? PHONE : event === 'note' ? 'none' : 'Djurboxen',
      });
  }
  return { customer, customer_id, start };
}

const overview = async (here: SandboxServices, args: object) => here.ask('customer_overview', args);

describe('a customer', () => {
  it.each([
    { customer_id: 922 },
    { customer_id: '922' },
    { phone: '070-174 06 05' },
    { phone: '+46 (0)70-1740605' },
    { phone: '0046701740605' },
    { external_id_1: 'CRM-1' },
    { external_id_2: 77 },
    { external_id_3: 'x y' },
  ])('customer_overview finds a customer by %j', async (selector) => {
    const here = await sandboxServices();
    const anna = here.state.customers.get(922)!;
    Object.assign(anna, { external_id_1: 'CRM-1', external_id_2: '77', external_id_3: 'x y' });
    const { card } = await overview(here, selector);
    expect(card).toMatchObject({
      customer_id: 922,
      name: 'Anna Ek',
      phone: '+46701740605',
      identity_number: '19720311-****',
      contactlists: ['Hösten 2026 (6)'],
      custom_fields: { 'Antal husdjur (2)': '2', 'Status för ansökan (30)': 'kund sedan tidigare' },
    });
    for (const name of ['order_ids', 'call_ids', 'contactlist_ids']) expect(card).not.toHaveProperty(name);
  });

  it.each([{}, { customer_id: 922, phone: '0701740605' }])(
    'customer_overview refuses %j, which does not choose a customer in exactly one way',
    async (args) => {
      const here = await sandboxServices();
      expect(await here.refused('customer_overview', args)).toMatch(
        /^invalid_arguments: Give exactly one of/,
      );
      expect(here.requests).toEqual([]);
    },
  );

  it('an unknown or erased customer is not found, and nothing more is requested', async () => {
    const here = await sandboxServices();
    const { customer_id } = busy(here.state, ['call', 'out']);
    here.state.customers.get(customer_id)!.pruned = true;
    for (const selector of [
      { customer_id },
      { customer_id: 1 },
      { phone: '0317009999' },
      { external_id_1: '?' },
    ])
      expect(await here.refused('customer_overview', selector)).toMatch(/^not_found: /);
    expect(here.requests.map(({ path }) => path)).toEqual(Array(4).fill('/api/customer'));
  });

  it('a customer of another office is not found', async () => {
    const here = await sandboxServices({ HITRATE_TOKEN: 'sandbox-office' });
    expect(await here.refused('customer_overview', { customer_id: 922 })).toMatch(/^not_found: /);
  });

  it('the overview of a customer with nothing but a card has no events', async () => {
    const here = await sandboxServices();
    const { customer_id } = busy(here.state, []);
    const answer = await overview(here, { customer_id });
    expect(answer).toMatchObject({
      orders: { total: 0, value_not_cancelled: 0 },
      calls: { total: 0 },
      sms: { from_customer: 0, to_customer: 0, notes: 0 },
      timeline: { total: 0, returned: 0, rows: [] },
    });
    for (const name of ['same_number', 'not_shown', 'note']) expect(answer).not.toHaveProperty(name);
  });
});

describe('the timeline', () => {
  it('the timeline has all calls, orders and SMS of the customer, the latest first', async () => {
    const here = await sandboxServices();
    const { state } = here;
    const all = [
      ...state.calls
        .filter((call) => call.customer_id === 922)
        .map(({ id, init_time }) => ({ at: init_time, what: 'call out', id })),
      ...[31, 39].map((id) => ({ at: state.orders.get(id)!.create_time, what: 'order', id })),
      ...state.sms
        .filter((sms) => sms.customer_id === 922)
        .map(({ sent, sender }) => ({
          at: sent,
          what: sender === '+46701740605' ? 'sms in' : 'sms out',
          id: null,
        })),
    ].sort((a, b) => b.at - a.at);
    const { timeline, orders, calls, sms } = await overview(here, { customer_id: 922 });
    expect(timeline).toMatchObject({ total: all.length, returned: all.length });
    expect(
      table(timeline)
        .map(({ time, what, id }) => `${time} ${what} ${id}`)
        .sort(),
    ).toEqual(all.map(({ at, what, id }) => `${local(at)} ${what} ${id}`).sort());
    expect(table(timeline).map(({ time }) => time)).toEqual(all.map(({ at }) => local(at)));
    expect(orders).toEqual({
      total: 2,
      confirmed: 1,
      cancelled: 1,
      unconfirmed: 0,
      value_not_cancelled: 399,
      ids: [31, 39],
    });
    const recorded = state.calls.filter((call) => call.customer_id === 922 && call.recording);
    expect(calls).toEqual({ total: 5, recorded: recorded.map(({ id }) => id).reverse() });
    const [inwards, outwards] = ['in', 'out'].map(
      (way) => all.filter(({ what }) => what === `sms ${way}`).length,
    );
    expect(sms).toEqual({ from_customer: inwards, to_customer: outwards, notes: 0 });
  });

  it('the timeline tells the agent, result, campaign and length of a call, and the details of orders and SMS', async () => {
    const here = await sandboxServices();
    const rows = table((await overview(here, { customer_id: 922 })).timeline);
    expect(rows.find(({ id }) => id === 4371)).toMatchObject({
      who: 'Mawila Nathaniel (6)',
      text: 'Order (5), Animal snacks (2), line_s 35, recorded',
    });
    expect(rows.find(({ id, what }) => id === 39 && what === 'order')).toMatchObject({
      who: 'Mawila Nathaniel (6)',
      text: '1 x Dog box, 399, confirmed, call 4371, order recording',
    });
    expect(rows.find(({ text }) => text.startsWith('Hej! När kommer'))).toMatchObject({
      what: 'sms in',
      who: null,
    });
    expect(rows.find(({ text }) => text.startsWith('Hej Anna! Inom'))).toMatchObject({
      what: 'sms out',
      who: 'Mawila Nathaniel (6)',
    });
  });

  it('the timeline shows the comments of an order, the number of an incoming call, and no name where no agent answered', async () => {
    const here = await sandboxServices();
    const { customer_id, start } = busy(here.state, ['order', 'call']);
    const [order] = [...here.state.orders.values()].filter((one) => one.customer_id === customer_id);
    order!.comments.push({ user_id: 6, comment: 'Ring efter 17' });
    addCall(here.state, {
      customer_id,
      user_id: null,
      type: 'incoming',
      init_time: start + 9,
      finish_time: start + 12,
      call_result_id: 18,
      phonenumber: '46317004321',
    });
    const rows = table((await overview(here, { customer_id })).timeline);
    expect(rows[1]).toMatchObject({
      what: 'call in',
      who: null,
      text: expect.stringContaining('+46317004321'),
    });
    expect(rows[0].text).not.toContain('+4631');
    expect(rows[2].text).toContain('"Ring efter 17"');
  });

  it('the timeline shows 25 events unless limit asks for another number, and the note names limit', async () => {
    const here = await sandboxServices();
    const { customer_id } = busy(here.state, Array(60).fill('in'));
    const { timeline, note } = await overview(here, { customer_id });
    expect(timeline).toMatchObject({ total: 60, returned: 25 });
    expect(timeline.rows[0].at(-1)).toBe('in 59');
    expect(note).toMatch(/limit, up to 200/);
    expect((await overview(here, { customer_id, limit: 3 })).timeline.rows).toHaveLength(3);
    const all = await overview(here, { customer_id, limit: 60 });
    expect(all.timeline.returned).toBe(60);
    expect(all).not.toHaveProperty('note');
    expect(await here.refused('customer_overview', { customer_id, limit: 201 })).toMatch(
      /^invalid_arguments: limit/,
    );
  });

  it.each([199, 200, 201, 400, 401, 650])(
    'the timeline has the latest of %i calls, and the note tells where not all calls were read',
    async (count) => {
      const here = await sandboxServices();
      const { customer_id, start } = busy(here.state, Array(count).fill('call'));
      const { calls, timeline, note = '' } = await overview(here, { customer_id, limit: 5 });
      expect(calls.total).toBe(count);
      expect(table(timeline).map(({ time }) => time)).toEqual(
        [1, 2, 3, 4, 5].map((back) => local(start + (count - back) * HOUR)),
      );
      const read = timeline.total;
      expect(read).toBe(Math.min(count, 400));
      expect(/Of (\d+) calls the latest (\d+) were read/.exec(note)?.slice(1)).toEqual(
        read < count ? [String(count), String(read)] : undefined,
      );
    },
  );
});

describe('an SMS', () => {
  const senders = async (sender: string, old?: string) => {
    const here = await sandboxServices();
    const { customer, customer_id, start } = busy(here.state, []);
    if (old) {
      addCall(here.state, {
        customer_id,
        phonenumber: old.slice(1),
        init_time: start - 60,
        finish_time: start - 30,
      });
      customer.old_phones.push(old);
    }
    addSms(here.state, { customer_id, sent: start, sender, message: 'x' });
    return (await overview(here, { customer_id })).sms;
  };
  it.each([
    [PHONE, 'from_customer'],
    ['0046317001234', 'from_customer'],
    ['031-700 12 34', 'from_customer'],
    ['46317001234', 'from_customer'],
    ['none', 'notes'],
    ['Djurboxen', 'to_customer'],
    ['Fiber 250', 'to_customer'],
    ['+46317001235', 'to_customer'],
    ['', 'to_customer'],
  ])('an SMS from the sender %j counts as %s', async (sender, kind) => {
    expect(await senders(sender)).toEqual({ from_customer: 0, to_customer: 0, notes: 0, [kind]: 1 });
  });

  it('an SMS from a former number of the customer counts as from_customer, where a call was made under that number', async () => {
    expect(await senders('+46317009999', '+46317009999')).toMatchObject({ from_customer: 1, to_customer: 0 });
  });
});
