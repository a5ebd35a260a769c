/** What a host may offer while a person fills in a prompt or an address: from the latest on, and never in the way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { createSandbox } from '../../../src/sandbox/index.ts';
import { today } from '../../../src/shared/time.ts';
import { type FakeDialer, fakeDialer, type Script } from '../../support/fake-dialer.ts';
import { startHost } from '../../support/host.ts';
import { until } from '../../support/waiting.ts';

const ENGINE = { HITRATE_TRANSCRIBE_URL: 'http://127.0.0.1:9' };
const NOTHING = { values: [], total: 0, hasMore: false };

const TEMPLATES = {
  call_id: 'hitrate://call/{call_id}/recording.wav{?start_s,end_s,channel}',
  order_id: 'hitrate://order/{order_id}/recording.wav{?start_s,end_s,channel}',
  customer_id: 'hitrate://customer/{customer_id}/sms.pdf',
  channel: 'hitrate://call/{call_id}/recording.wav{?start_s,end_s,channel}',
};
type Name = keyof typeof TEMPLATES;

const ofTemplate = (name: Name) => ({ type: 'ref/resource' as const, uri: TEMPLATES[name] });
const ofPrompt = (name: string) => ({ type: 'ref/prompt' as const, name });
type Ref = ReturnType<typeof ofTemplate> | ReturnType<typeof ofPrompt>;

async function completed(host: Host, ref: Ref, name: string, value = '', signal?: AbortSignal) {
  return (await host.client.complete({ ref, argument: { name, value } }, { signal })).completion;
}

/** Where each kind of id is asked for. */
const PLACES: [what: 'call' | 'order' | 'customer', ref: Ref, argument: string][] = [
  ['call', ofTemplate('call_id'), 'call_id'],
  ['call', ofPrompt('transcribe_call'), 'call_id'],
  ['order', ofTemplate('order_id'), 'order_id'],
  ['order', ofPrompt('review_order_call'), 'order_id'],
  ['customer', ofTemplate('customer_id'), 'customer_id'],
  ['customer', ofPrompt('summarise_customer_calls'), 'customer'],
];

const IDS = { call: 1000, order: 500, customer: 70 };
const COUNT = 250;

/** As many recorded calls, page by page and the oldest first, as the dialer gives them; orders in no order. */
const lists: Script = ({ path, body }) => {
  if (path === '/api/orders/') {
    const all = Array.from({ length: COUNT }, (_, i) => ({ id: IDS.order + i, order_recording_id: i + 1 }));
    return { body: [...all.slice(100), { id: 9999, order_recording_id: null }, ...all.slice(0, 100)] };
  }
  const { limit, page = 0 } = body as { limit: number; page?: number };
  const rows = Array.from({ length: COUNT }, (_, i) => ({
    id: IDS.call + i,
    customer_id: i % 10 === 9 ? null : IDS.customer + (i % 30),
    recording: true,
  }));
  return {
    body: {
      rows: rows.slice(page * limit, (page + 1) * limit),
      count: COUNT,
      current_page: page,
      last_page: Math.ceil(COUNT / limit) - 1,
    },
  };
};

let dialer: FakeDialer;
let host: Host;
const start = (env: Record<string, string> = {}) =>
  startHost({ HITRATE_URL: dialer.url, ...ENGINE, HITRATE_LOG_LEVEL: 'silent', ...env });
beforeAll(async () => {
  dialer = await fakeDialer(lists);
  host = await start();
});
afterAll(async () => {
  await host.close();
  await dialer.close();
});

/** A host that has asked for nothing yet, since what was found is known for a minute. */
async function fresh(script: Script, work: (host: Host) => Promise<void>): Promise<void> {
  dialer.script(script);
  dialer.requests.length = 0;
  const other = await start();
  await work(other);
  await other.close();
}

describe('the ids of the last days', () => {
  it('completions of ids request the recorded calls and the orders of the last week', async () => {
    dialer.requests.length = 0;
    await completed(host, ofTemplate('call_id'), 'call_id');
    await completed(host, ofTemplate('order_id'), 'order_id');
    const start_date = today('Europe/Stockholm', -7);
    expect(dialer.requests[0]).toMatchObject({
      method: 'POST',
      path: '/api/calls/search',
      body: { recording: true, start_date, limit: 400 },
    });
    expect(dialer.requests.at(-1)).toMatchObject({
      method: 'GET',
      path: '/api/orders/',
      query: { start_date },
    });
  });

  it('completions of call and order ids start with the latest, hold at most a hundred and report the total', async () => {
    for (const [what, ref, argument] of PLACES.filter(([kind]) => kind !== 'customer')) {
      const newest = IDS[what] + COUNT - 1;
      expect(await completed(host, ref, argument)).toEqual({
        values: Array.from({ length: 100 }, (_, i) => String(newest - i)),
        total: COUNT,
        hasMore: true,
      });
    }
  });

  it('the id of a customer who was called several times is offered once', async () => {
    const last = COUNT - 1;
    const rung = Array.from({ length: COUNT }, (_, i) => last - i)
      .filter((i) => i % 10 !== 9)
      .map((i) => String(IDS.customer + (i % 30)));
    const values = [...new Set(rung)];
    for (const [, ref, argument] of PLACES.filter(([kind]) => kind === 'customer'))
      expect(await completed(host, ref, argument)).toEqual({ values, total: values.length, hasMore: false });
  });

  it.each<[string, number]>([
    ['12', 50],
    ['124', 10],
    [' 1249 ', 1],
    ['1250', 0],
    ['249', 0],
    ['x', 0],
  ])('completions of a call id are the ids that begin with the typed text: %j', async (typed, total) => {
    const found = await completed(host, ofTemplate('call_id'), 'call_id', typed);
    expect(found).toMatchObject({ total, hasMore: false });
    expect(found.values).toHaveLength(total);
    for (const value of found.values) expect(value.startsWith(typed.trim())).toBe(true);
  });

  it('completions with the sandbox offer ids of its recorded calls, orders and customers', async () => {
    const sandbox = createSandbox();
    const listening = await sandbox.listen();
    const real = await start({ HITRATE_URL: listening.url, HITRATE_TOKEN: 'sandbox-admin' });
    const recorded = new Set(
      sandbox.state.calls.filter((call) => call.recording).map(({ id }) => String(id)),
    );
    for (const [, ref, argument] of PLACES) {
      const { values, total } = await completed(real, ref, argument);
      expect(values.length).toBeGreaterThan(10);
      expect(total).toBeGreaterThanOrEqual(values.length);
      if (argument === 'call_id') for (const value of values) expect(recorded).toContain(value);
    }
    const { values } = await completed(real, ofTemplate('order_id'), 'order_id', '39');
    expect(values).toContain('39');
    await real.close();
    await listening.close();
  });
});

describe('fixed words', () => {
  it.each<[Ref, string, string, string[]]>([
    [ofPrompt('transcribe_call'), 'language', '', ['sv', 'en']],
    [ofPrompt('review_order_call'), 'language', 's', ['sv']],
    [ofPrompt('summarise_customer_calls'), 'language', 'x', []],
    [ofTemplate('channel'), 'channel', '', ['left', 'right']],
    [ofTemplate('channel'), 'channel', 'r', ['right']],
  ])(
    'completions of fixed words are given without a request to the dialer: %o %s %j',
    async (ref, argument, typed, values) => {
      dialer.requests.length = 0;
      expect(await completed(host, ref, argument, typed)).toEqual({
        values,
        total: values.length,
        hasMore: false,
      });
      expect(dialer.requests).toEqual([]);
    },
  );
});

describe('nothing is offered, and nothing asked for', () => {
  it.each<[Ref, string]>([
    [ofPrompt('transcribe_call'), 'order_id'],
    [ofPrompt('transcribe_call'), 'constructor'],
    [ofPrompt('transcribe_call'), '__proto__'],
    [ofPrompt('no_such_prompt'), 'call_id'],
    [ofPrompt('constructor'), 'call_id'],
    [ofTemplate('call_id'), 'order_id'],
    [ofTemplate('call_id'), 'language'],
    [ofTemplate('call_id'), 'start_s'],
    [ofTemplate('call_id'), 'constructor'],
    [{ type: 'ref/resource', uri: 'hitrate://call/4371/recording.wav' }, 'call_id'],
    [{ type: 'ref/resource', uri: '' }, ''],
  ])(
    'an argument without completions gets an empty list and causes no request: %o %s',
    async (ref, argument) => {
      dialer.requests.length = 0;
      expect(await completed(host, ref, argument)).toEqual(NOTHING);
      expect(dialer.requests).toEqual([]);
    },
  );

  it('a disabled toolset has no completions and causes no request', async () => {
    dialer.requests.length = 0;
    const narrow = await start({ HITRATE_TOOLSETS: 'customers,sms' });
    for (const [, ref, argument] of PLACES) expect(await completed(narrow, ref, argument)).toEqual(NOTHING);
    expect(dialer.requests).toEqual([]);
    await narrow.close();
  });
});

it('the host gets an empty list instead of an error when the dialer refuses', () =>
  fresh(
    () => ({ status: 403, body: { message: 'Permission denied' } }),
    async (other) => {
      for (const [, ref, argument] of PLACES) expect(await completed(other, ref, argument)).toEqual(NOTHING);
    },
  ));

describe('a person who types on', () => {
  const one: Script = ({ path }) => ({
    body:
      path === '/api/orders/'
        ? []
        : { rows: [{ id: 4371, customer_id: 922 }], count: 1, current_page: 0, last_page: 0 },
  });
  const letters = ['', '4', '43', '437', '4371'];

  it.each<[string, Script, string[]]>([
    ['found', one, ['4371']],
    ['refused', () => ({ status: 403, body: { message: 'Permission denied' } }), []],
  ])(
    'all letters that a person types lead to a single request, whatever its outcome: %s',
    (_, script, values) =>
      fresh(script, async (other) => {
        for (const typed of letters)
          expect(await completed(other, ofTemplate('call_id'), 'call_id', typed)).toMatchObject({ values });
        await Promise.all(
          letters.map((typed) => completed(other, ofPrompt('transcribe_call'), 'call_id', typed)),
        );
        // Customers are those of the same calls.
        await completed(other, ofTemplate('customer_id'), 'customer_id');
        expect(dialer.requests).toHaveLength(1);
      }),
  );

  it('a later letter gets the ids that an earlier, cancelled completion requested', async () => {
    let answer = () => {};
    const slow: Script = (arrived, response) =>
      new Promise((resolve) => {
        answer = () => resolve(one(arrived, response));
      });
    await fresh(slow, async (other) => {
      const control = new AbortController();
      const early = completed(other, ofTemplate('call_id'), 'call_id', '4', control.signal);
      await until(() => dialer.requests.length === 1);
      const late = completed(other, ofTemplate('call_id'), 'call_id', '43');
      control.abort();
      await expect(early).rejects.toThrow();
      await other.client.ping();
      answer();
      expect(await late).toMatchObject({ values: ['4371'] });
      expect(dialer.requests).toHaveLength(1);
    });
  });
});
