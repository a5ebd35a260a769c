/** The login of the approval page at an identity provider, and everything that may be wrong with its answer. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newVisitor, type TeamBench, teamBench, type Visitor } from './bench.ts';
import { type Forgery, type ForgingProvider, startForgingProvider } from './forging-provider.ts';

const LOGIN_COOKIE = 'hitrate-approval-login';

async function setUp(client?: Parameters<typeof startForgingProvider>[0]) {
  const provider = await startForgingProvider(client);
  const bench = await teamBench({ login: { provider: provider.client, codes: false } });
  const opened = await bench.open();
  return { provider, bench, opened, visitor: newVisitor(bench) };
}
type SetUp = Awaited<ReturnType<typeof setUp>>;

/** @returns what the browser is sent to the provider with */
async function begin(visitor: Visitor, query: string): Promise<URLSearchParams> {
  const reply = await visitor.get(`/approve/login?${query}`);
  return new URL(reply.headers.location as string).searchParams;
}

/** Goes to the provider and comes back. @returns where to */
async function logIn(
  { provider, visitor, opened }: SetUp,
  forgery: Forgery = {},
  change: (back: URLSearchParams) => void = () => {},
): Promise<string> {
  const asked = await begin(visitor, `for=${opened.reference}`);
  provider.forge(forgery, asked.get('nonce')!);
  const back = new URLSearchParams({ code: 'c0de', state: asked.get('state')! });
  change(back);
  return (await visitor.get(`/approve/callback?${back}`)).headers.location as string;
}

const stateOf = async ({ visitor, opened }: SetUp): Promise<string> =>
  (await visitor.state(opened)).json.state;

describe('a login at the identity provider', () => {
  it('leads back to the approval that it was for, and proves possession of what began it', async () => {
    const all = await setUp();
    const asked = await begin(all.visitor, `for=${all.opened.reference}`);
    expect(Object.fromEntries(asked)).toEqual({
      response_type: 'code',
      client_id: 'approvals',
      redirect_uri: `${all.bench.publicUrl}/approve/callback`,
      scope: 'openid',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    all.provider.forge({}, asked.get('nonce')!);
    const back = await all.visitor.get(`/approve/callback?code=c0de&state=${asked.get('state')}`);
    expect([back.status, back.headers.location]).toEqual([303, `/approve/${all.opened.reference}`]);
    const [{ form, authorization }] = all.provider.exchanges as [ForgingProvider['exchanges'][number]];
    const challenge = createHash('sha256').update(form.get('code_verifier')!).digest('base64url');
    expect(challenge).toBe(asked.get('code_challenge'));
    expect([authorization, form.get('client_id')]).toEqual([undefined, 'approvals']);
    expect(await stateOf(all)).toBe('waiting');
    expect((await all.visitor.answer(all.opened, 'yes')).json).toEqual({ state: 'approved' });
  });

  it('sends the secret of a client that has one, in the way that the provider takes', async () => {
    const client = { clientId: 'a:b c', clientSecret: 's:e%c' };
    const all = await setUp(client);
    await logIn(all);
    const [{ authorization, form }] = all.provider.exchanges as [ForgingProvider['exchanges'][number]];
    expect(Buffer.from(authorization!.slice(6), 'base64').toString()).toBe('a%3Ab+c:s%3Ae%25c');
    expect(form.has('client_secret')).toBe(false);
    const inBody = await setUp(client);
    inBody.provider.forge({ metadata: { token_endpoint_auth_methods_supported: ['client_secret_post'] } });
    await logIn(inBody);
    expect(inBody.provider.exchanges).toMatchObject([{ authorization: undefined }]);
    expect(inBody.provider.exchanges[0]!.form.get('client_secret')).toBe('s:e%c');
  });

  it.each<[string, Forgery]>([
    ['another nonce', { claims: { nonce: 'x'.repeat(43) } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['no issuer', { claims: { iss: undefined } }],
    ['another audience', { claims: { aud: 'another-client' } }],
    ['another party', { claims: { azp: 'another-client' } }],
    ['several audiences and no party', { claims: { aud: ['approvals', 'another-client'] } }],
    ['an end that is past', { claims: { exp: Math.floor(Date.now() / 1_000) - 60 } }],
    ['no end', { claims: { exp: undefined } }],
    ['no subject', { claims: { sub: undefined } }],
    ['an empty subject', { claims: { sub: '' } }],
    ['a subject that is no text', { claims: { sub: 7 as never } }],
    ['the kind of an access token', { typ: 'at+jwt' }],
    ['no signature', { signed: 'none' }],
    ['the signature of a strange key', { signed: 'strange key' }],
    ['the client secret as its key', { signed: 'HS256 with the secret' }],
    ['the public key as its secret', { signed: 'HS256 with the public key' }],
  ])('is refused where its ID token has %s', async (_, forgery) => {
    const all = await setUp({ clientSecret: 'the client secret, long enough for it' });
    expect(await logIn(all, forgery)).toBe(`/approve/${all.opened.reference}?problem=login_failed`);
    expect(await stateOf(all)).toBe('login');
    expect(all.bench.reports).toHaveLength(1);
  });

  it.each<[string, Forgery['reply']]>([
    ['no ID token', { status: 200, body: '{}' }],
    ['an error', { status: 400, body: '{"error":"invalid_grant"}' }],
    ['no JSON', { status: 200, body: '<html>' }],
  ])('is refused where the code brings %s', async (_, reply) => {
    const all = await setUp();
    expect(await logIn(all, { reply })).toMatch(/problem=login_failed$/);
    expect(await stateOf(all)).toBe('login');
  });

  it.each<[string, (back: URLSearchParams) => void]>([
    ['another state', (back) => back.set('state', 'x'.repeat(43))],
    ['no state', (back) => back.delete('state')],
    ['no code', (back) => back.delete('code')],
    ['an error', (back) => back.set('error', 'access_denied')],
    ['another issuer', (back) => back.set('iss', 'https://evil.example')],
  ])('is refused where it comes back with %s', async (_, change) => {
    const all = await setUp();
    expect(await logIn(all, {}, change)).toMatch(/problem=login_failed$/);
    expect(all.provider.exchanges).toEqual([]);
    expect(await stateOf(all)).toBe('login');
  });

  it('counts in the browser alone that began it', async () => {
    const all = await setUp();
    const asked = await begin(all.visitor, '');
    all.provider.forge({}, asked.get('nonce')!);
    const other = newVisitor(all.bench);
    const path = `/approve/callback?code=c0de&state=${asked.get('state')}`;
    expect((await other.get(path)).headers.location).toBe('/approve/?problem=login_failed');
    await begin(other, '');
    expect((await other.get(path)).headers.location).toBe('/approve/?problem=login_failed');
    expect(all.provider.exchanges).toEqual([]);
  });

  it('can be finished once', async () => {
    const all = await setUp();
    await logIn(all);
    expect(all.visitor.cookies.has(LOGIN_COOKIE)).toBe(false);
    expect((await all.visitor.get('/approve/callback?code=c0de&state=x')).headers.location).toMatch(
      /problem=login_failed/,
    );
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '../../evil',
    'javascript:alert(1)',
    `${'x'.repeat(22)}?a`,
    '%0d%0aLocation:x',
  ])('never leads elsewhere: %s', async (wanted) => {
    const all = await setUp();
    const asked = await begin(all.visitor, `for=${encodeURIComponent(wanted)}`);
    all.provider.forge({}, asked.get('nonce')!);
    const back = await all.visitor.get(`/approve/callback?code=c0de&state=${asked.get('state')}`);
    expect(back.headers.location).toBe('/approve/');
  });

  it('lets in nobody whom the user file does not know', async () => {
    const all = await setUp();
    expect(await logIn(all, { claims: { sub: 'mallory' } })).toMatch(/problem=not_known$/);
    expect(await stateOf(all)).toBe('login');
    expect(all.visitor.cookies.size).toBe(0);
  });

  it('is over for whoever was removed meanwhile', async () => {
    const all = await setUp();
    await logIn(all);
    all.bench.people.delete('anna');
    expect((await all.visitor.state(all.opened)).json).toMatchObject({
      state: 'login',
      problem: { code: 'not_known' },
    });
    expect(all.visitor.cookies.size).toBe(0);
  });

  it.each<[string, object]>([
    ['calls itself something else', { issuer: 'https://evil.example' }],
    ['would have people log in over plain HTTP', { authorization_endpoint: 'http://login.example/auth' }],
    ['would have codes sent over plain HTTP', { token_endpoint: 'http://login.example/token' }],
    ['names no keys', { jwks_uri: undefined }],
  ])('is not begun at a provider that %s', async (_, metadata) => {
    const all = await setUp();
    all.provider.forge({ metadata });
    const reply = await all.visitor.get(`/approve/login?for=${all.opened.reference}`);
    expect(reply.headers.location).toBe(`/approve/${all.opened.reference}?problem=login_unavailable`);
    expect(all.bench.reports).toEqual([expect.stringMatching(/nobody can log in/)]);
    all.provider.forge({});
    expect((await begin(all.visitor, '')).get('client_id')).toBe('approvals');
  });

  it('is told apart where the provider does not answer', async () => {
    const all = await setUp();
    expect(await logIn(all, { reply: { status: 502, body: '' } })).toMatch(/problem=login_unavailable$/);
    expect(await logIn(all)).toBe(`/approve/${all.opened.reference}`);
  });
});

describe('a fresh login', () => {
  const GRAVE = { proof: 'PIN or passkey' } as const;

  async function openGrave(bench: TeamBench, visitor: Visitor) {
    const opened = await bench.open(GRAVE);
    return { opened, state: async () => (await visitor.state(opened)).json };
  }

  it('is asked of the provider before what erases or gives access', async () => {
    const all = await setUp();
    const asked = await begin(all.visitor, `for=${all.opened.reference}&fresh=1`);
    expect(Object.fromEntries(asked)).toMatchObject({ prompt: 'login', max_age: '300' });
  });

  it.each([
    ['an old one', Math.floor(Date.now() / 1_000) - 311],
    ['one of which it tells no time', undefined],
    ['one of the future', Math.floor(Date.now() / 1_000) + 60],
    ['one with a time that is none', '1' as never],
  ])('is not %s, whatever the provider was asked for', async (_, auth_time) => {
    const all = await setUp();
    const { opened, state } = await openGrave(all.bench, all.visitor);
    await logIn(all, { claims: { auth_time } });
    expect(await state()).toMatchObject({ state: 'login', again: true });
    expect((await all.visitor.answer(opened, 'yes')).json).toMatchObject({ state: 'login' });
    await logIn(all);
    expect(await state()).toMatchObject({ state: 'waiting' });
    expect((await all.visitor.answer(opened, 'yes')).json).toEqual({ state: 'approved' });
  });
});
