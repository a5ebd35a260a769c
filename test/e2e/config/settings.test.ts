/** Settings, as the process takes them: one line that says what is right, exit code 2, and never the token. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig, requireDialer } from '../../../src/config/config.ts';
import { SETTINGS } from '../../../src/config/settings.ts';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { SECRET } from '../../support/host.ts';
import { finished, greet, run, toolCall } from '../../support/process.ts';
import { settingErrorOf } from '../../support/setting-error.ts';

const URL_SET = { HITRATE_URL: 'http://127.0.0.1:9' };
const TOKEN_SET = { HITRATE_TOKEN: SECRET };
const SET = { ...URL_SET, ...TOKEN_SET };

let folder: string;
let dialer: FakeDialer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-'));
  dialer = await fakeDialer(() => ({ body: [] }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await dialer.close();
});

/** What is set wrong, and what the line must say beside the setting's name. */
const WRONG: [env: Record<string, string>, says: RegExp][] = [
  [URL_SET, /no token is set: .*HITRATE_TOKEN.*HITRATE_TOKEN_FILE/],
  [{ HITRATE_DIALER: 'demo dialer', ...TOKEN_SET }, /HITRATE_DIALER=demo dialer: .*name alone/],
  [{ HITRATE_DIALER: 'https://x.se', ...TOKEN_SET }, /HITRATE_DIALER=.*name alone.*HITRATE_URL/],
  [{ HITRATE_DIALER: 'a', ...SET }, /HITRATE_DIALER and HITRATE_URL are both set/],
  [{ HITRATE_URL: 'demodialer', ...TOKEN_SET }, /HITRATE_URL=demodialer: must be a URL such as https:/],
  [{ HITRATE_URL: 'http://dialer.example', ...TOKEN_SET }, /HITRATE_URL=.*must be https/],
  [{ HITRATE_URL: 'ftp://127.0.0.1', ...TOKEN_SET }, /HITRATE_URL=.*must be https/],
  [{ HITRATE_URL: 'https://x.se/api', ...TOKEN_SET }, /HITRATE_URL: .*without a path: https:\/\/x\.se$/m],
  [{ HITRATE_URL: `https://x.se/?token=${SECRET}` }, /HITRATE_URL: .*without a path/],
  [{ HITRATE_URL: `http://x.se/?token=${SECRET}` }, /HITRATE_URL=http:\/\/x\.se: must be https/],
  [{ ...URL_SET, HITRATE_TOKEN: `${SECRET} x` }, /HITRATE_TOKEN: the token has a space/],
  [{ ...SET, HITRATE_TOKEN_FILE: '/dev/null' }, /HITRATE_TOKEN and a token file are both set/],
  [{ ...URL_SET, HITRATE_TOKEN_FILE: '/dev/null' }, /HITRATE_TOKEN_FILE=.*empty/],
  [{ ...URL_SET, HITRATE_TOKEN_FILE: '/' }, /HITRATE_TOKEN_FILE=\/: can't be read/],
  [
    { ...URL_SET, HITRATE_TOKEN_FILE: '/no/such' },
    /HITRATE_TOKEN_FILE=\/no\/such: .*ENOENT: there is no such file/,
  ],
  [{ ...SET, HITRATE_ACCESS: 'admin' }, /HITRATE_ACCESS=admin: .*read, write, destructive/],
  [{ ...SET, HITRATE_TOOLSETS: 'calls,calender' }, /HITRATE_TOOLSETS=.*"calender"; there are calls,/],
  [{ ...SET, HITRATE_CONFIRM: 'never' }, /HITRATE_CONFIRM=never: .*auto, human, passkey, token/],
  [{ ...SET, HITRATE_IDENTITY_NUMBERS: 'hide' }, /HITRATE_IDENTITY_NUMBERS=hide: .*masked, full/],
  [{ ...SET, HITRATE_TIMEZONE: 'Sweden' }, /HITRATE_TIMEZONE=Sweden: .*Europe\/Stockholm/],
  [{ ...SET, HITRATE_REGION: 'Sverige' }, /HITRATE_REGION=Sverige: .*SE/],
  [{ ...SET, HITRATE_CURRENCY: 'kronor' }, /HITRATE_CURRENCY=kronor: .*SEK/],
  [{ ...SET, HITRATE_TIMEOUT_MS: '45s' }, /HITRATE_TIMEOUT_MS=45s: .*1000 to 600000/],
  [{ ...SET, HITRATE_TIMEOUT_MS: '0' }, /HITRATE_TIMEOUT_MS=0: .*1000 to 600000/],
  [{ ...SET, HITRATE_MAX_CONNECTIONS: '-1' }, /HITRATE_MAX_CONNECTIONS=-1: .*1 to 64/],
  [{ ...SET, HITRATE_LOG_LEVEL: 'loud' }, /HITRATE_LOG_LEVEL=loud: .*trace, debug, info/],
  [{ ...TOKEN_SET, HITRATE_SANDBOX: 'maybe' }, /HITRATE_SANDBOX=maybe: .*on or off/],
  [{ ...SET, HITRATE_SANDBOX: 'on' }, /HITRATE_URL and the sandbox are both set/],
];

describe('a setting that is wrong', () => {
  it.each(WRONG)(
    'a wrong setting is reported in one line with its name and the valid values: %o',
    (env, says) => {
      const line = settingErrorOf(() => requireDialer(readConfig([], env)));
      expect(line).toMatch(says);
      expect(line).not.toContain(SECRET);
    },
  );
});

describe('what is missing', () => {
  it.each([
    [{ HITRATE_DILER: 'demodialer', ...TOKEN_SET }, 'no dialer is set', 'HITRATE_DIALER'],
    [{ ...URL_SET, HITRATE_TOKN: SECRET }, 'no token is set', 'HITRATE_TOKEN'],
  ])('a missing setting is reported with the misspelt name: %o', (env, what, name) => {
    const read = () => requireDialer(readConfig([], env as Record<string, string>));
    expect(read).toThrow(what);
    expect(read).toThrow(new RegExp(`is no setting and is ignored: did you mean ${name}\\?$`));
    expect(read).not.toThrow(SECRET);
  });
});

const WRONG_START: [env: Record<string, string>, args: string[], says: RegExp][] = [
  [{}, [], /no dialer is set: .*HITRATE_DIALER.*HITRATE_URL.*--sandbox/],
  [{ HITRATE_URL: `https://me:${SECRET}@x.se` }, [], /HITRATE_URL: must not hold a user name or password/],
  [{ ...URL_SET, HITRATE_TOKEN: `${SECRET}\nx` }, [], /HITRATE_TOKEN: the token has .*line break/],
  [{ ...URL_SET, HITRATE_TOKEN_FILE: '/no/such' }, [], /HITRATE_TOKEN_FILE=\/no\/such: .*ENOENT/],
  [{ ...SET, HITRATE_ACCESS: 'read\nwrite' }, [], /HITRATE_ACCESS=read.*must be one of/],
  [SET, ['--access', 'admin'], /--access=admin: must be one of/],
  [SET, ['--acess', 'write'], /'--acess'.*--help/],
  [SET, [`--token=${SECRET}`], /the token is never a flag.*HITRATE_TOKEN or --token-file/],
  [SET, ['--token', SECRET], /the token is never a flag/],
  [SET, ['--access'], /'--access.*--help/],
  [SET, ['--access', '--sandbox'], /'--access.*--help/],
  [SET, ['--sandbox=yes'], /'--sandbox'.*--help/],
  [SET, ['serve', 'now'], /'now'.*--help/],
  [SET, ['server'], /there is no command server; there are serve, demo, dashboard, sandbox, tools, approve/],
  [SET, ['demo', '--access', 'write'], /demo takes no flags/],
  [{}, ['tools', '--jsn'], /'--jsn'.*--help/],
  [{ HITRATE_ACCESS: 'admin' }, ['tools'], /HITRATE_ACCESS=admin/],
  [{}, ['doctor'], /no dialer is set/],
  [{}, ['sandbox', '--port', 'http'], /--port=http: must be a whole number/],
  [{}, ['sandbox', '--port', '65536'], /--port=65536: must be a whole number up to 65535/],
  [{}, ['sandbox', '--host', '::'], /'--host'.*--port and --calls/],
];

describe.concurrent('a start with something wrong', () => {
  it.each(WRONG_START)(
    'a wrong start ends with one line on stderr and exit code 2: %o %o',
    async (env, args, says) => {
      const { code, stdout, stderr } = await finished(args, { env });
      expect(stderr).toMatch(/^hitrate-mcp: [^\n]+\n$/);
      expect(stderr).toMatch(says);
      expect(stderr).not.toContain(SECRET);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    },
  );
});

/** What a host writes where the person gave no value. */
const leftAsIs = (name: string) => `\${${name}}`;

describe('a setting', () => {
  /** The token and the origin that a call goes out with. */
  const authorization = async (env: Record<string, string>, args: string[] = []) => {
    const server = run(args, { env: { HITRATE_URL: dialer.url, HITRATE_LOG_LEVEL: 'silent', ...env } });
    await greet(server);
    server.send(toolCall(1, 'list_offices'));
    await server.answer(1);
    await server.end();
    return dialer.requests.at(-1)!.headers.authorization;
  };
  const enabled = async (env: Record<string, string>, args: string[] = []) => {
    const { stdout } = await finished(['tools', '--json', ...args], { env });
    return new Set(JSON.parse(stdout).flatMap((row: any) => (row.enabled ? [row.tier] : [])));
  };

  it.concurrent('a flag wins over the environment', async () => {
    expect(await enabled({ HITRATE_ACCESS: 'destructive' }, ['--access', 'read'])).toEqual(new Set(['read']));
    expect(await enabled({ HITRATE_ACCESS: 'wrong' }, ['--access=write'])).toEqual(
      new Set(['read', 'write']),
    );
  });

  it.concurrent.each([leftAsIs('user_config.access'), leftAsIs('HITRATE_ACCESS'), '', '  '])(
    'a setting that a host left as %j counts as unset',
    async (text) => {
      expect(await enabled({ HITRATE_ACCESS: text })).toEqual(new Set(['read']));
    },
  );

  it('a token that a host left as a placeholder counts as unset', async () => {
    const { code, stderr } = await finished([], {
      env: { ...URL_SET, HITRATE_TOKEN: leftAsIs('user_config.token') },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('no token is set');
  });

  it('a setting may name a file that holds the token', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, `  from-a-file-1\n`);
    expect(await authorization({ HITRATE_TOKEN_FILE: file })).toBe('Bearer from-a-file-1');
    expect(await authorization({}, ['--token-file', file])).toBe('Bearer from-a-file-1');
  });

  it.each([
    ['two words', /HITRATE_TOKEN_FILE=\S+: the token in the file has a space/],
    ['', /HITRATE_TOKEN_FILE=\S+: the file is empty/],
  ])('a token file that holds %j is reported by the name of its own setting', (text, says) => {
    const file = join(folder, 'bad-token');
    writeFileSync(file, text, { mode: 0o600 });
    const read = () => readConfig([], { ...URL_SET, HITRATE_TOKEN_FILE: file });
    expect(read).toThrow(says);
    expect(read).not.toThrow(/two|words|HITRATE_TOKEN:/);
    expect(() => readConfig(['--token-file', file], URL_SET)).toThrow(/^--token-file=/);
  });

  it.skipIf(process.platform === 'win32').each([
    [0o600, false],
    [0o400, false],
    [0o640, true],
    [0o604, true],
    [0o644, true],
  ])('a token file of mode %o is warned of if other users can read the file: %s', async (mode, warned) => {
    const file = join(folder, `token-${mode.toString(8)}`);
    writeFileSync(file, 'from-a-file-2');
    chmodSync(file, mode);
    const env = { HITRATE_URL: dialer.url, HITRATE_TOKEN_FILE: file };
    const running = run([], { env });
    await greet(running);
    await running.end();
    const { code, stderr } = await running.ended;
    const told = `HITRATE_TOKEN_FILE=${file}: other users of this machine can read the token (mode ${mode.toString(8)}): chmod 600 it.`;
    expect({ code, stderr }).toEqual({ code: 0, stderr: warned ? `hitrate-mcp: ${told}\n` : '' });
    const { stdout } = await finished(['doctor'], { env });
    expect(stdout.includes(`--  settings: ${told}`)).toBe(warned);
  });

  it('a misspelt setting is reported and does not stop the start', async () => {
    const running = run(['--sandbox'], { env: { HITRATE_ACESS: 'write' } });
    await running.end();
    const { code, stderr } = await running.ended;
    expect(code).toBe(0);
    expect(stderr).toBe(
      'hitrate-mcp: HITRATE_ACESS is no setting and is ignored: did you mean HITRATE_ACCESS?\n',
    );
  });

  it('a token may be set with the word Bearer', async () => {
    expect(await authorization({ HITRATE_TOKEN: 'Bearer abc-1' })).toBe('Bearer abc-1');
  });

  it('--help lists every setting with its flag and default', async () => {
    const { code, stdout, stderr } = await finished(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const setting of Object.values(SETTINGS)) {
      const line = stdout.split('\n').find((one) => one.trimStart().startsWith(`${setting.env} `))!;
      if ('flag' in setting) expect(line).toContain(`--${setting.flag}`);
      if ('default' in setting) expect(line).toContain(`(default: ${setting.default})`);
    }
    for (const command of ['demo', 'sandbox', 'tools', 'doctor']) expect(stdout).toContain(command);
  });
});
