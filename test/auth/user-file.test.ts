/** The user file: what stands in it is right, or one line says what is not. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashOfKey, newKey } from '../../src/auth/bearer-key.ts';
import { parseUserFile, readUserFile } from '../../src/auth/user-file.ts';
import { newFolder } from '../support/files.ts';
import { settingErrorOf } from '../support/setting-error.ts';

const anna = { subject: 'anna', token_file: 'anna.token' };
const parse = (file: unknown) => parseUserFile(JSON.stringify(file), '/etc/users.json');
const withUser = (user: object) =>
  parse({ version: 1, users: [anna, { subject: 'bo', token_file: 'b', ...user }] });

describe('the user file', () => {
  it('takes people with everything that can be said of them', () => {
    const file = {
      version: 1,
      contact: 'IT (it@example.com)',
      users: [
        anna,
        {
          subject: 'auth0|1',
          name: 'Bo Ek',
          token_file: '/run/secrets/bo',
          access: 'destructive',
          toolsets: ['orders', 'calls'],
          privacy: 'strict',
          key: hashOfKey(newKey()),
          code: `scrypt:32768:8:3:${'A'.repeat(22)}:${'B'.repeat(43)}`,
          disabled: true,
        },
      ],
    };
    expect(parse(file)).toEqual(file);
  });

  it('may be without people', () => {
    expect(parse({ version: 1, users: [] })).toEqual({ version: 1, users: [] });
  });

  it.each([
    [{ access: 'admin' }, 'users[1].access must be one of read, write, destructive'],
    [
      { acess: 'read' },
      'users[1].acess is no member; there are subject, name, token_file, token_files, access',
    ],
    [{ subject: '' }, 'users[1].subject must be text that is not empty'],
    [{ subject: 7 }, 'users[1].subject must be text'],
    [{ subject: ' bo' }, 'users[1].subject must be one line'],
    [{ subject: 'b\u200bo' }, 'users[1].subject must be one line'],
    [{ subject: undefined }, 'users[1].subject is missing: it must be text'],
    [{ token_file: undefined }, 'users[1].token_file is missing: it must be text'],
    [{ toolsets: [] }, 'users[1].toolsets must be a list of at least 1'],
    [{ toolsets: ['orders', 'everything'] }, 'users[1].toolsets[1] must be one of calls, campaigns'],
    [{ privacy: 'none' }, 'users[1].privacy must be one of standard, strict, pseudonyms'],
    [{ disabled: 'no' }, 'users[1].disabled must be true or false'],
    [{ subject: 'anna' }, 'users[1].subject must be another than users[0].subject: each stands once'],
  ])('with %j is refused with the place and what is right', (user, line) => {
    expect(settingErrorOf(() => withUser(user))).toContain(`/etc/users.json: ${line}`);
  });

  it.each([
    ['a key as it is', { key: newKey() }, 'users[1].key must be a hash that `hitrate-mcp user key` wrote'],
    [
      'a code as it is',
      { code: '481516' },
      'users[1].code must be a hash that `hitrate-mcp user code` wrote',
    ],
    [
      'a code whose hash would need a GB',
      { code: `scrypt:1048576:8:1:${'A'.repeat(22)}:${'B'.repeat(43)}` },
      'users[1].code must be a hash',
    ],
  ])('refuses %s, and does not repeat it', (_, user, line) => {
    const said = settingErrorOf(() => withUser(user));
    expect(said).toContain(line);
    for (const value of Object.values(user)) expect(said).not.toContain(value);
  });

  it('refuses one key for two people', () => {
    const key = hashOfKey(newKey());
    const users = [
      { ...anna, key },
      { subject: 'bo', token_file: 'b', key },
    ];
    expect(settingErrorOf(() => parse({ version: 1, users }))).toContain(
      'users[1].key must be another than users[0].key',
    );
  });

  it.each([
    ['no JSON', '{"version":1,', 'must be JSON, and is none'],
    ['a list', '[]', 'must be an object with version, contact, users'],
    ['another version', '{"version":2,"users":[]}', 'version must be 1'],
    ['no people', '{"version":1}', 'users is missing: it must be a list'],
    ['another member', '{"version":1,"users":[],"admins":[]}', 'admins is no member; there are version'],
  ])('refuses %s', (_, text, line) => {
    expect(settingErrorOf(() => parseUserFile(text, '/etc/users.json'))).toContain(
      `/etc/users.json: ${line}`,
    );
  });

  it('says that it is missing, or a folder', () => {
    const folder = newFolder();
    const path = join(folder, 'users.json');
    expect(settingErrorOf(() => readUserFile(path))).toBe(
      `${path}: can't be read (ENOENT: there is no such file; give its path in full)`,
    );
    mkdirSync(path);
    expect(settingErrorOf(() => readUserFile(path))).toBe(`${path}: can't be read (EISDIR: it is a folder)`);
    writeFileSync(join(folder, 'other.json'), '{"version":1,"users":[]}');
    expect(readUserFile(join(folder, 'other.json'))).toEqual({ version: 1, users: [] });
  });
});
