/** Logging in at a protected server, and staying logged in. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { afterThisTest } from '../../support/cleanup.ts';
import { newFolder } from '../../support/files.ts';
import { finished, greet, initialize, type Running, request, run } from '../../support/process.ts';
import { until } from '../../support/waiting.ts';
import { bridgeEnv, endBackgroundLogin, loginFiles, startBridge } from './bridge-process.ts';
import {
  addBrowser,
  comeBack,
  goThrough,
  KNOWN_CLIENT,
  type LoginServer,
  startLoginServer,
} from './login-server.ts';
import { keyGuard, startSessionServer } from './session-server.ts';

type Env = Record<string, string>;

function startLogin(url: string, env: Env): Running {
  const login = run(['connect', url, '--login'], { env });
  afterThisTest(() => login.end('SIGTERM'));
  return login;
}

/** Returns the settings of somebody who is logged in. */
async function loggedIn({ server }: LoginServer, more: Env = {}): Promise<Env> {
  const env = bridgeEnv(more);
  const browser = addBrowser(env);
  const login = startLogin(server.url, env);
  await comeBack(await goThrough(await browser()));
  expect((await login.ended).code).toBe(0);
  return env;
}

const tokensIn = (env: Env) => JSON.parse(readFileSync(loginFiles(env)[0]!, 'utf8')).tokens;

async function listTools(bridge: Running, id = 1): Promise<any> {
  bridge.send(request(id, 'tools/list'));
  return bridge.answer(id);
}

describe('connect --login', () => {
  it('logs in by the browser, with PKCE and for this server alone, and keeps the login for this user', async () => {
    const far = await startLoginServer();
    const env = bridgeEnv();
    const browser = addBrowser(env);
    const login = startLogin(far.server.url, env);
    const address = await browser();
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      code_challenge_method: 'S256',
      resource: far.server.url,
      scope: 'hitrate:read offline_access',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(await comeBack(await goThrough(address))).toMatchObject({
      status: 200,
      text: expect.stringContaining('You are logged in.'),
    });
    const { code, stdout, stderr } = await login.ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(address.href);
    const [file] = loginFiles(env);
    expect(loginFiles(env)).toHaveLength(1);
    expect(statSync(file!).mode & 0o777).toBe(0o600);
    expect(far.registrations()).toBe(1);

    const bridge = startBridge(far.server.url, env);
    await greet(bridge);
    expect((await listTools(bridge)).result.tools).not.toHaveLength(0);
    const { access_token, refresh_token } = tokensIn(env);
    for (const secret of [access_token, refresh_token])
      expect(bridge.stdout() + bridge.stderr() + stderr).not.toContain(secret);
  });

  it('takes the client id of an administrator, where programs may not register themselves', async () => {
    const far = await startLoginServer({ registration: false });
    const { code, stderr } = await finished(['connect', far.server.url, '--login'], { env: bridgeEnv() });
    expect(code).toBe(1);
    expect(stderr).toContain('give it by HITRATE_CONNECT_CLIENT_ID');
    const env = await loggedIn(far, { HITRATE_CONNECT_CLIENT_ID: KNOWN_CLIENT });
    expect(JSON.parse(readFileSync(loginFiles(env)[0]!, 'utf8')).client).toEqual({ client_id: KNOWN_CLIENT });
  });

  it('turns away who comes back with another state, and a second time, and waits on', async () => {
    const far = await startLoginServer();
    const env = bridgeEnv();
    const browser = addBrowser(env);
    const login = startLogin(far.server.url, env);
    const back = await goThrough(await browser());
    const forged = new URL(back);
    forged.searchParams.set('state', 'of somebody else');
    expect((await comeBack(forged)).status).toBe(400);
    const first = comeBack(back);
    const second = comeBack(back).then(
      ({ status }) => status,
      () => 400,
    );
    expect([(await first).status, await second]).toEqual([200, 400]);
    expect((await login.ended).code).toBe(0);
  });

  it('keeps nothing where the person says no', async () => {
    const far = await startLoginServer();
    const env = bridgeEnv();
    const browser = addBrowser(env);
    const login = startLogin(far.server.url, env);
    const { text } = await comeBack(await goThrough(await browser(), 'denies'));
    expect(text).toContain('You are not logged in.');
    const { code, stderr } = await login.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('The login was turned down in the browser. Nothing was kept.');
    expect(() => loginFiles(env)).toThrow(/ENOENT/);
  });

  it('refuses an answer in the name of another authorization server', async () => {
    const far = await startLoginServer();
    const env = bridgeEnv();
    const browser = addBrowser(env);
    const login = startLogin(far.server.url, env);
    const back = await goThrough(await browser());
    back.searchParams.set('iss', 'https://elsewhere.example');
    await comeBack(back);
    const { code, stderr } = await login.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('came from another authorization server');
  });

  it('says in one line that the authorization server is down', async () => {
    const far = await startLoginServer();
    far.setDown(true);
    const { code, stderr } = await finished(['connect', far.server.url, '--login'], { env: bridgeEnv() });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^hitrate-mcp: The authorization server .* does not answer as it should: try again later\.\n$/,
    );
  });
});

describe('a bridge where nobody is logged in', () => {
  it('tells the host at once what to run, opens the browser once, and the next request works', async () => {
    const far = await startLoginServer();
    const env = bridgeEnv();
    const browser = addBrowser(env);
    const bridge = startBridge(far.server.url, env);
    bridge.send(initialize());
    expect((await bridge.answer(0)).error).toEqual({
      code: -32_000,
      message: expect.stringContaining(`run: hitrate-mcp connect ${far.server.url} --login`),
    });
    const address = await browser();
    await until(() => bridge.stderr().includes(address.href));
    bridge.send(request(1, 'tools/list'));
    expect((await bridge.answer(1)).error.code).toBe(-32_000);
    expect(await browser()).toEqual(address);

    const another = startBridge(far.server.url, env);
    another.send(initialize());
    expect((await another.answer(0)).error.code).toBe(-32_000);
    await until(() => another.stderr().includes('is open in the browser already'));

    await bridge.end('SIGTERM');
    expect((await comeBack(await goThrough(address))).status).toBe(200);
    const next = startBridge(far.server.url, env);
    await greet(next);
    expect((await listTools(next)).result.tools).not.toHaveLength(0);
  });

  it.each([
    ['by a flag', (folder: string) => ({ args: ['--state-dir', folder], named: true })],
    ['by a flag in one word', (folder: string) => ({ args: [`--state-dir=${folder}`], named: true })],
    ['by the variable', (folder: string) => ({ env: { HITRATE_STATE_DIR: folder }, named: true })],
    ['nowhere', () => ({ named: false })],
  ])('names the folder of the login in the line to run where it is given: %s', async (_, given) => {
    const { url } = await startSessionServer({ guard: keyGuard('of somebody else') });
    const folder = newFolder();
    const { args, env, named } = { args: [], env: {}, ...given(folder) };
    const bridge = startBridge(url, { PATH: '', HOME: folder, ...env }, args);
    bridge.send(initialize());
    expect((await bridge.answer(0)).error.message).toContain(
      `run: hitrate-mcp connect ${url} --login${named ? ` --state-dir "${folder}"` : ''} Then start`,
    );
    // The login that the bridge has started ends by itself.
    await until(() => bridge.stderr().includes('offers no login for programs'));
  });

  it('takes a damaged login for none', async () => {
    const far = await startLoginServer();
    const env = await loggedIn(far);
    writeFileSync(loginFiles(env)[0]!, '{"tokens":');
    const bridge = startBridge(far.server.url, { ...env, PATH: '' });
    bridge.send(initialize());
    expect((await bridge.answer(0)).error.message).toContain('Nobody is logged in');
    await endBackgroundLogin(bridge, env);
  });
});

describe('a login that runs out', () => {
  it('is renewed once, also where two bridges and many calls meet its end at once', async () => {
    const far = await startLoginServer();
    const env = await loggedIn(far);
    const bridges = [startBridge(far.server.url, env), startBridge(far.server.url, env)];
    for (const bridge of bridges) await greet(bridge);
    for (const bridge of bridges) await listTools(bridge);
    const before = tokensIn(env);
    far.expireTokens();
    const ids = [2, 3, 4, 5];
    const answers = await Promise.all(bridges.flatMap((bridge) => ids.map((id) => listTools(bridge, id))));
    for (const { result } of answers) expect(result.tools).not.toHaveLength(0);
    expect(far.grants).toEqual(['authorization_code', 'refresh_token']);
    expect(tokensIn(env).access_token).not.toBe(before.access_token);
  });

  it('is renewed before the end, without a refused request', async () => {
    const far = await startLoginServer();
    const env = await loggedIn(far);
    const [path] = loginFiles(env);
    const login = JSON.parse(readFileSync(path!, 'utf8'));
    writeFileSync(path!, JSON.stringify({ ...login, expiresAt: Date.now() + 1_000 }));
    const before = far.refused();
    const bridge = startBridge(far.server.url, env);
    await greet(bridge);
    await Promise.all([1, 2, 3].map((id) => listTools(bridge, id)));
    expect(far.grants).toEqual(['authorization_code', 'refresh_token']);
    expect(far.refused()).toBe(before);
    expect(tokensIn(env)).not.toEqual(login.tokens);
  });

  it('asks for a new login where the refresh token does not count any more', async () => {
    const far = await startLoginServer();
    const env = await loggedIn(far);
    const bridge = startBridge(far.server.url, { ...env, PATH: '' });
    await greet(bridge);
    far.revoke();
    expect((await listTools(bridge)).error.message).toContain('--login');
    await endBackgroundLogin(bridge, env);
  });

  it('waits for an authorization server that is down, without asking for a new login', async () => {
    const far = await startLoginServer();
    const env = await loggedIn(far);
    const bridge = startBridge(far.server.url, env);
    await greet(bridge);
    await listTools(bridge);
    far.expireTokens();
    far.setDown(true);
    expect((await listTools(bridge, 2)).error.message).toContain(
      'does not answer as it should: try again later',
    );
    far.setDown(false);
    expect((await listTools(bridge, 3)).result.tools).not.toHaveLength(0);
  });
});
