/** The ids that completions offer, without a process around them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServices } from '../../src/call/services.ts';
import { readConfig } from '../../src/config/config.ts';
import { type FakeDialer, fakeDialer, type Script } from '../support/fake-dialer.ts';
import { SECRET } from '../support/host.ts';

let dialer: FakeDialer;
beforeAll(async () => {
  dialer = await fakeDialer();
});
afterAll(() => dialer.close());

/** What is offered for each kind of id. */
async function offered(script: Script, env: Record<string, string> = {}): Promise<string[][]> {
  dialer.script(script);
  const set = { HITRATE_URL: dialer.url, HITRATE_TOKEN: SECRET, ...env };
  const { completions, close } = createServices(readConfig([], set), set, async () =>
    expect.fail('no sandbox'),
  );
  const { signal } = new AbortController();
  const all: string[][] = [];
  for (const what of ['call_id', 'order_id', 'customer_id'])
    all.push(await completions.complete(what, '', signal));
  await close();
  return all;
}

const COUNT = 401;
/** As many calls, page by page. */
const pages: Script = ({ body: { page = 0, limit } = {} }) => ({
  body: {
    rows: Array.from({ length: COUNT }, (_, i) => ({ id: 1000 + i })).slice(page * limit, (page + 1) * limit),
    count: COUNT,
    current_page: page,
    last_page: Math.ceil(COUNT / limit) - 1,
  },
});

it('400 call ids are offered although the last page holds a single call', async () => {
  const [calls] = await offered(pages);
  expect(calls!.slice(0, 3)).toEqual(['1400', '1399', '1398']);
  expect(calls).toHaveLength(400);
});

it.each<[string, Script]>([
  ['no permission', () => ({ status: 403, body: { message: 'Permission denied' } })],
  ['a wrong token', () => ({ status: 401, body: { error: 'Unauthorized' } })],
  ['a crash', () => ({ status: 500, type: 'text/html', body: '<pre>Error</pre>' })],
  ['an answer of another shape', () => ({ body: { rows: 7, last_page: 'x', orders: null } })],
  ['rows of another shape', () => ({ body: { rows: [null, 1, { id: '5' }, { id: 1.5 }, []] } })],
  ['a list of nothing', () => ({ body: [] })],
  [
    'a broken connection',
    (_, response) => {
      response.destroy();
      return undefined;
    },
  ],
])('completions are empty when the dialer fails: %s', async (_, script) => {
  expect(await offered(script)).toEqual([[], [], []]);
});

it('completions are empty when no dialer listens', async () => {
  expect(await offered(pages, { HITRATE_URL: 'http://127.0.0.1:9' })).toEqual([[], [], []]);
});
