/** Who may log in at a server for a team, changed and listed with the built program. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAuthenticator } from '../../../src/auth/authenticator.ts';
import { TOOLSETS } from '../../../src/config/settings.ts';
import { newFolder } from '../../support/files.ts';
import { type Ended, run } from '../../support/process.ts';

interface Desk {
  folder: string;
  /** The user file. */
  path: string;
  /** Runs `user` with these words, in the folder. */
  user(words: string[], lines?: string[]): Promise<Ended>;
  users(): any[];
}

function desk(): Desk {
  const folder = newFolder();
  const path = join(folder, 'users.json');
  for (const name of ['anna', 'bo'])
    writeFileSync(join(folder, `${name}.token`), `dialer-token-of-${name}\n`, { mode: 0o600 });
  return {
    folder,
    path,
    user(words, lines = []) {
      const running = run(['user', ...words], {
        env: { HITRATE_USERS: path, HITRATE_ACCESS: 'write' },
        cwd: folder,
      });
      running.child.stdin!.end(lines.map((line) => `${line}\n`).join(''));
      return running.ended;
    },
    users: () => JSON.parse(readFileSync(path, 'utf8')).users,
  };
}

async function deskWithAnna(): Promise<Desk> {
  const made = desk();
  expect(await made.user(['add', 'anna', '--token-file', 'anna.token'])).toMatchObject({ code: 0 });
  return made;
}

const serverOf = ({ path }: Desk) =>
  createAuthenticator({
    config: { access: 'destructive', toolsets: TOOLSETS, auth: { users: path } },
    resource: 'http://127.0.0.1:8080/mcp',
    report: () => {},
  });

describe('user add', () => {
  it('makes the file, for its owner alone, with no more than what was said', async () => {
    const { user, users, path, folder } = desk();
    const { code, stdout, stderr } = await user(['add', 'anna', '--token-file', 'anna.token']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `anna is in ${path}, with access read.\n` });
    expect(stderr).toContain('hitrate-mcp user key anna');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(users()).toEqual([{ subject: 'anna', token_file: 'anna.token', access: 'read' }]);
    expect(readdirSync(folder).sort()).toEqual(['anna.token', 'bo.token', 'users.json']);
  });

  it('writes all that can be said of a person', async () => {
    const { user, users, folder } = await deskWithAnna();
    const elsewhere = join(newFolder(), 'bo.token');
    writeFileSync(elsewhere, 'dialer-token-of-bo', { mode: 0o600 });
    mkdirSync(join(folder, 'tokens'));
    const flags = ['--name', 'Bo Ek', '--access', 'write', '--toolsets', 'sms,orders', '--privacy', 'strict'];
    expect(await user(['add', 'auth0|bo', '--token-file', elsewhere, ...flags])).toMatchObject({ code: 0 });
    expect(users()[1]).toEqual({
      subject: 'auth0|bo',
      name: 'Bo Ek',
      token_file: elsewhere,
      access: 'write',
      toolsets: ['orders', 'sms'],
      privacy: 'strict',
    });
  });

  it('writes a token for each dialer that is named', async () => {
    const { user, users, path } = desk();
    const tokens = ['--token-file', 'north=anna.token', '--token-file', 'south=bo.token'];
    expect(await user(['add', 'anna', ...tokens])).toMatchObject({ code: 0 });
    expect(users()[0].token_files).toEqual({ north: 'anna.token', south: 'bo.token' });
    expect((await user(['list'])).stdout).toContain(`north: ${join(path, '..', 'anna.token')}, south: `);
  });

  it.each([
    [['anna.token', 'bo.token'], 'of several, each names its dialer: --token-file north=anna.token'],
    [['north=anna.token', 'north=bo.token'], 'the dialer north is there twice'],
    [['north=anna.token', 'south=gone.token'], "--token-file=gone.token: can't be read"],
  ])('the token files %j are refused, and nobody is added', async (files, line) => {
    const { user, path } = desk();
    const { code, stderr } = await user(['add', 'anna', ...files.flatMap((file) => ['--token-file', file])]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(line) });
    expect(existsSync(path)).toBe(false);
  });

  it('keeps the file as it is otherwise, and a link to it a link', async () => {
    const { user, path, users, folder } = desk();
    const target = join(folder, 'real.json');
    const before = {
      users: [{ token_file: 'bo.token', subject: 'bo', disabled: true }],
      contact: 'IT',
      version: 1,
    };
    writeFileSync(target, JSON.stringify(before));
    symlinkSync(target, path);
    await user(['add', 'anna', '--token-file', 'anna.token']);
    const after = { ...before, users: [...before.users, users()[1]] };
    expect(readFileSync(target, 'utf8')).toBe(`${JSON.stringify(after, null, 2)}\n`);
  });

  it('warns of a token file that others can read', async () => {
    const { user, folder } = desk();
    chmodSync(join(folder, 'anna.token'), 0o644);
    const { code, stderr } = await user(['add', 'anna', '--token-file', 'anna.token']);
    expect(code).toBe(0);
    expect(stderr).toContain('other users of this machine can read the token (mode 644)');
  });

  it.each([
    [['anna'], 'give --token-file'],
    [[], 'give one subject'],
    [['anna', 'bo', '--token-file', 'anna.token'], 'give one subject'],
    [['anna', '--token-file', 'gone.token'], "--token-file=gone.token: can't be read (ENOENT"],
    [['anna', '--token-file', 'anna.token', '--access', 'all'], '--access=all: must be one of read, write'],
    [['anna', '--token-file', 'anna.token', '--toolsets', 'x'], 'there is no toolset "x"'],
    [['anna', '--token-file', 'anna.token', '--privacy', 'x'], '--privacy=x: must be one of standard'],
    [['anna', '--token-file', 'anna.token', '--region', 'SE'], "user add: Unknown option '--region'"],
    [['anna', '--token=dialer-token-of-anna'], "user add: Unknown option '--token'"],
    [['anna ', '--token-file', 'anna.token'], 'users[0].subject must be one line'],
  ])('with %j is refused, and writes nothing', async (words, line) => {
    const { user, folder } = desk();
    const { code, stdout, stderr } = await user(['add', ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(line);
    expect(stderr).not.toContain('dialer-token-of-anna');
    expect(readdirSync(folder)).not.toContain('users.json');
  });

  it('does not take somebody twice', async () => {
    const made = await deskWithAnna();
    const { code, stderr } = await made.user([
      'add',
      'anna',
      '--token-file',
      'bo.token',
      '--access',
      'write',
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain(`anna is in ${made.path} already`);
    expect(made.users()).toHaveLength(1);
  });

  it('loses nobody when several are added at once', async () => {
    const { user, users } = desk();
    const subjects = Array.from({ length: 6 }, (_, i) => `p${i}`);
    const ended = await Promise.all(subjects.map((one) => user(['add', one, '--token-file', 'bo.token'])));
    expect(ended.map(({ code }) => code)).toEqual(subjects.map(() => 0));
    expect(
      users()
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(subjects);
  });

  it('leaves a damaged file as it is', async () => {
    const { user, path } = desk();
    const text = '{"version":1,"users":[{"subject":"bo","token_file":"bo.token","role":"boss"}]}';
    writeFileSync(path, text);
    for (const words of [
      ['add', 'anna', '--token-file', 'anna.token'],
      ['remove', 'bo'],
      ['key', 'bo'],
      ['list'],
    ]) {
      const { code, stderr } = await user(words);
      expect(code).toBe(2);
      expect(stderr).toContain(`${path}: users[0].role is no member`);
    }
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('user key', () => {
  it('prints the key alone on stdout, once, and keeps its hash', async () => {
    const made = await deskWithAnna();
    const { code, stdout, stderr } = await made.user(['key', 'anna']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^hmcp_[\w-]{43}\n$/);
    expect(stderr).toContain('shown this once');
    expect(stderr).not.toContain(stdout.trim());
    expect(readFileSync(made.path, 'utf8')).not.toContain(stdout.trim().slice(5));
    expect(await serverOf(made).authenticate(`Bearer ${stdout.trim()}`)).toMatchObject({
      person: { subject: 'anna', tokens: { '': 'dialer-token-of-anna' } },
    });
  });

  it('ends the one that was made before', async () => {
    const made = await deskWithAnna();
    const keys = [await made.user(['key', 'anna']), await made.user(['key', 'anna'])];
    const [old, fresh] = await Promise.all(
      keys.map(({ stdout }) => serverOf(made).authenticate(`Bearer ${stdout.trim()}`)),
    );
    expect(old).toMatchObject({ refusal: { status: 401 } });
    expect(fresh).toHaveProperty('person');
  });
});

describe('user code', () => {
  it('is typed twice, and kept as a hash', async () => {
    const made = await deskWithAnna();
    const { code, stdout } = await made.user(['code', 'anna'], ['48 15 16', '48 15 16']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('The approval code of anna is set'),
    });
    expect(readFileSync(made.path, 'utf8')).not.toContain('48 15');
    expect(await serverOf(made).checkCode('anna', '48 15 16')).toBe(true);
    expect(await serverOf(made).checkCode('anna', '48 15 17')).toBe(false);
  });

  it.each([
    [['481516', '481517'], 1, 'The code was not set: the two are not the same'],
    [['4815', '4815'], 1, 'The code was not set: a code has at least 6 characters'],
    [['111111', '111111'], 1, 'this code is the first that anybody tries'],
    [[], 2, 'nothing was typed'],
  ])('with %j is not set', async (lines, status, line) => {
    const made = await deskWithAnna();
    const { code, stderr } = await made.user(['code', 'anna'], lines);
    expect(code).toBe(status);
    expect(stderr).toContain(line);
    expect(made.users()[0]).not.toHaveProperty('code');
  });
});

describe('user remove', () => {
  it('shuts out that person alone', async () => {
    const made = await deskWithAnna();
    await made.user(['add', 'bo', '--token-file', 'bo.token']);
    const key = (await made.user(['key', 'anna'])).stdout.trim();
    expect(await made.user(['remove', 'anna'])).toMatchObject({ code: 0, stderr: '' });
    expect(made.users()).toEqual([{ subject: 'bo', token_file: 'bo.token', access: 'read' }]);
    expect(await serverOf(made).authenticate(`Bearer ${key}`)).toMatchObject({ refusal: { status: 401 } });
  });
});

describe('user list', () => {
  it('shows everybody, with no secret and no hash, and what is wrong with token files', async () => {
    const made = await deskWithAnna();
    await made.user(['add', 'bo', '--token-file', 'bo.token', '--name', 'Bo Ek', '--toolsets', 'orders']);
    const key = (await made.user(['key', 'anna'])).stdout.trim();
    writeFileSync(join(made.folder, 'bo.token'), '');
    const { code, stdout } = await made.user(['list']);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      expect.stringMatching(/^subject +name +access +toolsets +privacy +key +code +token file$/),
      expect.stringMatching(/^anna +- +read +- +- +yes +- +\/.*anna\.token$/),
      expect.stringMatching(/^bo +Bo Ek +read +orders +- +- +- +BAD=.*bo\.token: the file is empty$/),
    ]);
    for (const secret of [key, made.users()[0].key, 'dialer-token']) expect(stdout).not.toContain(secret);
  });

  it('says that nobody is there', async () => {
    const { user, path } = desk();
    writeFileSync(path, '{"version":1,"users":[]}');
    expect(await user(['list'])).toMatchObject({ code: 0, stdout: `Nobody is in ${path}.\n` });
  });
});

describe('user', () => {
  it.each([
    [[], 2, 'say what to do first: add, list, remove, key, code'],
    [['drop', 'anna'], 2, 'say what to do first'],
    [['__proto__'], 2, 'say what to do first'],
    [['list', 'anna'], 2, 'user list takes no subject'],
    [['key'], 2, 'user key: give one subject'],
    [['key', 'bo'], 1, 'Nobody in the file has the subject "bo".'],
    [['code', 'bo'], 1, 'Nobody in the file has the subject "bo".'],
    [['remove', 'bo'], 1, 'Nobody in the file has the subject "bo".'],
    [['remove', 'anna', '--name', 'x'], 2, "user remove: Unknown option '--name'"],
  ])('%j is refused with what is right', async (words, status, line) => {
    const made = await deskWithAnna();
    const { code, stderr } = await made.user(words);
    expect(code).toBe(status);
    expect(stderr).toContain(line);
    expect(made.users()).toHaveLength(1);
  });

  it.each([['remove'], ['key']])('%s says that there is no file', async (action) => {
    const { user, path, folder } = desk();
    expect(await user([action, 'anna'])).toMatchObject({
      code: 1,
      stderr: `hitrate-mcp: There is no file ${path}.\n`,
    });
    expect(readdirSync(folder)).not.toContain('users.json');
  });

  it('without a user file names the setting', async () => {
    expect(await run(['user', 'list']).ended).toMatchObject({
      code: 2,
      stderr: 'hitrate-mcp: no user file is named: give --users or HITRATE_USERS\n',
    });
  });

  it('has a help', async () => {
    const { stdout } = await run(['user', '--help']).ended;
    expect(stdout).toContain('user add <subject> --token-file <path>');
  });
});
