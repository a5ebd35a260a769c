/** The server behind the pages on one person's computer, asked as a program would. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createReviewDesk, type ReviewDeskOptions } from '../../src/review/desk-review.ts';
import { post, secretOf, send } from '../support/approval.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { reviewBench } from '../support/review.ts';

afterEach(() => void vi.useRealTimers());

const REQUEST = {
  subject: { owner: { order_id: 39 }, recording: 'hitrate://order/39/recording.wav' },
  marks: [],
};

/** A desk whose calls are noted, and answered with what a test says. */
function deskBench(options: Partial<ReviewDeskOptions> = {}) {
  const asked: unknown[] = [];
  const desk = createReviewDesk({
    calls: {
      async callTool(name, args) {
        asked.push([name, args]);
        return { content: [{ type: 'text', text: '{"transcript":"t7","status":"working"}' }] };
      },
      async readResource(uri) {
        asked.push(uri);
        throw new Error('unavailable: It is away.');
      },
    },
    openBrowser: false,
    ...options,
  });
  afterThisTest(desk.close);
  return { desk, asked };
}

describe('a page', () => {
  it('is answered with its secret alone, on what it is about alone', async () => {
    const { desk, asked } = deskBench();
    const opened = await desk.open(REQUEST);
    const secret = secretOf(opened);
    const ask = async (path: string, body: object = {}) =>
      (await post(opened, path, { secret, ...body })).json;
    expect(await ask('/state')).toEqual({ state: 'review', ...REQUEST });
    expect((await post(opened, '/state', { secret: 'other' })).status).toBe(404);
    const order = { name: 'get_order', args: { order_id: 39 } };
    expect(await ask('/call', order)).toMatchObject({ result: { content: [{ type: 'text' }] } });
    const error = 'This page may not ask for that.';
    expect(await ask('/call', { name: 'get_order', args: { order_id: 40 } })).toEqual({ error });
    expect(await ask('/call', { name: 'cancel_order', args: { order_id: 39 } })).toEqual({ error });
    expect(await ask('/resource', { uri: 'hitrate://customer/922/sms.pdf' })).toEqual({ error });
    expect(await ask('/resource', { uri: 'hitrate://order/39/waveform' })).toEqual({
      error: 'unavailable: It is away.',
    });
    expect((await post(opened, '/other', { secret })).status).toBe(404);
    expect(asked).toEqual([['get_order', { order_id: 39 }], 'hitrate://order/39/waveform']);
  });

  it('may follow the transcript that it has begun, and no other', async () => {
    const { desk } = deskBench();
    const opened = await desk.open(REQUEST);
    const secret = secretOf(opened);
    const transcript = (id: string) =>
      post(opened, '/call', { secret, name: 'transcribe_recording', args: { transcript: id } });
    expect((await transcript('t7')).json).toHaveProperty('error');
    await post(opened, '/call', { secret, name: 'transcribe_recording', args: { order_id: 39 } });
    expect((await transcript('t7')).json).toHaveProperty('result');
    expect((await transcript('t8')).json).toHaveProperty('error');
  });

  it('is sent with a policy that lets nothing in from elsewhere', async () => {
    const { desk } = deskBench();
    const opened = await desk.open(REQUEST);
    const { host } = new URL(opened.address);
    const { status, headers, text } = await send(opened.address, 'GET', '/', { host });
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'sha256-");
    expect(text).not.toContain(secretOf(opened));
    expect(text).not.toContain('order/39');
  });

  it('is gone half an hour after its last use', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { desk } = deskBench();
    const [used, unused] = [await desk.open(REQUEST), await desk.open(REQUEST)];
    const state = async (opened: typeof used) =>
      (await post(opened, '/state', { secret: secretOf(opened) })).json?.state;
    vi.advanceTimersByTime(29 * 60_000);
    expect(await state(used)).toBe('review');
    vi.advanceTimersByTime(29 * 60_000);
    expect(await state(used)).toBe('review');
    expect(await state(unused)).toBe('unknown');
    vi.advanceTimersByTime(30 * 60_000);
    await expect.poll(() => state(used).catch(() => 'nobody listens')).toBe('nobody listens');
  });

  it('is the one that makes room where ten others were used since', async () => {
    const { desk } = deskBench();
    const opened = [];
    for (let i = 0; i < 10; i++) opened.push(await desk.open(REQUEST));
    const state = async (one: { address: string }) =>
      (await post(one, '/state', { secret: secretOf(one) })).status;
    expect(await state(opened[0]!)).toBe(200);
    const eleventh = await desk.open(REQUEST);
    expect(await Promise.all([opened[0]!, opened[1]!, opened[2]!, eleventh].map(state))).toEqual([
      200, 404, 200, 200,
    ]);
  });

  it('is opened in a browser where the operator wants that, and the answer says so', async () => {
    const addresses: string[] = [];
    const { desk } = deskBench({
      openBrowser: true,
      open: async (address) => addresses.push(address) > 0,
    });
    const opened = await desk.open(REQUEST);
    expect(addresses).toEqual([opened.address]);
    expect(opened).toMatchObject({ opened: true, next: expect.stringContaining('is open in their browser') });
  });

  it('is no more to whoever guesses', async () => {
    const { desk } = deskBench();
    const opened = await desk.open(REQUEST);
    for (let i = 0; i < 20; i++) await post(opened, '/state', { secret: `guess ${i}` }).catch(() => {});
    const last = await post(opened, '/state', { secret: secretOf(opened) }).catch(() => undefined);
    expect(last?.json?.state).not.toBe('review');
  });
});

describe('the answer of the tool', () => {
  it('names the page and what it is of, and does not read the recording for that', async () => {
    const bench = await reviewBench();
    const row = await bench.ask('get_order_recording', { order_id: 39, deliver: 'page' });
    expect(row).toMatchObject({
      type: 'audio/wav',
      duration_s: 28.54,
      page: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}$/),
      opened: false,
      marks: 0,
      next: expect.stringMatching(/^Give the person the address.*half an hour after its last use\.$/),
    });
  });

  it('leads to no address where the host shows the page itself', async () => {
    const bench = await reviewBench();
    const args = { order_id: 39, deliver: 'page' };
    const { row } = await bench.reply('get_order_recording', args, { showsApps: true });
    expect(row).not.toHaveProperty('page');
    expect(row.next).toBe(
      'The person sees the page beside this answer: they hear it there and read what was said.',
    );
  });

  it.each<[object, string]>([
    [
      {
        marks: [
          ['point', 'said'],
          ['x', 'ja'],
        ],
      },
      'must be one of yes, no, unclear',
    ],
    [
      {
        marks: [
          ['punkt', 'said'],
          ['x', 'yes'],
        ],
      },
      'point',
    ],
    [{ marks: 'all' }, 'marks'],
    [
      {
        marks: [
          ['price', 'yes', '399', '0:06'],
          ['period', 'no', '', ''],
        ],
      },
      'point',
    ],
    [{ marks: Array.from({ length: 41 }, () => ({ point: 'x', said: 'yes' })) }, '40'],
    [{ marks: [{ point: 'x'.repeat(501), said: 'yes' }] }, '500'],
    [{ deliver: 'pages' }, 'deliver must be one of link, inline, file, page'],
  ])('says what is right of %j', async (args, told) => {
    const bench = await reviewBench();
    const said = await bench.refused('get_order_recording', { order_id: 39, deliver: 'page', ...args });
    expect(said).toContain('invalid_arguments');
    expect(said).toContain(told);
  });

  it('takes no page for a PDF', async () => {
    const bench = await reviewBench();
    expect(await bench.refused('get_sms_history_pdf', { customer_id: 922, deliver: 'page' })).toBe(
      'invalid_arguments: deliver must be one of link, inline, file, not "page".',
    );
  });
});
