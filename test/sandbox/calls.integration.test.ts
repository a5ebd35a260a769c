import { describe, expect, test } from 'vitest';
import { useDialer } from '../support/sandbox.ts';

interface Row {
  user_id: number;
  campaign_id: number;
  call_result_id: number;
  customer_id: number;
  type: string;
  recording: boolean;
  phonenumber: string;
}

const dialer = useDialer();
const search = async (body: unknown) => (await dialer().call('POST /api/calls/search', { body })).json;

describe('searching calls', () => {
  test('a search for calls counts its pages from 0', async () => {
    const all = await search({});
    const first = await search({ limit: 10, page: 0 });
    const second = await search({ limit: 10, page: 1 });
    expect(first).toMatchObject({ count: 500, current_page: 0, last_page: 49 });
    expect(second.current_page).toBe(1);
    expect([...first.rows, ...second.rows]).toEqual(all.rows.slice(0, 20));
    expect(all).toMatchObject({ current_page: 0, last_page: 0 });
  });

  test('an empty search result has only rows and count', async () => {
    expect(await search({ start_date: '2020-01-01', end_date: '2020-01-02', page: 1 })).toEqual({
      rows: [],
      count: 0,
    });
  });

  test('a found call has exactly the documented keys, in their order', async () => {
    const { rows } = await search({ limit: 1 });
    expect(Object.keys(rows[0])).toEqual([
      'id',
      'phonenumber',
      'customer_id',
      'user_id',
      'init_time',
      'call_result_id',
      'finish_time',
      'handling_end',
      'campaign_id',
      'type',
      'recording',
    ]);
    expect(rows[0].init_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
  });

  test.each([
    [{ user_ids: [6, 14] }, (row: Row) => [6, 14].includes(row.user_id)],
    [{ campaign_ids: [36] }, (row: Row) => row.campaign_id === 36],
    [{ call_result_ids: [5] }, (row: Row) => row.call_result_id === 5],
    [{ customer_ids: [922] }, (row: Row) => row.customer_id === 922],
    [{ type: 'incoming' }, (row: Row) => row.type === 'incoming'],
    [{ recording: true }, (row: Row) => row.recording === true],
    [{ recording: false }, (row: Row) => row.recording === false],
    [{ phonenumber: '+46701740605' }, (row: Row) => row.phonenumber === '46701740605'],
    [{ phonenumber: '46701740605' }, (row: Row) => row.phonenumber === '46701740605'],
  ])('a search for calls filters by %j', async (body, fits) => {
    const { rows, count } = await search(body);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(500);
    expect((rows as Row[]).every(fits)).toBe(true);
  });

  test('a search for calls filters by contact list', async () => {
    const { count } = await search({ contactlist_ids: [26] });
    expect(count).toBe(dialer().sandbox.state.calls.filter((row) => row.contactlist_id === 26).length);
  });

  test('a search for calls takes dates as whole days in Stockholm, both included', async () => {
    const { rows } = await search({ start_date: '2026-11-20', end_date: '2026-11-20' });
    expect(rows.length).toBeGreaterThan(5);
    const call = dialer().sandbox.state.calls[0]!;
    call.init_time = Date.parse('2026-11-19T23:00:00Z') / 1000;
    expect((await search({ start_date: '2026-11-20', end_date: '2026-11-20' })).count).toBe(rows.length + 1);
    call.init_time -= 1;
    expect((await search({ start_date: '2026-11-20', end_date: '2026-11-20' })).count).toBe(rows.length);
  });

  test('a search for calls takes a datetime as an exact moment', async () => {
    const body = { customer_ids: [922], start_date: '2026-11-20T10:00:00Z', end_date: '2026-11-20 11:30:00' };
    expect((await search(body)).rows.map((row: { id: number }) => row.id)).toEqual([4371]);
  });
});

describe('a call', () => {
  test('a call is read with its talk time', async () => {
    const { json } = await dialer().call('GET /api/call/4371');
    expect(json).toEqual({
      id: 4371,
      phonenumber: '46701740605',
      callerid: '+46313900600',
      customer_id: 922,
      customer_firstname: 'Anna',
      customer_lastname: 'Ek',
      user_id: 6,
      user: 'Mawila Nathaniel',
      init_time: '2026-11-20T10:01:00.000Z',
      connect_time: '2026-11-20T10:01:06.000Z',
      finish_time: '2026-11-20T10:01:35.000Z',
      handling_end: '2026-11-20T10:02:20.000Z',
      call_result_id: 5,
      campaign_id: 2,
      type: 'predictive',
      has_recording: true,
      call_length_in_seconds: 29,
    });
  });

  test('a call that does not exist is answered with 500', async () => {
    for (const id of ['43713', 'x']) {
      const answer = await dialer().call(`GET /api/call/${id}`);
      expect(answer).toMatchObject({ status: 500, json: { message: 'Call not found' } });
    }
  });
});

describe('a recording', () => {
  test('a recording is a WAV file, or an MP3 file when mp3=1 is sent', async () => {
    const wav = await dialer().call('GET /api/call/4371/recording');
    expect(wav).toMatchObject({ status: 200, type: 'audio/wav' });
    expect(wav.bytes.subarray(0, 4).toString()).toBe('RIFF');
    expect(wav.bytes.length).toBeGreaterThan(50_000);
    const mp3 = await dialer().call('GET /api/call/4371/recording?mp3=1');
    expect(mp3).toMatchObject({ status: 200, type: 'audio/mpeg' });
    expect(mp3.bytes.length).toBeLessThan(wav.bytes.length);
    expect((await dialer().call('GET /api/call/4371/recording?mp3=0')).type).toBe('audio/wav');
  });

  test('every kind of conversation has a recording', async () => {
    const calls = dialer().sandbox.state.calls.filter((row) => row.recording);
    for (const result of [5, 50, 70]) {
      const call = calls.find((row) => row.call_result_id === result)!;
      expect((await dialer().call(`GET /api/call/${call.id}/recording`)).status).toBe(200);
    }
  });

  test('a recording that does not exist is answered with 500', async () => {
    const silent = dialer().sandbox.state.calls.find((row) => !row.recording)!;
    for (const id of [43713, silent.id]) {
      const answer = await dialer().call(`GET /api/call/${id}/recording`);
      expect(answer).toMatchObject({ status: 500, json: { message: 'Not found' } });
    }
  });
});

describe('calling a customer', () => {
  const ring = (body: object) =>
    dialer().call('POST /api/customer/call', { body: { agent: 14, campaign_id: 2, ...body } });

  test('calling a customer by number triggers the call', async () => {
    const answer = await ring({ phonenumber: '070-174 06 05', allow_calling_finalized: true });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.json).toEqual({
      message: 'Call triggered successfully',
      return_object: {
        campaign_id: 2,
        call_now: true,
        phonenumber: '46701740605',
        on_customer_404_create: true,
      },
    });
  });

  test('calling a customer prefers the id to the number', async () => {
    const body = { customer_id: 922, phonenumber: '0701740650', allow_calling_finalized: true };
    expect((await ring(body)).json.return_object.phonenumber).toBe('46701740605');
  });

  test('a call to a finalized customer is refused unless allowed', async () => {
    for (const body of [
      { customer_id: 922 },
      { phonenumber: '46701740605', allow_calling_finalized: false },
    ]) {
      expect(await ring(body)).toMatchObject({ status: 403, json: { error: 'Customer has result: Order' } });
    }
  });

  test('an agent who is offline, busy or unknown is not available', async () => {
    const body = { customer_id: 922, allow_calling_finalized: true };
    dialer().sandbox.state.users.get(14)!.in_call = true;
    for (const agent of [10, 14, 78, 999]) {
      const answer = await ring({ ...body, agent });
      expect(answer).toMatchObject({ status: 403, json: { error: 'Agent is not available to take calls' } });
    }
  });

  test('an invalid phone number is not called', async () => {
    for (const phonenumber of ['467643242348083', 'x', undefined]) {
      expect(await ring({ phonenumber })).toMatchObject({
        status: 400,
        json: { error: 'Invalid phone number' },
      });
    }
  });

  test('a call on an unknown campaign is answered with 404', async () => {
    const answer = await ring({ campaign_id: 192, customer_id: 922 });
    expect(answer).toMatchObject({ status: 404, json: { error: 'Campaign not found' } });
  });
});

describe('call results', () => {
  const create = (body: object) => dialer().call('POST /api/call_result', { body });

  test('call results are listed with retry as text', async () => {
    const { json } = await dialer().call('GET /api/call_results');
    expect(json.success).toBe(true);
    expect(json.call_results[2]).toEqual({
      id: 3,
      type: 'Recurring',
      type_id: 4,
      title: 'Number does not exists',
      retry: '1440',
      pick_date: 0,
      retry_flags: null,
    });
  });

  test('an unknown call result is answered with a 404 that says success', async () => {
    const answer = await dialer().call('GET /api/call_result/345');
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ success: true, message: 'The call result was not found' });
  });

  test('a new call result can be read by its id', async () => {
    const answer = await create({
      call_result_type_id: 4,
      retry: 60,
      retry_flags: 1,
      title: 'Ring mig',
      pick_date: true,
    });
    expect(answer.status).toBe(201);
    const { id } = answer.json.result;
    expect(answer.json).toEqual({ success: true, result: { status: 'success', id } });
    expect((await dialer().call(`GET /api/call_result/${id}`)).json.call_result).toEqual({
      id,
      type: 'Recurring',
      type_id: 4,
      title: 'Ring mig',
      retry: '60',
      pick_date: 1,
      retry_flags: 1,
    });
  });

  test.each([
    [
      { call_result_type_id: 4, retry_flags: 1222 },
      'retry_flags must be between 1 and 7 when call_result_type_id is 4',
    ],
    [{ call_result_type_id: 4 }, 'retry_flags must be between 1 and 7 when call_result_type_id is 4'],
    [{ call_result_type_id: 5 }, 'retry_flags must be between 1 and 7 when call_result_type_id is 5'],
    [
      { call_result_type_id: 3, retry_flags: 1 },
      'retry_flags must be null when call_result_type_id is not 4',
    ],
  ])('a new call result with %j is refused', async (body, error) => {
    const answer = await create({ title: 'x', ...body });
    expect(answer).toMatchObject({ status: 400, json: { success: false, errors: [error] } });
  });

  test('a retry that is too large is answered with 500', async () => {
    const answer = await create({ call_result_type_id: 4, retry: 2.1e24, retry_flags: 7, title: 'x' });
    expect(answer.status).toBe(500);
    expect(answer.json).toEqual({ error: 'Server Error', details: 'Validation error' });
  });

  test('standard call results cannot be changed or deleted', async () => {
    expect(await dialer().call('PUT /api/call_result/1', { body: { title: 'x' } })).toMatchObject({
      status: 405,
      json: { message: 'This call result is not allowed to be updated' },
    });
    expect(await dialer().call('DELETE /api/call_result/42')).toMatchObject({
      status: 405,
      json: { success: false, message: 'This call result is not allowed to be deleted' },
    });
  });

  test('an update of a call result keeps the values that are not sent', async () => {
    const answer = await dialer().call('PUT /api/call_result/62', { body: { call_result_type_id: 4 } });
    expect(answer.json).toEqual({ success: true, result: { status: 'success', id: 62 } });
    const { json } = await dialer().call('GET /api/call_result/62');
    expect(json.call_result).toMatchObject({ type: 'Recurring', title: 'Order by phone' });
  });

  test('a deleted call result vanishes, and old calls keep it', async () => {
    const answer = await dialer().call('DELETE /api/call_result/50');
    expect(answer.json).toEqual({
      success: true,
      message: 'Call result is now deleted',
      result: { status: 'success', id: 50 },
    });
    expect((await dialer().call('GET /api/call_result/50')).status).toBe(404);
    expect((await dialer().call('DELETE /api/call_result/50')).status).toBe(404);
    expect((await search({ call_result_ids: [50] })).count).toBeGreaterThan(0);
  });
});
