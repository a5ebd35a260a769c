/** Logins at the approval page of a team by name and code, what guessing comes to, and how long they last. */
import { describe, expect, it } from 'vitest';
import { createApprovalSite } from '../../../src/approval/team/approval-site.ts';
import { createMemoryStore } from '../../../src/state/memory-store.ts';
import { REQUEST } from '../../support/approval.ts';
import { serveOnLoopback } from '../../support/loopback.ts';
import { codeOf, loggedIn, newVisitor, teamBench, type Visitor } from './bench.ts';

const problemOf = async (reply: ReturnType<Visitor['logIn']>) => (await reply).json.problem;

describe('a code', () => {
  it('is wrong five times, and then not looked at for a quarter of an hour, which doubles', async () => {
    const bench = await teamBench();
    const nobody = newVisitor(bench);
    const tryFive = async () => {
      for (let tries = 0; tries < 5; tries++)
        expect(await problemOf(nobody.logIn('anna', 'guess'))).toEqual({ code: 'wrong_login' });
    };
    await tryFive();
    expect(await problemOf(nobody.logIn('anna'))).toEqual({ code: 'login_locked', count: 15 });
    bench.later(15 * 60_000);
    await tryFive();
    expect(await problemOf(nobody.logIn('anna'))).toEqual({ code: 'login_locked', count: 30 });
    bench.later(30 * 60_000);
    expect((await nobody.logIn('anna')).json).toEqual({ state: 'in' });
    expect(await problemOf(nobody.logIn('anna', 'guess'))).toEqual({ code: 'wrong_login' });
  });

  it('gets no more tries from many requests at the same time, or at several replicas', async () => {
    const bench = await teamBench({ replicas: 2 });
    const replies = await Promise.all(
      Array.from({ length: 15 }, () => newVisitor(bench).logIn('anna', 'guess')),
    );
    const codes = replies.map(({ json }) => json.problem.code);
    expect(codes.filter((code) => code === 'wrong_login')).toHaveLength(5);
    expect(codes.filter((code) => code === 'login_locked')).toHaveLength(10);
  });

  it('can not be guessed for many names from one address', async () => {
    const nobody = newVisitor(await teamBench());
    for (let i = 0; i < 20; i++)
      expect(await problemOf(nobody.logIn(`name ${i}`, 'guess'))).toEqual({ code: 'wrong_login' });
    expect(await problemOf(nobody.logIn('anna'))).toEqual({ code: 'login_locked', count: 15 });
  });

  it('of an office with many slips is looked at again the next day', async () => {
    const bench = await teamBench();
    const office = newVisitor(bench);
    for (let i = 0; i < 19; i++) await office.logIn(`name ${i}`, 'slip');
    for (let i = 0; i < 30; i++) expect((await office.logIn('anna')).json).toEqual({ state: 'in' });
    bench.later(24 * 3_600_000 + 1);
    for (let i = 0; i < 19; i++)
      expect(await problemOf(office.logIn(`name ${i}`, 'slip'))).toEqual({ code: 'wrong_login' });
  });

  it.each([
    ['', ''],
    ['anna', ''],
    ['', codeOf('anna')],
    ['x'.repeat(201), 'y'],
  ])('must come with a name: %j', async (subject, code) => {
    const visitor = newVisitor(await teamBench());
    expect(await problemOf(visitor.logIn(subject, code))).toEqual({ code: 'no_login' });
  });

  it.each([{}, { subject: ['anna'], code: { length: 1 } }, { subject: null, code: 7 }])(
    'is a text: %j',
    async (body) => {
      const reply = newVisitor(await teamBench()).post('login', body);
      expect(await problemOf(reply)).toEqual({ code: 'no_login' });
    },
  );

  it('is not asked for where people log in at the identity provider alone', async () => {
    const bench = await teamBench({ login: { codes: false } });
    expect((await newVisitor(bench).logIn('anna')).status).toBe(404);
  });

  it('lies nowhere in the state, and neither does what opens a session', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const anna = await loggedIn(bench);
    await newVisitor(bench).logIn('bo', 'guess of bo');
    await anna.answer(opened, 'yes');
    const { token } = (await anna.state()).json.me;
    const kept = bench.kept.join('\n');
    for (const secret of [...anna.cookies.values(), token, codeOf('anna'), 'guess of bo', REQUEST.binding])
      expect(kept).not.toContain(secret);
  });
});

describe('a session', () => {
  it('has another id after each login, and the one before is over', async () => {
    const bench = await teamBench();
    const anna = await loggedIn(bench);
    const [name, before] = [...anna.cookies][0]!;
    await anna.logIn('anna');
    expect(anna.cookies.get(name)).not.toBe(before);
    anna.cookies.set(name, before);
    expect((await anna.state()).json.state).toBe('login');
  });

  it('is never one that the browser brought along', async () => {
    const bench = await teamBench();
    const anna = newVisitor(bench);
    anna.cookies.set('hitrate-approval', 'x'.repeat(43));
    await anna.logIn('anna');
    expect(anna.cookies.get('hitrate-approval')).not.toBe('x'.repeat(43));
  });

  it('lasts for a quarter of an hour', async () => {
    const bench = await teamBench();
    const anna = await loggedIn(bench);
    bench.later(15 * 60_000 - 1_000);
    expect((await anna.state()).json.state).toBe('list');
    bench.later(1_000);
    expect((await anna.state()).json.state).toBe('login');
  });

  it('is over after a logout', async () => {
    const bench = await teamBench();
    const anna = await loggedIn(bench);
    const cookies = new Map(anna.cookies);
    await anna.post('logout', { token: (await anna.state()).json.me.token });
    expect(anna.cookies.size).toBe(0);
    for (const [name, value] of cookies) anna.cookies.set(name, value);
    expect((await anna.state()).json.state).toBe('login');
  });

  it.each([
    ['twice', (cookie: string) => `${cookie}; ${cookie}`],
    ['under the name of another host', (cookie: string) => `__Host-${cookie}`],
    ['damaged', (cookie: string) => `${cookie}x`],
    ['with blanks in it', (cookie: string) => cookie.replace('=', '= ')],
  ])('does not count where its cookie comes %s', async (_, change) => {
    const bench = await teamBench();
    const anna = await loggedIn(bench);
    const [[name, value]] = [...anna.cookies] as [[string, string]];
    anna.cookies.clear();
    const reply = await anna.post('state', { reference: '' }, { cookie: change(`${name}=${value}`) });
    expect(reply.json.state).toBe('login');
  });

  it.each([
    ['http://127.0.0.1:1', /^hitrate-approval=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=900$/],
    ['http://mcp.example', /^__Host-hitrate-approval=[^;]+; Path=\/; .*SameSite=Strict.*; Secure$/],
    [
      'https://mcp.example',
      /^__Host-hitrate-approval=[^;]+; Path=\/; HttpOnly; SameSite=Strict; .*; Secure$/,
    ],
  ])('is kept in a cookie that no script and no other host can read: %s', async (publicUrl, cookie) => {
    const bench = await teamBench();
    const site = createApprovalSite({
      store: createMemoryStore(),
      publicUrl,
      login: { codes: true },
      people: { find: async (subject) => bench.people.get(subject), checkCode: async () => true },
      hasTokenAt: () => true,
      fourEyes: false,
      report: () => {},
    });
    const { port } = await serveOnLoopback((request, response) => {
      void site.handle(request, response, new URL(request.url!, publicUrl).pathname);
    });
    const visitor = newVisitor({ publicUrl: `http://127.0.0.1:${port}` });
    const { headers } = await visitor.post('login', { subject: 'anna', code: 'x' }, { origin: publicUrl });
    expect(headers['set-cookie']).toEqual([expect.stringMatching(cookie)]);
  });
});

describe('an old login', () => {
  const GRAVE = { proof: 'PIN or passkey' } as const;

  it('is asked for again before what erases or gives access', async () => {
    const bench = await teamBench();
    const anna = await loggedIn(bench);
    bench.later(5 * 60_000 + 1_000);
    const [grave, light] = [await bench.open(GRAVE), await bench.open({ binding: 'another' })];
    expect((await anna.state(light)).json.state).toBe('waiting');
    expect((await anna.state(grave)).json).toMatchObject({ state: 'login', again: true });
    expect((await anna.answer(grave, 'yes')).json).toMatchObject({ state: 'login', again: true });
    expect(await bench.look(grave)).toEqual({ state: 'pending' });
    await anna.logIn('anna');
    expect((await anna.answer(grave, 'yes')).json).toEqual({ state: 'approved' });
  });

  it('does not become a new one while the person reads', async () => {
    const bench = await teamBench();
    const anna = await loggedIn(bench);
    const opened = await bench.open(GRAVE);
    const { token } = (await anna.state(opened)).json.me;
    bench.later(5 * 60_000 + 1_000);
    const { reference } = opened;
    const reply = await anna.post('answer', { reference, answer: 'yes', token });
    expect(reply.json).toMatchObject({ state: 'login', again: true });
  });

  it('is enough for a no', async () => {
    const bench = await teamBench();
    const anna = await loggedIn(bench);
    bench.later(6 * 60_000);
    expect((await anna.answer(await bench.open(GRAVE), 'no')).json).toEqual({ state: 'declined' });
  });
});
