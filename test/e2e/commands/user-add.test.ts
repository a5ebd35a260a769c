/** Who is let into a server for a team, with the built program. */
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
import { newFolder } from '../../support/files.ts';
import { desk, deskWithAnna } from './user-desk.ts';

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
