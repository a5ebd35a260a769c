/** A number, or an external id, is not a customer: all that have it are told, counted by hand in the sandbox. */
import { describe, expect, it } from 'vitest';
import { addCall, addCustomer, addSms, local, table } from '../support/sandbox-rows.ts';
import { type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';

/** Numbers of the sandbox that stand on several lists. */
const NUMBERS = [
  ['070-174 06 17', '+46701740617', [46, 1626, 3202, 4778]],
  ['+46 31 390 06 87', '+46313900687', [1130, 2706, 4282]],
] as const;

const now = ({ state }: SandboxServices) => Math.floor(state.clock() / 1000);

/** Something of each, the last one of all today, so that each can be found. */
async function busyWorld(phone: string, ids: readonly number[], env = {}) {
  const here = await sandboxServices(env);
  const { state } = here;
  for (const [i, customer_id] of ids.entries()) {
    const init_time = now(here) - (ids.length - i) * 86_400;
    addCall(state, { customer_id, phonenumber: phone.slice(1), init_time, finish_time: init_time + 40 });
    addSms(state, { customer_id, sent: init_time + 60, message: `till ${customer_id}` });
  }
  const init_time = now(here) - 60;
  const latest = addCall(state, {
    customer_id: ids[0]!,
    phonenumber: phone.slice(1),
    init_time,
    finish_time: init_time + 50,
  });
  const of = <T extends { customer_id: number | null }>(rows: Iterable<T>) =>
    [...rows].filter(({ customer_id }) => ids.includes(customer_id as number));
  return {
    here,
    latest,
    calls: of(state.calls),
    orders: of(state.orders.values()),
    sms: of(state.sms),
    newest: Math.max(...ids),
  };
}

const idsIn = (rows: object) => table(rows).map(({ customer_id }) => customer_id);
const sorted = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b);

describe.each(NUMBERS)('by %s', (written, phone, ids) => {
  it('an overview by phone is one timeline of all ids, which begins with the latest call of the number', async () => {
    const { here, latest, calls, orders, sms } = await busyWorld(phone, ids);
    const answer = await here.ask('customer_overview', { phone: written, limit: 200 });
    expect(answer).not.toHaveProperty('card');
    expect(sorted(idsIn(answer.customers))).toEqual([...ids]);
    expect(answer.calls.total).toBe(calls.length);
    expect(answer.orders.total).toBe(orders.length);
    expect(answer.timeline.total).toBe(calls.length + orders.length + sms.length);
    const rows = table(answer.timeline);
    expect(rows[0]).toMatchObject({
      time: local(latest.init_time),
      what: 'call out',
      id: latest.id,
      customer_id: ids[0],
    });
    expect(rows[0].text).toMatch(/, line_s 50$/);
    for (const call of calls)
      expect(rows).toContainEqual(expect.objectContaining({ id: call.id, customer_id: call.customer_id }));
    for (const order of orders)
      expect(rows.find(({ id, what }) => what === 'order' && id === order.id)).toMatchObject({
        customer_id: order.customer_id,
        text: expect.stringContaining(`call ${order.call_id}`),
      });
  });

  it('an overview by phone compares the ids by names of lists, counts, and whether the identity number is the same', async () => {
    const { here, calls, orders, newest } = await busyWorld(phone, ids);
    const { customers, customers_note } = await here.ask('customer_overview', { phone: written });
    expect(customers_note).toMatch(new RegExp(`^${ids.length} customer ids have this number`));
    expect(idsIn(customers)[0]).toBe(newest);
    const withNumber = idsIn(customers).find((id) => here.state.customers.get(id)!.identity_number);
    const compared = here.state.customers.get(withNumber!)!.identity_number;
    for (const row of table(customers)) {
      const { identity_number, contactlist_ids, first_name, last_name } = here.state.customers.get(
        row.customer_id,
      )!;
      const own = ({ customer_id }: { customer_id: number | null }) => customer_id === row.customer_id;
      expect(row).toMatchObject({
        name: `${first_name} ${last_name}`,
        contactlists: contactlist_ids.map((id) => `${here.state.contactlists.get(id)!.title} (${id})`),
        orders: orders.filter(own).length,
        calls: calls.filter(own).length,
        same_identity_number: identity_number === null ? null : identity_number === compared,
      });
    }
    expect(JSON.stringify(customers)).not.toMatch(/\d{8}-\d/);
  });

  it('get_customer by phone gives the newest customer card, and lists the other ids', async () => {
    const { here, newest } = await busyWorld(phone, ids);
    const answer = await here.ask('get_customer', { phone: written });
    const { contactlist_ids } = here.state.customers.get(newest)!;
    expect(answer).toMatchObject({
      customer_id: newest,
      contactlists: contactlist_ids.map((id) => `${here.state.contactlists.get(id)!.title} (${id})`),
      same_number_note: expect.stringContaining(`newest of ${ids.length} customer ids`),
    });
    expect(idsIn(answer.same_number)).toEqual(ids.filter((id) => id !== newest));
    const asked = here.requests.filter(({ path, query }) => path === '/api/customer' && 'phone' in query);
    expect(asked).toHaveLength(1);
  });

  it('get_sms_history by phone is one list with the customer in each row, the newest first', async () => {
    const { here, sms } = await busyWorld(phone, ids);
    const answer = await here.ask('get_sms_history', { phone: written, limit: 200 });
    const rows = table(answer);
    expect(answer.total).toBe(sms.length);
    expect(rows.map(({ customer_id, message }) => [customer_id, message])).toEqual(
      sms.map(({ customer_id, message }) => [customer_id, message]).reverse(),
    );
    expect(sorted(idsIn(answer.customers))).toEqual([...ids]);
    const counts = await here.ask('search_sms', { phone: written });
    expect(sorted(idsIn(counts))).toEqual([...ids]);
  });

  it.each(['get_sms_history_pdf', 'collect_customer_data', 'update_customer'])(
    '%s by phone answers with a choice where several customers have the number',
    async (tool) => {
      const { here, newest } = await busyWorld(phone, ids, {
        HITRATE_ACCESS: 'write',
        HITRATE_DOWNLOAD_DIR: process.cwd(),
      });
      const before = structuredClone(here.state.customers);
      const changes = tool === 'update_customer' ? { changes: { city: 'Lund' } } : {};
      const answer = await here.ask(tool, { phone: written, ...changes });
      expect(answer).toMatchObject({
        status: 'choose',
        total: ids.length,
        next: expect.stringContaining('customer_id'),
      });
      expect(idsIn(answer)[0]).toBe(newest);
      expect(sorted(idsIn(answer))).toEqual([...ids]);
      expect(here.state.customers).toEqual(before);
    },
  );
});

describe('by customer_id', () => {
  it.each(NUMBERS)(
    'an overview by customer_id covers that id alone, and lists the other ids with the number %s',
    async (_, phone, ids) => {
      const { here, calls } = await busyWorld(phone, ids);
      for (const customer_id of ids) {
        const answer = await here.ask('customer_overview', { customer_id });
        expect(answer.card.customer_id).toBe(customer_id);
        expect(answer.calls.total).toBe(calls.filter((call) => call.customer_id === customer_id).length);
        expect(answer.timeline.columns).not.toContain('customer_id');
        expect(idsIn(answer.same_number)).toEqual(ids.filter((id) => id !== customer_id));
      }
    },
  );

  it('get_sms_history uses phone beside customer_id only to filter the SMS', async () => {
    const here = await sandboxServices();
    await here.ask('get_sms_history', { customer_id: 922, phone: '070-174 06 17' });
    // The names of agents are read beside.
    const asked = here.requests.filter(({ path }) => path !== '/api/users');
    expect(asked.map(({ path, body }) => [path, body])).toEqual([
      ['/api/sms_communication', { customer_id: 922, phonenumber: '+46701740617' }],
    ]);
  });
});

describe('the identity number', () => {
  const flags = async (numbers: (string | null)[]) => {
    const here = await sandboxServices();
    const phone = '+46317001234';
    for (const [i, identity_number] of numbers.entries()) {
      const { id } = addCustomer(here.state, { phone, identity_number, create_time: 1_000 - i });
      addCall(here.state, { customer_id: id, phonenumber: phone.slice(1) });
    }
    const { customers } = await here.ask('customer_overview', { phone });
    expect(JSON.stringify(customers)).not.toMatch(/1234|9876/);
    return table(customers).map(({ same_identity_number }) => same_identity_number);
  };

  it('identity numbers are compared in any form without being shown', async () => {
    expect(await flags(['19720311-1234', '720311-1234', '197203111234', '19500101-9876'])).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('identity numbers are compared with the first known number, and a customer without a number is not compared', async () => {
    expect(await flags([null, '19720311-1234', '', '19720311-1234'])).toEqual([null, true, null, true]);
  });
});

describe('a number that somebody had before', () => {
  const PHONE = '+46317001234';
  const moved = async () => {
    const here = await sandboxServices();
    const { id } = addCustomer(here.state, { phone: PHONE });
    const former = addCustomer(here.state, { phone: '+46317005678', old_phones: [PHONE] }).id;
    const under = addCall(here.state, { customer_id: former, phonenumber: PHONE.slice(1) });
    addCall(here.state, { customer_id: former, phonenumber: '46317005678' });
    const nobody = addCall(here.state, { customer_id: null, phonenumber: PHONE.slice(1) });
    return { here, id, former, under, nobody };
  };

  it('an overview by phone has the calls under the number, but not the other calls of a former holder, who is marked as such', async () => {
    const { here, id, former, under, nobody } = await moved();
    const answer = await here.ask('customer_overview', { phone: PHONE });
    expect(answer.card.customer_id).toBe(id);
    expect(table(answer.same_number)).toMatchObject([{ customer_id: former, number: 'another one now' }]);
    expect(sorted(table(answer.timeline).map((row) => row.id))).toEqual(sorted([under.id, nobody.id]));
    expect(answer.calls.total).toBe(2);
  });

  it('a former holder of the number does not make a change by phone ambiguous', async () => {
    const { here, id } = await moved();
    here.fresh({ HITRATE_ACCESS: 'write' });
    expect(await here.ask('update_customer', { phone: PHONE, changes: { city: 'Lund' } })).toMatchObject({
      status: 'done',
      customer_id: id,
    });
  });

  it('a former number leads to the SMS that were sent there, also where no customer has the number now', async () => {
    const here = await sandboxServices();
    const { id } = addCustomer(here.state, { phone: '+46317005678', old_phones: [PHONE] });
    addSms(here.state, { customer_id: id, sent: now(here), message: 'Till gamla numret' });
    const answer = await here.ask('get_sms_history', { phone: PHONE });
    expect(table(answer)).toMatchObject([{ customer_id: id, message: 'Till gamla numret' }]);
    expect(table(answer.customers)).toMatchObject([{ customer_id: id, number: 'another one now' }]);
    expect(await here.refused('get_sms_history', { phone: '031-700 99 99' })).toMatch(/^not_found: /);
  });
});

describe('for an agent without the permission to see all calls', () => {
  it('get_customer reports that calls were not searched for want of the permission', async () => {
    const here = await sandboxServices({ HITRATE_TOKEN: 'sandbox-agent' });
    const { not_looked_in } = await here.ask('get_customer', { phone: '070-174 06 05' });
    expect(not_looked_in).toEqual({
      same_number_calls: expect.stringMatching(/^permission_denied: .*all_calls/),
    });
  });

  it('a change by phone is refused without the permission to see all calls, and a change by customer_id is done', async () => {
    const here = await sandboxServices({ HITRATE_TOKEN: 'sandbox-agent', HITRATE_ACCESS: 'write' });
    const changes = { city: 'Lund' };
    expect(await here.refused('update_customer', { phone: '070-174 06 05', changes })).toMatch(
      /^permission_denied: .*Give customer_id instead/,
    );
    expect(here.state.customers.get(922)!.city).not.toBe('Lund');
    await here.ask('update_customer', { customer_id: 922, changes });
    expect(here.state.customers.get(922)!.city).toBe('Lund');
  });
});
