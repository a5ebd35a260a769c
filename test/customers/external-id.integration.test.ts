/** Customers chosen by the id of another system, and the one document of a customer's SMS. */
import { describe, expect, it } from 'vitest';
import { addCustomer, addOrder, addSms, local, table } from '../support/sandbox-rows.ts';
import { failing, type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';

const now = ({ state }: SandboxServices) => Math.floor(state.clock() / 1000);

const idsIn = (rows: object) => table(rows).map(({ customer_id }) => customer_id);
const sorted = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b);

describe('external_id', () => {
  const several = async () => {
    const here = await sandboxServices();
    const ids = ['external_id_1', 'external_id_2', 'external_id_3'].map(
      (field, i) => addCustomer(here.state, { phone: `+4631700120${i}`, [field]: 'K-7' }).id,
    );
    // An older one in the first field, whom the dialer's own match hides.
    const older = addCustomer(here.state, { phone: '+46317001209', external_id_1: 'K-7', create_time: 0 }).id;
    addOrder(here.state, { customer_id: older });
    return { here, all: [...ids, older] };
  };

  it.each(['external_id_1', 'external_id_2', 'external_id_3'])(
    'an external_id is found in %s',
    async (field) => {
      const here = await sandboxServices();
      const { id } = addCustomer(here.state, { phone: '+46317001234', [field]: '4711' });
      for (const tool of ['get_customer', 'customer_overview', 'get_sms_history', 'get_sms_history_pdf']) {
        const answer = await here.ask(tool, { external_id: 4711 });
        expect(answer.customer_id ?? answer.card.customer_id).toBe(id);
      }
      expect(await here.refused('get_customer', { external_id: '4712' })).toMatch(/^not_found: /);
    },
  );

  it('an external_id that several customers have gives all those customers, or a choice', async () => {
    const { here, all } = await several();
    const overview = await here.ask('customer_overview', { external_id: 'K-7' });
    expect(sorted(idsIn(overview.customers))).toEqual(sorted(all));
    expect(overview.customers_note).toMatch(/have this external id/);
    const card = await here.ask('get_customer', { external_id: 'K-7' });
    expect(sorted([card.customer_id, ...idsIn(card.same_external_id)])).toEqual(sorted(all));
    const pdf = await here.ask('get_sms_history_pdf', { external_id: 'K-7' });
    expect(pdf).toMatchObject({
      status: 'choose',
      total: 4,
      next: expect.stringContaining('in place of external_id'),
    });
  });

  it('external_id_2 is searched for in that field alone', async () => {
    const { here, all } = await several();
    const card = await here.ask('get_customer', { external_id_2: 'K-7' });
    expect(card.customer_id).toBe(all[1]);
    expect(card).not.toHaveProperty('same_external_id');
    expect(here.requests.filter(({ url }) => /external_id_[13]/.test(url))).toEqual([]);
  });

  it('external_id is refused beside another choice of the customer', async () => {
    const here = await sandboxServices();
    for (const [tool, more] of [
      ['get_customer', { phone: '070-174 06 17' }],
      ['get_sms_history', { phone: '070-174 06 17' }],
      ['get_sms_history_pdf', { customer_id: 922 }],
      ['search_sms', { customer_id: 922 }],
    ] as const)
      expect(await here.refused(tool, { external_id: 'K-7', ...more })).toMatch(/^invalid_arguments: /);
    expect(here.requests).toEqual([]);
  });
});

describe('the PDF of the SMS', () => {
  it('get_sms_history_pdf tells the number of SMS and the first and last time, by the same filters', async () => {
    const here = await sandboxServices();
    const sms = here.state.sms.filter(({ customer_id }) => customer_id === 922);
    addSms(here.state, { customer_id: 922, sent: now(here), sender: 'none', message: 'Manually confirmed' });
    const answer = await here.ask('get_sms_history_pdf', { phone: '070-174 06 05' });
    expect(answer).toMatchObject({
      customer_id: 922,
      sms: sms.length,
      notes: 1,
      first: local(sms[0]!.sent),
      last: local(now(here)),
      type: 'application/pdf',
    });
    const day = local(sms[0]!.sent).slice(0, 10);
    const part = await here.ask('get_sms_history_pdf', { customer_id: 922, start_date: day, end_date: day });
    const within = sms.filter(({ sent }) => local(sent).startsWith(day));
    expect(part).toMatchObject({
      sms: within.length,
      first: local(within[0]!.sent),
      last: local(within.at(-1)!.sent),
    });
    const none = await here.ask('get_sms_history_pdf', { customer_id: 922, end_date: '2001-01-01' });
    expect(none.sms).toBe(0);
    expect(none).not.toHaveProperty('first');
  });

  it('get_sms_history_pdf gives the PDF also where the SMS can not be counted, and says so', async () => {
    const here = await sandboxServices();
    here.instead(failing(/sms_communication$/));
    expect(await here.ask('get_sms_history_pdf', { customer_id: 922 })).toMatchObject({
      type: 'application/pdf',
      not_counted: expect.stringMatching(/It broke/),
    });
  });
});
