/** An access request of somebody who stands under several customer ids: a folder of each, and counts of all. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collection, isRecording } from '../../support/data-request.ts';
import { addCall, addCustomer, addOrder, table } from '../../support/sandbox-rows.ts';

async function twins(env = {}) {
  const all = await collection(env);
  const { state } = all.here;
  const at = Math.floor(state.clock() / 1000) - 600;
  const twin = addCustomer(state, { create_time: 0 }).id;
  addCall(state, { customer_id: twin, init_time: at, finish_time: at + 9, recording: true });
  addCall(state, { customer_id: twin, init_time: at + 20, finish_time: at + 29 });
  addOrder(state, { customer_id: twin, create_time: at, order_recording_id: 77 });
  addOrder(state, { customer_id: twin, create_time: at + 20 });
  return { ...all, twin };
}

describe('several customers', () => {
  it('several customers get a folder each, with counts for each customer and in all', async () => {
    const { collect, downloads, twin } = await twins();
    const answer = await collect({ customer_ids: [922, twin] });
    expect(answer.customers).toMatchObject({ total: 2, returned: 2 });
    const [anna, other] = table(answer.customers);
    expect(anna).toMatchObject({
      folder: join(downloads, 'customer-922'),
      orders: 2,
      calls: 5,
      calls_recorded: 2,
    });
    expect(other).toMatchObject({
      folder: join(downloads, `customer-${twin}`),
      orders: 2,
      orders_with_recording: 1,
      calls: 2,
      calls_recorded: 1,
      call_recordings_saved: 1,
      sms: 0,
    });
    expect(answer.in_all).toMatchObject({
      orders: 4,
      calls: 7,
      calls_recorded: 3,
      orders_with_recording: 3,
      sms: 6,
    });
    expect(answer.in_all.files).toBe(anna.files + other.files);
    expect(answer).not.toHaveProperty('same_number');
    expect(JSON.stringify(answer)).not.toMatch(/prune|erase/i);
    for (const id of [922, twin]) {
      const folder = join(downloads, `customer-${id}`);
      const { files } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
      expect(files).toHaveLength(readdirSync(folder).length - 1);
    }
  });

  it('nothing is collected where one of several customers is not found', async () => {
    const { here, downloads, twin } = await twins();
    expect(await here.refused('collect_customer_data', { customer_ids: [922, twin, 1] })).toMatch(
      /^not_found: customer 1: .*Nothing was collected/,
    );
    expect(readdirSync(downloads)).toEqual([]);
  });

  it('the answer for several customers lists who else has the number', async () => {
    const { collect, here, twin } = await twins();
    const third = addCustomer(here.state, { create_time: 0 }).id;
    addCall(here.state, { customer_id: third });
    const answer = await collect({ customer_ids: [922, twin] });
    expect(table(answer.same_number).map(({ customer_id }) => customer_id)).toEqual([third]);
  });

  it('customers for whom the time ran out are named, and another run collects their data', async () => {
    const { collect, here, downloads, twin } = await twins({ HITRATE_TIMEOUT_MS: '9000' });
    here.instead(async (request) => {
      if (isRecording(request)) await new Promise((resolve) => setTimeout(resolve, 1_500));
      return 'sandbox' as const;
    });
    const first = await collect({ customer_ids: [922, twin] });
    expect(first).toMatchObject({ status: 'incomplete', not_begun: [twin] });
    expect(first.next).toMatch(new RegExp(`before customer ${twin}: call again with the same arguments`));
    expect(existsSync(join(downloads, `customer-${twin}`))).toBe(false);
    here.instead(() => 'sandbox');
    here.fresh();
    const second = await collect({ customer_ids: [922, twin] });
    expect(second).not.toHaveProperty('not_begun');
    expect(second.customers.returned).toBe(2);
  });
});

it('collect_customer_data collects nothing by the phone number of several customers, and answers with a choice', async () => {
  const { collect, downloads, twin } = await twins();
  const answer = await collect({ phone: '070-174 06 05' });
  expect(answer).toMatchObject({ status: 'choose', total: 2, next: expect.stringContaining('customer_ids') });
  expect(table(answer).map(({ customer_id }) => customer_id)).toEqual([922, twin]);
  expect(readdirSync(downloads)).toEqual([]);
});

it('the answer for one customer compares the other ids with the same number', async () => {
  const { collect, twin } = await twins();
  const answer = await collect();
  expect(table(answer.same_number)).toMatchObject([
    { customer_id: twin, orders: 2, calls: 2, same_identity_number: true },
  ]);
  expect(answer.next).toMatch(/same_number/);
});
