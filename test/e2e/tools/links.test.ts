/** Lists, products and customers that are put somewhere: by what people know of them, and not twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Bench,
  DONE,
  doneBy,
  effects,
  openBench,
  previewed,
  type World,
} from '../../support/guard-bench.ts';
import { people, things } from '../guard/acts.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({});
});
afterAll(() => bench.close());

const { campaign2, campaignList, productList, smsList, list34, listWorld, links } = things;
const titles = { '/api/contactlist': [list34, { ...list34, id: 5, title: 'Winter' }] };
const none = { status: 404, body: { message: 'Contactlists not found' } };

const scene = (world: World) =>
  bench.scene((request) => {
    const { method, url } = request;
    if (method !== 'GET') return { body: method === 'DELETE' ? doneBy(request) : DONE };
    return url in world ? { body: world[url] } : none;
  });

describe('activate_contactlist', () => {
  const args = { campaign_id: 2, contactlist_id: 34 };
  const url = '/api/campaign/contactlists?campaign_id=2&contactlist_id=34';

  it('activate_contactlist names the list and the campaign', async () => {
    scene({ ...campaignList, ...titles });
    const { data } = await bench.host.call('activate_contactlist', args);
    expect(data).toEqual({
      status: 'done',
      campaign_contactlist_id: 1,
      contactlist: 'Autumn (34)',
      campaign: 'Animal snacks (2)',
    });
  });

  it('activate_contactlist of an active list reports unchanged and sends nothing', async () => {
    scene({ ...campaignList, ...titles, [url]: [{ id: 42, campaign_id: 2, contactlist_id: 34 }] });
    const { data } = await bench.host.call('activate_contactlist', args);
    expect(data).toMatchObject({
      status: 'unchanged',
      campaign_contactlist_id: 42,
      contactlist: 'Autumn (34)',
    });
    expect(effects(bench.dialer)).toEqual([]);
  });
});

describe('deactivate_contactlist by campaign and list', () => {
  it('deactivate_contactlist of an inactive list asks nobody and sends nothing', async () => {
    scene({ ...listWorld, '/api/campaigns/2': campaign2 });
    const { data } = await bench.host.call('deactivate_contactlist', { campaign_id: 2, contactlist_id: 34 });
    expect(data).toMatchObject({
      status: 'unchanged',
      contactlist: 'Autumn (34)',
      campaign: 'Animal snacks (2)',
      note: expect.stringContaining('not active on that campaign'),
    });
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('deactivate_contactlist needs either campaign and list or the id of the link', async () => {
    for (const given of [
      {},
      { campaign_id: 2 },
      { contactlist_id: 34 },
      { campaign_id: 2, campaign_contactlist_id: 42 },
    ]) {
      const answer = await bench.host.call('deactivate_contactlist', given);
      expect(answer.text).toMatch(/^invalid_arguments: Give/);
    }
  });

  it('deactivate_contactlist by campaign and list deletes the link after a yes', async () => {
    const linked = {
      '/api/campaign/contactlists?campaign_id=2&contactlist_id=34': [
        { id: 42, campaign_id: 2, contactlist_id: 34 },
      ],
    };
    scene({ ...linked, ...listWorld, '/api/campaigns/2': campaign2 });
    const args = { campaign_id: 2, contactlist_id: 34 };
    const confirm = await previewed(bench.host, 'deactivate_contactlist', args);
    const { data } = await bench.host.call('deactivate_contactlist', { ...args, confirm });
    expect(data).toMatchObject({ status: 'done', contactlist: 'Autumn (34)', campaign: 'Animal snacks (2)' });
    expect(effects(bench.dialer)).toEqual(['DELETE /api/campaign/contactlist/42']);
  });
});

describe('add_campaign_product', () => {
  const url = '/api/campaign/products/?campaign_id=2&product_id=8';
  const args = { campaign_id: 2, product_id: 8, sms_template_id: 4 };

  it('add_campaign_product explains the effect of its SMS template on orders', async () => {
    scene({ [url]: [], ...campaignList, ...productList });
    const { data } = await bench.host.call('add_campaign_product', args);
    expect(data).toMatchObject({ status: 'done', campaign: 'Animal snacks (2)', product: 'Dog box (8)' });
    expect(data.means.join()).toMatch(/unconfirmed until the customer answers/);
  });

  it('add_campaign_product of a present product sends nothing and reports the settings that were not saved', async () => {
    scene({ [url]: [links[0]], ...campaignList, ...productList });
    expect((await bench.host.call('add_campaign_product', args)).data).toMatchObject({
      status: 'unchanged',
      campaign_product_id: 16,
    });
    const { data } = await bench.host.call('add_campaign_product', { ...args, sms_template_id: 7 });
    expect(data).toMatchObject({
      status: 'unchanged',
      stays: { sms_template_id: 4 },
      not_saved: { sms_template_id: 7 },
      note: expect.stringContaining('update_campaign_products'),
    });
    expect(effects(bench.dialer)).toEqual([]);
  });
});

describe('update_campaign_products', () => {
  const url = '/api/campaign/products/?campaign_id=2&product_id=8';
  const args = { campaign_id: 2, product_id: 8, sms_template_id: 7 };
  const world = { [url]: [links[0]], ...campaignList, ...productList, ...smsList };

  it('update_campaign_products names the old and the new template and their effect', async () => {
    bench.scene(({ method, url }) => ({
      body:
        method === 'GET' ? (world as World)[url] : { campaign_id: '2', product_id: '8', sms_template_id: 7 },
    }));
    const { data } = await bench.host.call('update_campaign_products', args);
    expect(data).toMatchObject({
      status: 'done',
      campaign: 'Animal snacks (2)',
      product: 'Dog box (8)',
      changed: { sms_template_id: ['Text 4 (4)', 'Text 7 (7)'] },
    });
    expect(data.means.join()).toContain('count as unconfirmed');
  });

  it('update_campaign_products with an unknown template sends nothing', async () => {
    scene(world);
    const answer = await bench.host.call('update_campaign_products', { ...args, sms_template_id: 99 });
    expect(answer.text).toMatch(/^not_found: .*There is no SMS template 99/);
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('update_campaign_products without a change sends nothing', async () => {
    scene(world);
    const { data } = await bench.host.call('update_campaign_products', { ...args, sms_template_id: 4 });
    expect(data.status).toBe('unchanged');
    expect(effects(bench.dialer)).toEqual([]);
  });
});

describe('move_customer', () => {
  const on = (...contactlist_ids: number[]) => ({
    '/api/customer?id=922': { ...people.anna, contactlist_ids },
    ...titles,
    ...campaignList,
  });
  const args = { customer_id: 922, to_contactlist_id: 5 };

  it('move_customer finds the only old list and reports which campaigns call from now on', async () => {
    scene({
      ...on(34),
      '/api/campaign/contactlists?contactlist_id=5': [{ id: 9, campaign_id: 3, contactlist_id: 5 }],
    });
    const { data } = await bench.host.call('move_customer', args);
    expect(data).toMatchObject({
      status: 'done',
      customer: 'Anna Ek (922)',
      from: 'Autumn (34)',
      to: 'Winter (5)',
    });
    expect(data.note).toMatch(/Rung from now on .*Plants \(3\)/);
    expect(bench.dialer.requests.find(({ method }) => method === 'PATCH')!.body).toEqual({
      customer_id: 922,
      contactlist_id_from: 34,
      contactlist_id_to: 5,
    });
  });

  it('move_customer reports a new list that is on no campaign', async () => {
    scene(on(34));
    expect((await bench.host.call('move_customer', args)).data.note).toContain('on no campaign');
  });

  it('move_customer refuses a customer on several lists or none, names the lists and sends nothing', async () => {
    scene(on(34, 6));
    const answer = await bench.host.call('move_customer', args);
    expect(answer.text).toMatch(
      /^invalid_arguments: .*2 contact lists: Autumn \(34\), 6\. Give from_contactlist_id/,
    );
    scene(on());
    expect((await bench.host.call('move_customer', args)).text).toMatch(/on no contact list/);
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('move_customer to the current list sends nothing', async () => {
    scene(on(5));
    for (const given of [args, { ...args, from_contactlist_id: 34 }, { ...args, from_contactlist_id: 5 }])
      expect((await bench.host.call('move_customer', given)).data.status).toBe('unchanged');
    expect(effects(bench.dialer)).toEqual([]);
  });
});

it('the ids of links are listed under the names of the arguments that take them', async () => {
  scene({
    '/api/campaign/contactlists': [{ id: 42, campaign_id: 2, contactlist_id: 34 }],
    '/api/campaign/products/': links,
  });
  expect((await bench.host.call('list_campaign_contactlists', {})).data.columns[0]).toBe(
    'campaign_contactlist_id',
  );
  expect((await bench.host.call('list_campaign_products', {})).data.columns[0]).toBe('campaign_product_id');
});

describe('a refusal because of the last call', () => {
  it('call_customer names allow_calling_finalized in a refusal because of the last call, and in no other', async () => {
    const ring = { agent_id: 6, campaign_id: 2, customer_id: 922 };
    const allows = 'only allow_calling_finalized = true';
    bench.scene(() => ({ status: 403, body: { error: 'Customer has result: Order' } }));
    expect((await bench.host.call('call_customer', ring)).text).toContain(allows);
    bench.scene(() => ({ status: 403, body: { error: 'Agent is not available to take calls' } }));
    expect((await bench.host.call('call_customer', ring)).text).not.toContain(allows);
  });
});

it('list_call_results and get_call_result explain the meaning of callbacks', async () => {
  const row = { id: 62, title: 'Igen', type: 'Recurring', retry: '60', pick_date: 0, retry_flags: 1 };
  scene({ '/api/call_results': { call_results: [row] }, '/api/call_result/62': { call_result: row } });
  for (const [name, args] of [
    ['list_call_results', {}],
    ['get_call_result', { call_result_id: 62 }],
  ] as const)
    expect((await bench.host.call(name, args)).data.callback_means).toMatch(
      /private: the same agent.*dialer:/,
    );
});
