/** doctor: says in words what is wrong, and by its exit code whether anything is. */
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { fakeDialer, type Script } from '../../support/fake-dialer.ts';
import { SECRET } from '../../support/host.ts';
import { finished } from '../../support/process.ts';

const LISTS: Record<string, unknown> = {
  '/api/calls/search': { rows: [], count: 0 },
};
const healthy: Script = ({ path }) => ({ body: LISTS[path] ?? [] });
const refusal = (right: string) => ({
  status: 403,
  body: { message: `Permission denied, user missing ${right} permission` },
});

async function doctor(script: Script, env: Record<string, string> = {}) {
  const dialer = await fakeDialer(script);
  const { code, stdout, stderr } = await finished(['doctor'], {
    env: { HITRATE_URL: dialer.url, HITRATE_TOKEN: SECRET, HITRATE_TIMEOUT_MS: '3000', ...env },
  });
  await dialer.close();
  expect(stderr).toBe('');
  expect(stdout).not.toContain(SECRET);
  const lines = stdout.trimEnd().split('\n');
  for (const line of lines) expect(line).toMatch(/^(ok {2}|bad |-- {2})\S/);
  return { code, lines, stdout, dialer };
}

describe.concurrent('doctor', () => {
  it('doctor finds nothing wrong with a dialer that answers: exit code 0', async () => {
    const { code, lines, dialer } = await doctor(healthy);
    expect(code).toBe(0);
    expect(lines.every((line) => line.startsWith('ok'))).toBe(true);
    expect(lines[0]).toContain(dialer.url);
    expect(lines.at(-1)).toContain('clock: within');
  });

  it.each([
    [
      { HITRATE_URL: 'https://demodialer.hitrate.tech:3007' },
      'demodialer at https://demodialer.hitrate.tech:3007,',
    ],
    [{ HITRATE_SANDBOX: 'on' }, 'the sandbox (invented people) at http://127.0.0.1:'],
  ])('doctor names the dialer that is checked: %o', async (env, says) => {
    const { stdout } = await finished(['doctor'], {
      // So that no name is looked up outside of this machine.
      env: {
        HITRATE_TIMEOUT_MS: '3000',
        HTTPS_PROXY: 'http://127.0.0.1:1',
        HITRATE_TOKEN: 'sandbox-admin',
        ...env,
      },
    });
    expect(stdout.split('\n')[0]).toContain(`settings: ${says}`);
  });

  it('doctor reports unknown settings with the one that may be meant', async () => {
    const { code, stdout } = await doctor(healthy, { HITRATE_ACESS: 'write', HITRATE_COLOUR: 'red' });
    expect(code).toBe(0);
    expect(stdout).toContain('HITRATE_ACESS is no setting and is ignored: did you mean HITRATE_ACCESS?');
    expect(stdout).toContain('HITRATE_COLOUR is no setting and is ignored (--help lists them).');
  });

  it('doctor only reads', async () => {
    const { dialer } = await doctor(healthy, { HITRATE_ACCESS: 'destructive' });
    expect(dialer.requests.length).toBeGreaterThan(5);
    const acts = dialer.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'));
    expect(acts).toEqual([]);
  });

  it('doctor reports a wrong token: exit code 1', async () => {
    const { code, stdout } = await doctor(() => ({ status: 401, body: { message: 'Unauthenticated' } }));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad unauthenticated: .*HITRATE_TOKEN/m);
    expect(stdout).toContain('what to do');
  });

  it('doctor never repeats the token, even if the dialer does', async () => {
    const { code, stdout } = await doctor(() => ({ status: 400, body: { message: `Bad token ${SECRET}` } }));
    expect(code).toBe(1);
    expect(stdout).toContain('Bad token');
  });

  it('doctor reports that nothing listens: exit code 1', async () => {
    const { code, stdout } = await doctor(healthy, { HITRATE_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad unavailable: .*nothing listens/m);
  });

  it('doctor reports an answer by something other than a dialer: exit code 1', async () => {
    const { code, stdout } = await doctor(() => ({ type: 'text/html', body: '<html>Hello</html>' }));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad bad_answer: .*a web page/m);
  });

  it('doctor reports a timeout of the dialer: exit code 1', async () => {
    const { code, stdout } = await doctor(() => undefined);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad timeout: /m);
  });

  it.each([
    [-3600, /this machine is 36\d\d s ahead of the dialer|this machine is 3600 s ahead of the dialer/],
    [3600, /this machine is (3600|359\d) s behind the dialer/],
  ])('doctor reports a clock difference of an hour: %i s, exit code 1', async (seconds, says) => {
    const { code, stdout } = await doctor((arrived, response) => ({
      ...(healthy(arrived, response) as object),
      headers: { date: new Date(Date.now() + seconds * 1000).toUTCString() },
    }));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad clock: /m);
    expect(stdout).toMatch(says);
  });

  it('doctor reports missing rights of the token without a failure: exit code 0', async () => {
    const { code, stdout } = await doctor((arrived, response) =>
      arrived.path === '/api/calls/search' ? refusal('all_calls') : healthy(arrived, response),
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^-- {2}the token may not search calls \(search_calls\): .*all_calls/m);
  });

  it('doctor accepts a token with hardly any rights: exit code 0', async () => {
    const { code, stdout } = await doctor(() => refusal('admin'));
    expect(code).toBe(0);
    expect(stdout).toContain('knows the token');
  });

  it('doctor reports which read fails although the dialer answers: exit code 1', async () => {
    const { code, stdout } = await doctor((arrived, response) =>
      arrived.path.includes('contactlist')
        ? { status: 500, body: { message: 'Table is broken' } }
        : healthy(arrived, response),
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad list_contactlists: rejected: .*Table is broken/m);
  });

  it('doctor finds nothing wrong with the sandbox: exit code 0', async () => {
    const { code, stdout } = await finished(['doctor', '--sandbox'], {});
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/^bad/m);
  });

  it('doctor reports the missing rights of a sandbox token without all_calls', async () => {
    const env = { HITRATE_TOKEN: 'sandbox-agent' };
    const { code, stdout } = await finished(['doctor', '--sandbox'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^-- {2}the token may not /m);
  });

  it.each([
    [{ HITRATE_TRANSCRIBE_URL: 'http://127.0.0.1:1' }, 1, /^bad transcription: .*nothing listens/m],
    [{ HITRATE_TRANSCRIBE_COMMAND: 'no-such-program {file}' }, 1, /^bad transcription: there is no program/m],
    [{ HITRATE_TRANSCRIBE_COMMAND: `"${process.execPath}" {file}` }, 0, /^ok {2}transcription: .*is there/m],
    [{ HITRATE_DOWNLOAD_DIR: tmpdir() }, 0, /^ok {2}download folder: .*can be written/m],
  ])('doctor checks the configured transcription and download folder: %o', async (env, right, says) => {
    const { code, stdout } = await doctor(healthy, env as Record<string, string>);
    expect(stdout).toMatch(says);
    expect(code).toBe(right);
  });

  it.each([
    [401, 'HITRATE_TRANSCRIBE_KEY'],
    [500, 'it is not well'],
  ])('doctor reports that the speech server answers with %i', async (status, says) => {
    const speech = await fakeDialer(() => ({ status }));
    const { code, stdout } = await doctor(healthy, { HITRATE_TRANSCRIBE_URL: speech.url });
    await speech.close();
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`^bad transcription: .*${says}`, 'm'));
  });

  it('doctor checks the speech server without sending audio', async () => {
    const speech = await fakeDialer(() => ({ status: 405 }));
    const { code, stdout } = await doctor(healthy, { HITRATE_TRANSCRIBE_URL: speech.url });
    await speech.close();
    expect(code).toBe(0);
    expect(stdout).toContain(`transcription: ${speech.url} answers (status 405)`);
    expect(speech.requests.map(({ method, body }) => [method, body])).toEqual([['OPTIONS', undefined]]);
  });
});
