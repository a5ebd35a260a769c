/** Redirects: the token goes to the configured address alone, and a write goes nowhere else. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer, type Script } from '../support/fake-dialer.ts';
import { type Calls, callsTo, OFFICES, READ, WRITE } from '../support/services.ts';

const SEARCH = ['search_calls', {}] as const;

let other: FakeDialer;
let dialer: FakeDialer;
let calls: Calls;

beforeAll(async () => {
  other = await fakeDialer(() => ({ body: OFFICES }));
  dialer = await fakeDialer();
  calls = callsTo(dialer.url);
});
beforeEach(() => {
  dialer.requests.length = 0;
});
afterAll(async () => {
  await calls.close();
  await dialer.close();
  await other.close();
});

/** Redirects the first request; answers what comes after. */
const redirectTo =
  (location: string, status: number): Script =>
  () =>
    dialer.requests.length === 1 ? { status, headers: { location }, body: '' } : { body: OFFICES };

describe('a redirect to another origin', () => {
  it.each([
    [301, READ],
    [302, READ],
    [303, READ],
    [307, READ],
    [308, READ],
    [307, SEARCH],
    [302, WRITE],
    [307, WRITE],
    [308, WRITE],
  ] as const)(
    'a redirect to another origin is refused, and that origin receives no request: %i of %o',
    async (status, tool) => {
      dialer.script(redirectTo(`${other.url}/api/users/office`, status));
      const { kind, text } = await calls.call(tool);
      expect(kind).toBe(tool === WRITE && status === 302 ? 'outcome_unknown' : 'bad_answer');
      expect(text).toContain(`redirect (${status})`);
      expect(text).not.toContain(other.url);
      expect(dialer.requests).toHaveLength(1);
      expect(other.requests).toHaveLength(0);
    },
  );

  it.each(['//elsewhere.invalid/api', 'https://127.0.0.1/', 'ftp://127.0.0.1/x', 'javascript:0'])(
    'a redirect to another origin is refused in any spelling: %s',
    async (location) => {
      dialer.script(redirectTo(location, 302));
      expect(await calls.call(READ)).toMatchObject({ kind: 'bad_answer' });
      expect(dialer.requests).toHaveLength(1);
    },
  );
});

describe('a redirect within the origin', () => {
  it.each([301, 302, 307, 308])('a GET follows a redirect within the origin: %i', async (status) => {
    dialer.script(redirectTo('/v2/offices?all=1', status));
    expect(await calls.call(READ)).toMatchObject({ kind: 'answer' });
    expect(dialer.requests.map(({ url }) => url)).toEqual(['/api/users/office', '/v2/offices?all=1']);
    expect(dialer.requests[1]!.headers.authorization).toBe(dialer.requests[0]!.headers.authorization);
  });

  it.each(['offices', './offices', `../users/offices`])(
    'the location of a redirect may be relative: %s',
    async (location) => {
      dialer.script(redirectTo(location, 302));
      expect(await calls.call(READ)).toMatchObject({ kind: 'answer' });
      expect(dialer.requests[1]!.path).toBe('/api/users/offices');
    },
  );

  it('a POST that reads follows a redirect that keeps the method, and sends its body again', async () => {
    dialer.script(() =>
      dialer.requests.length === 1
        ? { status: 307, headers: { location: '/api/calls/search/' }, body: '' }
        : { body: { rows: [], count: 0 } },
    );
    expect(await calls.call(['search_calls', { campaign_ids: [7] }])).toMatchObject({ kind: 'answer' });
    expect(dialer.requests[1]).toMatchObject({ method: 'POST', body: { campaign_ids: [7] } });
  });

  it('a POST that reads does not follow a redirect that would make a GET of the request', async () => {
    dialer.script(redirectTo('/api/calls/search/', 302));
    expect(await calls.call(SEARCH)).toMatchObject({ kind: 'bad_answer' });
    expect(dialer.requests).toHaveLength(1);
  });

  it.each([
    [301, 'bad_answer'],
    [302, 'outcome_unknown'],
    [303, 'outcome_unknown'],
    [307, 'bad_answer'],
    [308, 'bad_answer'],
  ])(
    'a write does not follow a redirect, which may point to the result of a done write: %i is %s',
    async (status, kind) => {
      dialer.script(redirectTo('/api/call_result/', status));
      expect(await calls.call(WRITE)).toMatchObject({ kind });
      expect(dialer.requests).toHaveLength(1);
    },
  );

  it('a read gives up a circle of redirects after three hops', async () => {
    dialer.script(({ path }) => ({
      status: 302,
      headers: { location: path === '/a' ? '/b' : '/a' },
      body: '',
    }));
    const { kind, text } = await calls.call(READ);
    expect(kind).toBe('bad_answer');
    expect(text).toContain('redirect (302)');
    expect(dialer.requests).toHaveLength(4);
  });

  it('a redirect without a location is a bad answer', async () => {
    dialer.script(() => ({ status: 302, body: '' }));
    expect(await calls.call(READ)).toMatchObject({ kind: 'bad_answer' });
    expect(dialer.requests).toHaveLength(1);
  });
});

describe('a redirect that leaves the origin at its second hop', () => {
  it('a redirect that leaves the origin at its second hop sends no token there', async () => {
    dialer.script(() => ({
      status: 302,
      headers: { location: dialer.requests.length === 1 ? '/next' : `${other.url}/next` },
      body: '',
    }));
    expect(await calls.call(READ)).toMatchObject({ kind: 'bad_answer' });
    expect(dialer.requests).toHaveLength(2);
    expect(other.requests).toHaveLength(0);
  });
});
