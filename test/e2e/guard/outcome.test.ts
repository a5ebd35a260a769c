/** After the yes: one request and no more, whatever becomes of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRead, type Script } from '../../support/fake-dialer.ts';
import {
  askingByDefault,
  type Bench,
  effects,
  openBench,
  previewed,
  readIn,
  requestsOf,
} from '../../support/guard-bench.ts';
import { settle, until } from '../../support/waiting.ts';
import { acts } from './acts-escalated.ts';

let bench: Bench;
let asking: Bench;

beforeAll(async () => {
  [bench, asking] = await Promise.all([openBench(askingByDefault()), openBench(askingByDefault(), true)]);
});

afterAll(() => Promise.all([bench.close(), asking.close()]));

const cancel = acts[0]!;
/** One by POST, DELETE, DELETE with a body, and PUT. */
const some = [
  'cancel_orders',
  'delete_user',
  'delete_blocklist',
  'create_user',
  'update_user with active',
].map((title) => acts.find((act) => act.title === title)!);

/** The dialer reads as the act says and answers the act itself by `write`. */
const worldWith =
  (world: Record<string, unknown>, write: Script): Script =>
  (request, response) =>
    isRead(request) ? readIn(world, request) : write(request, response);

const UNSURE: [string, Script][] = [
  ['502', () => ({ status: 502, type: 'text/html', body: '<html><h1>Bad Gateway</h1></html>' })],
  ['503', () => ({ status: 503, body: 'busy', headers: { 'retry-after': '0' } })],
  ['504', () => ({ status: 504, body: { message: 'time-out' } })],
  ['500 without a word', () => ({ status: 500, body: '' })],
  [
    'a reset',
    (_, response) => {
      response.socket!.resetAndDestroy();
      return undefined;
    },
  ],
  [
    'an answer that breaks off',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"id":');
      setTimeout(() => response.destroy(), 10);
      return undefined;
    },
  ],
  ['something that is no JSON', () => ({ type: 'text/html', body: 'OK' })],
];

describe.each(UNSURE)('an act that is answered by %s', (what, write) => {
  // Every act with the commonest; the others differ below the guard.
  const tried = what === '502' ? acts.filter(({ further }) => !further) : some;

  it('an unclear answer is reported as an unknown outcome, the act is sent once, and the token is used up', async () => {
    for (const { tool, args, world, request } of tried) {
      bench.scene(worldWith(world, write));
      const confirm = await previewed(bench.host, tool, args);
      const answer = await bench.host.call(tool, { ...args, confirm });
      expect(answer.isError).toBe(true);
      expect(answer.text).toMatch(
        /^outcome_unknown: .*It is not sent again\. Look with (get|list|search)_\w+/,
      );
      expect(effects(bench.dialer)).toEqual([request]);
      const again = await bench.host.call(tool, { ...args, confirm });
      expect(again.data.refused).toContain('used already');
      expect(effects(bench.dialer)).toEqual([request]);
    }
  });

  it('an act with an unclear answer is sent once after a yes in a form too', async () => {
    for (const { tool, args, world, request, typed } of tried) {
      asking.scene(worldWith(world, write), () => ({
        action: 'accept',
        content: { confirm: typed ?? true },
      }));
      expect((await asking.host.call(tool, args)).text).toMatch(/^outcome_unknown: /);
      expect(asking.forms).toHaveLength(1);
      expect(effects(asking.dialer)).toEqual([request]);
    }
  });
});

it('an act that times out is sent once and reported as an unknown outcome, by token and by form', async () => {
  const silent = worldWith(cancel.world, () => new Promise(() => {}));
  bench.scene(silent);
  asking.scene(silent, () => ({ action: 'accept', content: { confirm: true } }));
  const confirm = await previewed(bench.host, cancel.tool, cancel.args);
  const answers = await Promise.all([
    bench.host.call(cancel.tool, { ...cancel.args, confirm }),
    asking.host.call(cancel.tool, cancel.args),
  ]);
  for (const { text } of answers) expect(text).toMatch(/^outcome_unknown: No answer within 5 s/);
  const again = await bench.host.call(cancel.tool, { ...cancel.args, confirm });
  expect(again.data.refused).toContain('used already');
  for (const { dialer } of [bench, asking]) expect(effects(dialer)).toEqual([cancel.request]);
});

it.each([
  [400, { message: 'Invalid ID format' }, 'rejected'],
  [403, { message: 'Permission denied, user missing admin users permission' }, 'permission_denied'],
  [404, { message: 'not found' }, 'not_found'],
  [429, { message: 'Too many' }, 'rate_limited'],
  [200, { success: false, message: 'Order is locked' }, 'rejected'],
])(
  'an act that the dialer refuses with %i is sent once, reported as refused, and its token is used up',
  async (status, body, kind) => {
    for (const { tool, args, world, request } of some) {
      bench.scene(worldWith(world, () => ({ status, body })));
      const confirm = await previewed(bench.host, tool, args);
      expect((await bench.host.call(tool, { ...args, confirm })).text).toMatch(new RegExp(`^${kind}: `));
      expect((await bench.host.call(tool, { ...args, confirm })).data.refused).toContain('used already');
      expect(effects(bench.dialer)).toEqual([request]);
    }
  },
);

/** Their documented answers repeat the id. */
const repeating = [
  'delete_call_result',
  'delete_product',
  'delete_product_field',
  'delete_sms_template',
  'delete_user',
  'remove_campaign_product',
  'deactivate_contactlist',
].map((title) => acts.find((act) => act.title === title)!);

it.each(repeating)('$title is not reported as done if the dialer returns another id or none', async (act) => {
  for (const body of [
    { id: '77', result: { id: 77 } },
    { message: 'ok', result: {} },
  ]) {
    bench.scene(worldWith(act.world, () => ({ body })));
    const confirm = await previewed(bench.host, act.tool, act.args);
    const { text } = await bench.host.call(act.tool, { ...act.args, confirm });
    expect(text).toMatch(/^outcome_unknown: .*(77|none).* Look with /);
    expect(effects(bench.dialer)).toEqual(requestsOf(act));
  }
});

it('an act does not follow redirects, not even within the dialer', async () => {
  for (const status of [301, 302, 307, 308]) {
    bench.scene(
      worldWith(cancel.world, () => ({ status, body: '', headers: { location: '/api/gdpr/customer?id=1' } })),
    );
    const confirm = await previewed(bench.host, cancel.tool, cancel.args);
    const answer = await bench.host.call(cancel.tool, { ...cancel.args, confirm });
    expect(answer.isError).toBe(true);
    expect(effects(bench.dialer)).toEqual([cancel.request]);
  }
});

describe('two calls at once', () => {
  it('concurrent calls with the same token do the act once', async () => {
    for (const act of acts) {
      const { tool, args, world } = act;
      bench.scene(world);
      const confirm = await previewed(bench.host, tool, args);
      const calls = Array.from({ length: 5 }, () => bench.host.call(tool, { ...args, confirm }));
      const answers = await Promise.all(calls);
      expect(answers.filter(({ data }) => data.status === 'done')).toHaveLength(1);
      expect(answers.filter(({ data }) => /used already/.test(data.refused))).toHaveLength(4);
      expect(effects(bench.dialer)).toEqual(requestsOf(act));
    }
  });

  it('two concurrent calls with separate tokens do the act twice', async () => {
    bench.scene(cancel.world);
    const tokens = [
      await previewed(bench.host, cancel.tool, cancel.args),
      await previewed(bench.host, cancel.tool, cancel.args),
    ];
    expect(new Set(tokens).size).toBe(2);
    await Promise.all(tokens.map((confirm) => bench.host.call(cancel.tool, { ...cancel.args, confirm })));
    expect(effects(bench.dialer)).toEqual([cancel.request, cancel.request]);
  });
});

describe('a call that the host cancels', () => {
  it('a call with a valid token that is cancelled while its target is read does nothing', async () => {
    bench.scene(cancel.world);
    const confirm = await previewed(bench.host, cancel.tool, cancel.args);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    bench.scene(async ({ url }) => {
      await held;
      return { body: cancel.world[url] };
    });
    const abort = new AbortController();
    const call = bench.host.client.callTool(
      { name: cancel.tool, arguments: { ...cancel.args, confirm } },
      undefined,
      { signal: abort.signal },
    );
    const rejected = expect(call).rejects.toThrow();
    await until(() => bench.dialer.requests.length >= 1);
    abort.abort();
    await rejected;
    release();
    await settle();
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('a call that is cancelled while its target is read again after a yes in a form does nothing', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let asked = false;
    const script: Script = async ({ url }) => {
      if (asked) await held;
      return { body: cancel.world[url] };
    };
    asking.scene(script, () => {
      asked = true;
      return { action: 'accept', content: { confirm: true } };
    });
    const abort = new AbortController();
    const call = asking.host.client.callTool({ name: cancel.tool, arguments: cancel.args }, undefined, {
      signal: abort.signal,
    });
    const rejected = expect(call).rejects.toThrow();
    await until(() => asking.dialer.requests.length >= 3);
    abort.abort();
    await rejected;
    release();
    await settle();
    expect(effects(asking.dialer)).toEqual([]);
  });
});
