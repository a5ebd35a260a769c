/** All that the dialer holds of one customer, as files: complete, the customer's own, and proved by a manifest. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collection } from '../../support/data-request.ts';
import { sha256 } from '../../support/files.ts';
import { addCall, addCustomer, addOrder, addSms, local, table } from '../../support/sandbox-rows.ts';

const idsIn = ({ same_number }: { same_number: object }) =>
  table(same_number).map(({ customer_id }) => customer_id);

describe('the folder of a customer', () => {
  it('the folder of a customer has every part, and the manifest is right to the byte', async () => {
    const { collect, names, json, folder, recordings } = await collection();
    const answer = await collect();
    const expected = [
      'calls.json',
      'card.json',
      'manifest.json',
      'orders.json',
      'sms.json',
      'sms.pdf',
      'summary.md',
      ...recordings.map(({ stem }) => `${stem}.wav`),
    ].sort();
    expect(recordings.length).toBe(4);
    expect(names()).toEqual(expected);
    const manifest = json('manifest.json');
    expect(manifest).toMatchObject({ customer_id: 922, not_collected: [] });
    expect(manifest).not.toHaveProperty('left_for_another_run');
    expect(Date.now() - Date.parse(manifest.collected_at)).toBeLessThan(60_000);
    expect(manifest.files.map(({ file }: any) => file).sort()).toEqual(
      expected.filter((name) => name !== 'manifest.json'),
    );
    for (const { file, bytes, sha256: told, holds } of manifest.files) {
      const content = readFileSync(join(folder, file));
      expect([file, bytes, told]).toEqual([file, content.length, sha256(content)]);
      expect(holds).not.toBe('');
    }
    expect(answer).toMatchObject({
      status: 'done',
      customer: 'Anna Ek (922)',
      folder,
      files: expected.length,
      orders: 2,
      orders_with_recording: 2,
      order_recordings_saved: 2,
      calls: 5,
      calls_recorded: 2,
      call_recordings_saved: 2,
      sms: 6,
      sms_notes: 0,
      masked: expect.stringMatching(/HITRATE_IDENTITY_NUMBERS=full/),
      next: expect.not.stringMatching(/prune|erase/i),
    });
    const sizes = expected.map((name) => lstatSync(join(folder, name)).size);
    expect(answer.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });

  it('the files of a customer hold the rows that the sandbox has', async () => {
    const { collect, json, here } = await collection();
    await collect();
    const own = <T extends { customer_id: number | null }>(rows: Iterable<T>) =>
      [...rows].filter(({ customer_id }) => customer_id === 922);
    const { calls, orders, sms } = here.state;
    expect(json('card.json')).toMatchObject({
      customer_id: 922,
      name: 'Anna Ek',
      identity_number: '19720311-****',
      order_ids: [31, 39],
      call_ids: own(calls).map(({ id }) => id),
    });
    expect(json('orders.json').map(({ id }: any) => id)).toEqual([31, 39]);
    expect(json('orders.json')[0]).toMatchObject({ customer_address: 'Björkvägen 4', value: 349 });
    expect(json('calls.json').map(({ id, call_result_id }: any) => [id, call_result_id])).toEqual(
      own(calls).map(({ id, call_result_id }) => [id, call_result_id]),
    );
    expect(json('sms.json').map(({ message }: any) => message)).toEqual(
      own(sms).map(({ message }) => message),
    );
    expect(own(orders.values())).toHaveLength(2);
  });

  it('the folder has the recordings exactly as the dialer sends the files, and a PDF of the SMS', async () => {
    const { collect, folder, recordings, original } = await collection();
    await collect();
    for (const { stem, address } of recordings)
      expect(readFileSync(join(folder, `${stem}.wav`)).equals(await original(address))).toBe(true);
    expect(readFileSync(join(folder, 'sms.pdf'), 'latin1')).toMatch(/^%PDF/);
  });

  it('the folder has a summary in Swedish', async () => {
    const { collect, text, here } = await collection();
    await collect();
    const lines = text('summary.md').split('\n');
    const { calls, orders } = here.state;
    const call = calls.find(({ id }) => id === 4371)!;
    for (const line of [
      '# Uppgifter om kund 922',
      '- name: Anna Ek',
      '- identity_number: 19720311-****',
      '- Antal husdjur: 2',
      '## Order (2)',
      `- 39, ${local(orders.get(39)!.create_time)}: 1 x Dog box, 399 kr, confirmed`,
      '## Samtal (5)',
      `- 4371, ${local(call.init_time)}: predictive, inspelat`,
      '- card.json: the customer card',
      `- call-4371.wav: the recording of call 4371, ${local(call.init_time)}`,
    ])
      expect(lines).toContain(line);
    expect(text('summary.md')).toContain('Hej! När kommer lådan?');
    expect(lines).not.toContain('## Saknas');
  });

  it('the folder and its files are accessible to their owner alone', async () => {
    const { collect, folder, names } = await collection();
    await collect();
    const mode = (path: string) => (lstatSync(path).mode & 0o777).toString(8);
    expect(mode(folder)).toBe('700');
    for (const name of names()) expect([name, mode(join(folder, name))]).toEqual([name, '600']);
  });

  it('the folder of a customer without orders, calls and SMS has empty lists', async () => {
    const { collect, json, here, downloads } = await collection();
    const { id } = addCustomer(here.state, { phone: '+46317001234' });
    const answer = await collect({ phone: '031-700 12 34' });
    expect(answer).toMatchObject({ status: 'done', orders: 0, calls: 0, sms: 0, call_recordings_saved: 0 });
    expect(answer.folder).toBe(join(downloads, `customer-${id}`));
    expect(JSON.parse(readFileSync(join(answer.folder, 'orders.json'), 'utf8'))).toEqual([]);
    expect(() => json('card.json')).toThrow();
  });
});

it('the files hold the whole identity number where the operator wants whole numbers', async () => {
  const { collect, json, text } = await collection({ HITRATE_IDENTITY_NUMBERS: 'full' });
  expect(await collect()).not.toHaveProperty('masked');
  expect(json('card.json').identity_number).toBe('19720311-1234');
  expect(text('summary.md')).toContain('19720311-1234');
});

it.each(['Personnummer', 'Orgnr', 'Personal number', ''])(
  'an identity number of bare digits under the title "%s" is in no file',
  async (title) => {
    const { collect, here, text, json } = await collection();
    here.state.fields.get(2)!.name = title;
    here.state.customers.get(922)!.custom_fields[0]!.value = '7203111234';
    await collect();
    for (const name of ['card.json', 'orders.json', 'summary.md']) {
      expect(text(name)).not.toContain('7203111234');
      expect(text(name)).toContain('720311-****');
    }
    expect(json('orders.json')[0].customer_custom_fields).toEqual([
      { custom_field_2: '720311-****' },
      { custom_field_30: 'kund sedan tidigare' },
    ]);
  },
);

it('bare digits in a custom field with another title are written whole', async () => {
  const { collect, here, text } = await collection();
  here.state.customers.get(922)!.custom_fields[0]!.value = '7203111234';
  await collect();
  for (const name of ['card.json', 'orders.json', 'summary.md']) expect(text(name)).toContain('7203111234');
});

it('collect_customer_data only reads, and erases nothing', async () => {
  const { collect, here } = await collection();
  const before = structuredClone({ ...here.state, clock: undefined });
  await collect();
  expect(structuredClone({ ...here.state, clock: undefined })).toEqual(before);
  for (const { method, path } of here.requests)
    expect([path, method]).toEqual([path, path === '/api/calls/search' ? 'POST' : 'GET']);
});

it('collect_customer_data makes no folder for a customer who is not found', async () => {
  const { here, downloads } = await collection();
  here.state.customers.get(922)!.pruned = true;
  for (const args of [{ customer_id: 922 }, { customer_id: 1 }, { external_id_1: 'none' }])
    expect(await here.refused('collect_customer_data', args)).toMatch(/^not_found: /);
  for (const args of [{}, { customer_id: 922, phone: '0701740605' }])
    expect(await here.refused('collect_customer_data', args)).toMatch(/^invalid_arguments: /);
  expect(lstatSync(downloads).nlink).toBe(2);
});

it('collect_customer_data is refused without a download folder', async () => {
  const { here } = await collection({ HITRATE_DOWNLOAD_DIR: '' });
  expect(await here.refused('collect_customer_data', { customer_id: 922 })).toMatch(
    /^permission_denied: .*HITRATE_DOWNLOAD_DIR/,
  );
  expect(here.requests).toEqual([]);
});

describe('other people', () => {
  const STRANGER = { first_name: 'Främling', identity_number: '19500101-9876', email: 'f@example.org' };

  it('the answer lists the id of another person with the same number, and the files hold neither that id nor data of that person', async () => {
    const { collect, here, text, names } = await collection();
    const at = Math.floor(here.state.clock() / 1000) - 60;
    const other = addCustomer(here.state, { ...STRANGER, create_time: 0 });
    addCall(here.state, { customer_id: other.id, init_time: at, finish_time: at + 9, recording: true });
    addOrder(here.state, { customer_id: other.id, create_time: at });
    addSms(here.state, { customer_id: other.id, sent: at, message: 'Främlingens ord' });
    const answer = await collect();
    expect(idsIn(answer)).toEqual([other.id]);
    const all = names()
      .filter((name) => /json|md/.test(name))
      .map(text)
      .join();
    expect(all).not.toMatch(/Främling|19500101|f@example/);
    expect(all).not.toContain(String(other.id));
    expect(text('summary.md')).not.toContain('## Saknas');
  });

  it('other ids with the same number are listed also where only orders show the number, once each and in order', async () => {
    const { collect, here } = await collection();
    const others = [1, 2].map(() => addCustomer(here.state, { create_time: 0 }).id);
    for (const customer_id of [others[1]!, others[0]!]) addOrder(here.state, { customer_id });
    addCall(here.state, { customer_id: others[0]! });
    expect(idsIn(await collect())).toEqual(others);
  });

  it.each(['orders', 'calls'])(
    'a failed search for other ids by %s is reported in the answer and the manifest, but not in the summary for the customer',
    async (kind) => {
      const { collect, here, text, json } = await collection();
      const other = addCustomer(here.state, { create_time: 0 });
      addOrder(here.state, { customer_id: other.id });
      addCall(here.state, { customer_id: other.id });
      here.instead(({ path, query, body }) =>
        kind === 'orders'
          ? /orders/.test(path) && 'phone' in query
            ? { status: 500 }
            : 'sandbox'
          : /search/.test(path) && 'phonenumber' in body
            ? { status: 500 }
            : 'sandbox',
      );
      const answer = await collect();
      expect(idsIn(answer)).toEqual([other.id]);
      expect(answer.not_collected).toEqual([
        { what: `other ids of the number (same_number_${kind})`, why: expect.any(String) },
      ]);
      expect(json('manifest.json').not_collected).toEqual(answer.not_collected);
      expect(text('summary.md')).not.toContain('## Saknas');
    },
  );

  it('other ids are not searched for where the customer has no valid number', async () => {
    const { collect, here } = await collection();
    here.state.customers.get(922)!.phone = 'GDPR REMOVED';
    expect(await collect()).not.toHaveProperty('same_number');
    expect(here.requests.some(({ query, body }) => 'phone' in query || 'phonenumber' in (body ?? {}))).toBe(
      false,
    );
  });

  it('rows of other customers are left out where the dialer ignores the filters', async () => {
    const { collect, here, json, names } = await collection();
    const other = addCustomer(here.state, STRANGER);
    const order = addOrder(here.state, { customer_id: other.id, order_recording_id: 7 });
    const call = addCall(here.state, { customer_id: other.id, recording: true });
    here.instead((request) => {
      // As if it knew nothing of filters.
      delete request.query.id;
      if (/orders/.test(request.path)) request.url = request.path;
      if (/search/.test(request.path)) delete request.body.customer_ids;
      return 'sandbox';
    });
    await collect();
    expect(json('orders.json')).toHaveLength(2);
    expect(json('calls.json')).toHaveLength(5);
    expect(names().join()).not.toMatch(new RegExp(`${order.id}|${call.id}`));
  });

  it('SMS of another customer are not saved, and the SMS are reported as not collected', async () => {
    const { collect, here, names, json } = await collection();
    here.instead(({ path }) =>
      path === '/api/sms_communication'
        ? {
            body: {
              customer_id: 6,
              phonenumber: '+46701740606',
              rows: [{ message: 'Hemligt', sender: 'x' }],
            },
          }
        : 'sandbox',
    );
    expect((await collect()).status).toBe('incomplete');
    expect(names()).not.toContain('sms.json');
    expect(json('manifest.json').not_collected).toEqual([
      { what: 'SMS', why: expect.stringMatching(/^bad_answer: .*another customer/) },
    ]);
  });
});
