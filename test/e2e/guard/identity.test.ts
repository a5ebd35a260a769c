/** What is shown is what is acted on, also when the dialer answers with another thing than it was asked for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRead, type Script } from '../../support/fake-dialer.ts';
import {
  askingByDefault,
  type Bench,
  DONE,
  effects,
  openBench,
  previewed,
  readIn,
  sent,
  type World,
} from '../../support/guard-bench.ts';
import { people } from './acts.ts';
import { acts } from './acts-escalated.ts';

let bench: Bench;
let asking: Bench;

beforeAll(async () => {
  [bench, asking] = await Promise.all([openBench(askingByDefault()), openBench(askingByDefault(), true)]);
});

afterAll(() => Promise.all([bench.close(), asking.close()]));

/** The same answer about another id: each member that names what the answer is of is moved. */
function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      /^(id|customer_id|campaign_id|product_id)$/.test(key) ? Number(member) + 500 : moved(member),
    ]),
  );
}

const reading = acts.filter(({ world }) => Object.keys(world).length > 0);
// A number or an external id names whom the dialer matches, and offices only give a name to an id.
const byId = reading.filter(
  ({ tool, args }) =>
    tool !== 'create_user' && !('phone' in args && !('blocklist_id' in args)) && !('external_id_1' in args),
);

/** Refused in a host without forms, and in one with them before a form is shown. */
const refusedWith = async (
  tool: string,
  args: Record<string, unknown>,
  script: Script | World,
  hosts = [bench, asking],
) => {
  let text = '';
  for (const one of hosts) {
    one.scene(script, () => ({ action: 'accept', content: { confirm: true } }));
    const answer = await one.host.call(tool, args);
    expect(answer.isError).toBe(true);
    expect(answer.text).not.toContain('hitrate-mcp itself failed');
    expect(one.forms).toEqual([]);
    expect(effects(one.dialer)).toEqual([]);
    text = answer.text;
  }
  return text;
};

describe.each(byId)('$title', ({ tool, args, world }) => {
  it('a guarded act is refused when the dialer returns another record', async () => {
    const wrong = Object.fromEntries(Object.entries(world).map(([url, answer]) => [url, moved(answer)]));
    expect(await refusedWith(tool, args, wrong)).toMatch(/^(bad_answer|not_found): /);
  });

  it('a guarded act is refused when the dialer returns another record after the confirmation', async () => {
    bench.scene(world);
    const token = await previewed(bench.host, tool, args);
    const wrong = Object.fromEntries(Object.entries(world).map(([url, answer]) => [url, moved(answer)]));
    bench.scene(wrong);
    const answer = await bench.host.call(tool, { ...args, confirm: token });
    expect(answer.isError).toBe(true);
    expect(effects(bench.dialer)).toEqual([]);
  });
});

describe.each(reading)('$title', ({ tool, args, world }) => {
  it.each<[string, Script]>([
    ['nothing', () => ({ body: {} })],
    ['an empty list', () => ({ body: [] })],
    ['null', () => ({ body: 'null' })],
    ['a list of null', () => ({ body: [null] })],
    ['a number', () => ({ body: '7' })],
    ['a web page', () => ({ type: 'text/html', body: '<html><body>Login</body></html>' })],
    ['200 that says failure', () => ({ body: { success: false, error: 'not found' } })],
    ['404', () => ({ status: 404, body: { message: 'not found' } })],
    ['500', () => ({ status: 500, body: { message: 'Server Error' } })],
    ['403', () => ({ status: 403, body: { message: 'Permission denied, user missing admin permission' } })],
    ['401', () => ({ status: 401, body: 'Unauthorized' })],
  ])('a guarded act is not done when the read before the act is answered with %s', async (what, script) => {
    // An office that is not found leaves the new login without an office's name; the id is shown.
    if (tool === 'create_user' && (await harmless(args, script))) return;
    const text = await refusedWith(tool, args, script, [bench]);
    if (what === '403') expect(text).toContain('Before the act the target is read.');
  });

  it('a guarded act is not done when one of several reads before the act fails', async () => {
    for (const broken of Object.keys(world)) {
      bench.scene((request) => {
        if (!isRead(request)) return { body: DONE };
        return request.url === broken
          ? { status: 500, body: { message: 'Server Error' } }
          : readIn(world, request);
      });
      const answer = await bench.host.call(tool, args);
      if (sent(bench.dialer.requests).includes(`GET ${broken}`)) expect(answer.isError).toBe(true);
      expect(effects(bench.dialer)).toEqual([]);
    }
  });
});

/** Whether it was a preview with the id alone, which is right too. */
async function harmless(args: Record<string, unknown>, script: Script): Promise<boolean> {
  bench.scene(script);
  const answer = await bench.host.call('create_user', args);
  expect(effects(bench.dialer)).toEqual([]);
  if (answer.isError) return false;
  expect(answer.data.confirmation.effects).toContain('office 2');
  return true;
}

describe('a customer without an id', () => {
  it.each([undefined, null, '', 'all', 0, -1, 1.5, [922], '922 or 1=1'])(
    'a customer with the invalid id %j is not acted on',
    async (customer_id) => {
      const { customer_id: _, ...rest } = people.anna;
      for (const given of [{ phone: '070-174 06 05' }, { customer_id: 922 }, { external_id_1: 'K-17' }])
        for (const tool of ['prune_customer', 'remove_customer'])
          expect(await refusedWith(tool, given, () => ({ body: { ...rest, customer_id } }))).toMatch(
            /^bad_answer/,
          );
      const ring = { agent_id: 6, campaign_id: 2, phone: '070-174 06 05', allow_calling_finalized: true };
      await refusedWith('call_customer', ring, () => ({ body: { ...rest, customer_id } }));
    },
  );

  it('a customer whose id comes as text is acted on', async () => {
    bench.scene({ '/api/customer?id=922': { ...people.anna, customer_id: '922' } });
    const token = await previewed(bench.host, 'prune_customer', { customer_id: 922 });
    await bench.host.call('prune_customer', { customer_id: 922, confirm: token });
    expect(effects(bench.dialer)).toEqual(['DELETE /api/gdpr/customer?id=922']);
  });
});

it('a guarded act is not done when the read before the act times out', async () => {
  const answers = await Promise.all(
    reading.slice(0, 6).map(async ({ tool, args }) => {
      bench.scene(() => new Promise(() => {}));
      return bench.host.call(tool, args);
    }),
  );
  for (const answer of answers) expect(answer.text).toMatch(/^timeout: /);
  expect(effects(bench.dialer)).toEqual([]);
});
