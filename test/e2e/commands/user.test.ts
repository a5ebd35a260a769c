/** Keys, codes and the list of who may log in at a server for a team, with the built program. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../support/process.ts';

import { desk, deskWithAnna, serverOf } from './user-desk.ts';

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
