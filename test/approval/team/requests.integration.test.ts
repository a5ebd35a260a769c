/** Requests to the approval page of a team: what may be posted and how, and what the page is. */
import { describe, expect, it } from 'vitest';
import { createApprovalSite } from '../../../src/approval/team/approval-site.ts';
import { REQUEST } from '../../support/approval.ts';
import { loggedIn, newVisitor, type TeamBench, teamBench, type Visitor } from './bench.ts';

describe('a post', () => {
  async function yes(bench: TeamBench): Promise<[Visitor, { reference: string; body: object }]> {
    const opened = await bench.open();
    const anna = await loggedIn(bench);
    const { token } = (await anna.state(opened)).json.me;
    const { reference } = opened;
    return [anna, { reference, body: { reference, answer: 'yes', token } }];
  }

  it.each<[string, Record<string, string | undefined>, number]>([
    ['without an origin', { origin: undefined }, 403],
    ['of another origin', { origin: 'http://127.0.0.1:1' }, 403],
    ['of an origin without a name', { origin: 'null' }, 403],
    ['of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['of another host of the same site', { 'sec-fetch-site': 'same-site' }, 403],
    ['as a form sends it', { 'content-type': 'text/plain' }, 415],
    ['as another form sends it', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('%s is refused', async (_, headers, status) => {
    const bench = await teamBench();
    const [anna, { reference, body }] = await yes(bench);
    for (const page of ['state', 'answer', 'login', 'logout'])
      expect((await anna.post(page, body, headers)).status).toBe(status);
    expect(await bench.look({ reference } as never)).toEqual({ state: 'pending' });
  });

  it.each([undefined, '', 'x'.repeat(43), 7])('with the token %j changes nothing', async (token) => {
    const bench = await teamBench();
    const [anna, { reference, body }] = await yes(bench);
    for (const page of ['answer', 'logout'])
      expect((await anna.post(page, { ...body, token })).status).toBe(403);
    expect(await bench.look({ reference } as never)).toEqual({ state: 'pending' });
    expect((await anna.state()).json.state).toBe('list');
  });

  it('of too much, or of no JSON, is refused', async () => {
    const bench = await teamBench();
    const [anna] = await yes(bench);
    expect((await anna.post('state', { x: 'x'.repeat(20_000) })).status).toBe(413);
    expect((await anna.post('state', [] as object)).status).toBe(400);
  });

  it.each([undefined, 7, null, ['x'], '../login', '__proto__', 'x'.repeat(10_000)])(
    'about %j finds nothing',
    async (reference) => {
      const bench = await teamBench();
      const anna = await loggedIn(bench);
      expect((await anna.post('state', { reference })).status).toBe(404);
    },
  );

  it('of who guesses is answered no more after twenty', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const bo = await loggedIn(bench, 'bo');
    for (let i = 0; i < 20; i++)
      expect((await bo.state({ reference: String(i).padStart(22, 'x') })).status).toBe(404);
    expect((await bo.state(opened)).status).toBe(429);
    // From the same address: one who guesses locks no colleague out.
    expect((await (await loggedIn(bench)).state(opened)).json).toMatchObject({ state: 'waiting' });
    bench.later(15 * 60_000);
    await bo.logIn('bo');
    expect((await bo.state(opened)).status).toBe(404);
  });

  it('takes nothing but a yes and a no', async () => {
    const bench = await teamBench();
    const [anna, { reference, body }] = await yes(bench);
    for (const answer of ['YES', true, undefined, ['yes']]) await anna.post('answer', { ...body, answer });
    expect(await bench.look({ reference } as never)).toEqual({ state: 'pending' });
  });
});

describe('a page', () => {
  it('is the same for everybody and every approval, and says nothing of any', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const [nobody, anna] = [newVisitor(bench), await loggedIn(bench)];
    const pages = await Promise.all(
      [nobody, anna].flatMap((visitor) =>
        [opened.reference, 'x'.repeat(22), ''].map((page) => visitor.get(`/approve/${page}`)),
      ),
    );
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1);
    expect(pages[0]!.text).not.toContain(REQUEST.summary);
    expect(pages[0]!.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
  });

  it.each([
    ['/approve', 303],
    ['/approve/', 200],
    ['/approve/nothing', 404],
    ['/approve/login', 404],
    ['/approve/callback?code=x&state=y', 404],
    ['/approve/../mcp', 404],
    ['/approve//evil.example', 404],
  ])('%s is answered with %s', async (path, status) => {
    expect((await newVisitor(await teamBench()).get(path)).status).toBe(status);
  });

  it('is no frame, image or script', async () => {
    const visitor = newVisitor(await teamBench());
    for (const dest of ['iframe', 'image', 'script', 'empty'])
      expect((await visitor.get('/approve/', { 'sec-fetch-dest': dest })).status).toBe(403);
  });

  it('leaves other paths to others', async () => {
    const bench = await teamBench();
    const site = createApprovalSite({
      store: bench.store,
      publicUrl: bench.publicUrl,
      login: { codes: true },
      people: { find: async () => undefined, checkCode: async () => false },
      hasTokenAt: () => true,
      fourEyes: false,
      report: () => {},
    });
    for (const path of ['/', '/mcp', '/approves', '/approve2/', '/x/approve/'])
      expect(await site.handle({} as never, {} as never, path)).toBe(false);
  });
});
