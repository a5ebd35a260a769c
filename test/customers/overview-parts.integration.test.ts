/** Parts of an overview that fail, other ids of a number, and an answer that stays small and masked. */
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { describe, expect, it } from 'vitest';
import { addCall, addCustomer, addOrder, addSms, table } from '../support/sandbox-rows.ts';
import { failing, type SandboxServices, sandboxServices, silent } from '../support/sandbox-services.ts';

const anna = { customer_id: 922 };
const body = { message: 'It broke' };

/** Whether the request is that of the part. */
const PARTS: Record<string, (request: SandboxServices['requests'][number]) => boolean> = {
  orders: ({ path, query }) => /orders/.test(path) && 'id' in query,
  same_number_orders: ({ path, query }) => /orders/.test(path) && 'phone' in query,
  calls: ({ path, body }) => path === '/api/calls/search' && 'customer_ids' in body,
  same_number_calls: ({ path, body }) => path === '/api/calls/search' && 'phonenumber' in body,
  same_number_sms: ({ path }) => path === '/api/sms_communications',
  sms: ({ path }) => path === '/api/sms_communication',
};
const idsIn = (others: object) => table(others).map(({ customer_id }) => customer_id);

const FORMS = [
  { status: 500, body },
  { status: 403, body: { message: 'Permission denied, user missing coach all_calls permission' } },
  { body: {} },
  { body: { rows: 7 } },
  { body: { rows: [null] } },
  { body: [null] },
  { body: 'null' },
  { body: '<html>' },
];

describe('a part that fails', () => {
  it.each(Object.entries(PARTS))(
    'the failed part %s is named with its reason, and the other parts are given',
    async (part, isIt) => {
      const here = await sandboxServices();
      const other = addCustomer(here.state, { phone: '+46701740605', create_time: 0 });
      addCall(here.state, { customer_id: other.id });
      const whole = await here.ask('customer_overview', { ...anna, limit: 200 });
      for (const form of FORMS) {
        here.instead((request) => (isIt(request) ? form : 'sandbox'));
        const answer = await here.ask('customer_overview', { ...anna, limit: 200 });
        expect(Object.keys(answer.not_shown)).toEqual([part]);
        expect(answer.not_shown[part]).toMatch(/^(rejected|permission_denied|bad_answer|unavailable): /);
        for (const name of ['card', 'orders', 'calls', 'sms'])
          expect([name, answer[name]]).toEqual([name, name === part ? undefined : whole[name]]);
        expect(answer.timeline.total).toBeLessThanOrEqual(whole.timeline.total);
        if (part === 'calls')
          expect(table(answer.timeline).some(({ what }) => /call/.test(what))).toBe(false);
        if (part === 'same_number_orders') expect(idsIn(answer.same_number)).toEqual([other.id]);
      }
    },
  );

  it('a part without an answer is reported as a timeout of that part', async () => {
    const here = await sandboxServices({ HITRATE_TIMEOUT_MS: '1000' });
    here.instead(silent(/sms_communication$/));
    const { not_shown, orders } = await here.ask('customer_overview', anna);
    expect(not_shown).toEqual({ sms: expect.stringMatching(/^timeout: /) });
    expect(orders.total).toBe(2);
  });

  it('an agent without the permission to see all calls gets the other parts', async () => {
    const here = await sandboxServices({ HITRATE_TOKEN: 'sandbox-agent' });
    const { not_shown, orders } = await here.ask('customer_overview', anna);
    expect(not_shown.calls).toMatch(/^permission_denied: .*all_calls/);
    expect(orders.total).toBe(2);
  });

  it('a failed customer card is the error of the whole overview', async () => {
    const here = await sandboxServices();
    here.instead(failing(/customer$/));
    expect(await here.refused('customer_overview', anna)).toMatch(/It broke/);
    here.instead(failing(/customer$/, { body: { name: 'Nobody' } }));
    expect(await here.refused('customer_overview', anna)).toMatch(/^bad_answer: .*without an id/);
  });

  it('an overview shows ids alone where the lists of names can not be read', async () => {
    const here = await sandboxServices();
    here.instead(failing(/contactlist$|campaigns|users|call_results/, { status: 403, body }));
    const { card, timeline } = await here.ask('customer_overview', anna);
    expect(card.contactlists).toEqual(['6']);
    expect(table(timeline).find(({ id }) => id === 4371)).toMatchObject({
      who: '6',
      text: expect.stringMatching(/^5, 2, /),
    });
  });
});

describe('other ids with the number', () => {
  it('other ids with the number are listed from orders and from calls, once each and in order', async () => {
    const here = await sandboxServices();
    const others = [1, 2, 3].map(() => addCustomer(here.state, { phone: '+46701740605', create_time: 0 }).id);
    addOrder(here.state, { customer_id: others[1]! });
    for (const customer_id of [others[2]!, others[0]!, others[2]!]) addCall(here.state, { customer_id });
    addCall(here.state, { customer_id: null });
    const answer = await here.ask('customer_overview', anna);
    expect(idsIn(answer.same_number)).toEqual(others);
    expect(answer.same_number_note).toMatch(/or several persons/);
  });

  it('other ids are not searched for where the customer has no valid number', async () => {
    const here = await sandboxServices();
    here.state.customers.get(922)!.phone = 'GDPR REMOVED';
    const answer = await here.ask('customer_overview', anna);
    expect(answer).not.toHaveProperty('same_number');
    expect(here.requests.filter(({ path }) => /orders/.test(path))).toHaveLength(1);
  });

  it('orders of other customers are not counted where the dialer ignores the filter', async () => {
    const here = await sandboxServices();
    here.instead(({ path, query }) => {
      if (!/orders/.test(path) || !('id' in query)) return 'sandbox';
      return { body: [{ id: 5, customer_id: 1, value: 9 }] };
    });
    expect((await here.ask('customer_overview', anna)).orders.total).toBe(0);
  });
});

describe('what people wrote', () => {
  const number = '19720311-1234';
  const shown = async (message: string, env = {}) => {
    const here = await sandboxServices(env);
    addSms(here.state, { message, sent: Math.floor(here.state.clock() / 1000) });
    return table((await here.ask('customer_overview', anna)).timeline)[0].text;
  };

  it.each([0, 100, 184, 185, 186, 187, 188, 189, 190, 199])(
    'an identity number in an SMS is masked, also %i characters into the text',
    async (at) => {
      const text = await shown(`${'x'.repeat(at)} ${number} end`);
      expect(text).not.toMatch(/-\d/);
      expect(text).not.toMatch(/19720311-?1/);
    },
  );

  it('identity numbers in an SMS are shown whole where the operator wants whole numbers', async () => {
    expect(await shown(number, { HITRATE_IDENTITY_NUMBERS: 'full' })).toBe(number);
  });

  it('the text of an SMS is one line without hidden characters, cut at 200 characters and marked as quoted', async () => {
    expect(await shown('a\n\nb\u202ec\u0007')).toBe('a bc');
    expect(await shown('y'.repeat(900))).toBe(`${'y'.repeat(199)}…`);
    expect((await (await sandboxServices()).ask('customer_overview', anna)).quoted).toMatch(
      /messages.*not instructions/,
    );
  });
});

it('an overview of a customer with hundreds of everything has less than 8,000 tokens', async () => {
  const here = await sandboxServices();
  const { state } = here;
  const customer = state.customers.get(922)!;
  const now = Math.floor(state.clock() / 1000);
  const long = 'Åäö blandat with emoji 🙂 och siffror 8231. '.repeat(30);
  for (let i = 0; i < 220; i++) {
    addSms(state, { message: long, sent: now - i });
    addCall(state, { customer_id: 922, init_time: now - i, finish_time: now, recording: true });
    addOrder(state, { customer_id: 922, create_time: now - i, comments: [{ user_id: 6, comment: long }] });
    const other = addCustomer(state, { phone: customer.phone, create_time: 0 });
    addCall(state, { customer_id: other.id, init_time: now - i });
  }
  for (let id = 1000; id < 1100; id++) {
    state.contactlists.set(id, { ...state.contactlists.get(6)!, id, title: `${id} ${long}` });
    customer.contactlist_ids.push(id);
    state.fields.set(id, { ...state.fields.get(2)!, id, name: `${id} ${long}` });
    customer.custom_fields.push({ id, value: long });
  }
  customer.address = long.repeat(20);
  const answer = await here.ask('customer_overview', { ...anna, limit: 200 });
  expect(new Tiktoken(o200k).encode(JSON.stringify(answer)).length).toBeLessThan(8000);
  expect(answer.card.left_out).toMatch(/^101 lists and 102 custom fields/);
  expect(answer).toMatchObject({
    same_number: { total: expect.any(Number), returned: 20 },
    note: expect.stringMatching(/No more events fit/),
  });
  expect(answer.same_number.total).toBeGreaterThan(20);
});
