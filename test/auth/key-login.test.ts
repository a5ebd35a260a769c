/** Keys: who is there without an identity provider, and how a change of the files counts at once. */
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashOfCode } from '../../src/auth/approval-code.ts';
import { hashOfKey, newKey } from '../../src/auth/bearer-key.ts';
import { SettingError } from '../../src/config/parse.ts';
import type { TestUser } from '../support/user-file.ts';
import { authBench } from './bench.ts';

const key = newKey();
const anna = { subject: 'anna', key: hashOfKey(key) };

describe('a key', () => {
  it('is hmcp_ and 32 random bytes', () => {
    expect(key).toMatch(/^hmcp_[\w-]{43}$/);
    expect(newKey()).not.toBe(key);
  });

  it('tells who is there', async () => {
    const { send } = authBench([
      { subject: 'bo' },
      { ...anna, name: 'Anna Ek', access: 'write', privacy: 'strict' },
    ]);
    expect(await send(key)).toEqual({
      person: {
        subject: 'anna',
        name: 'Anna Ek',
        tokens: { '': 'dialer-token-of-anna' },
        access: 'write',
        toolsets: undefined,
        privacy: 'strict',
      },
      version: expect.any(String),
    });
  });

  it.each([
    ['read', undefined, 'read'],
    ['destructive', undefined, 'read'],
    ['read', 'destructive', 'read'],
    ['write', 'destructive', 'write'],
    ['destructive', 'write', 'write'],
  ] as const)('at a server of tier %s gives a person of tier %s the tier %s', async (server, own, access) => {
    const { send } = authBench([{ ...anna, access: own }], { access: server });
    expect(await send(key)).toMatchObject({ person: { access } });
  });

  it('gives no toolset that the server has not', async () => {
    const { send } = authBench([{ ...anna, toolsets: ['orders', 'sms'] }], {
      access: 'read',
      toolsets: ['orders', 'calls'],
    });
    expect(await send(key)).toMatchObject({ person: { toolsets: ['orders'] } });
  });

  it.each([
    ['of nobody', newKey()],
    ['cut off', key.slice(0, -1)],
    ['that is its own hash', hashOfKey(key)],
    ['that is the dialer token', 'dialer-token-of-anna'],
  ])('%s is refused, and not repeated', async (_, wrong) => {
    const { send } = authBench([anna]);
    const { refusal } = await send(wrong);
    expect(refusal).toMatchObject({
      status: 401,
      wwwAuthenticate: expect.stringContaining('error="invalid_token"'),
    });
    expect(JSON.stringify(refusal)).not.toContain(wrong);
  });

  it.each([undefined, '', 'Basic YTpi', 'Bearer', 'Bearer ', key, `Bearer ${key} ${key}`])(
    'in the header %j is none: a plain challenge says what is wanted',
    async (header) => {
      const { authenticator } = authBench([anna]);
      const { refusal } = await authenticator.authenticate(header);
      expect(refusal).toEqual({
        status: 401,
        body: expect.stringContaining('send your key'),
        wwwAuthenticate: 'Bearer',
      });
    },
  );

  it('counts whatever the case of the scheme', async () => {
    const { authenticator } = authBench([anna]);
    expect(await authenticator.authenticate(`bearer ${key}`)).toHaveProperty('person');
  });

  it('of a removed person is refused at once', async () => {
    const { send, write } = authBench([anna]);
    expect(await send(key)).toHaveProperty('person');
    write([]);
    expect(await send(key)).toMatchObject({ refusal: { status: 401 } });
  });

  it('of a disabled person is refused with whom to ask', async () => {
    const { send, write } = authBench([anna]);
    write([{ ...anna, disabled: true }], 'IT, extension 12');
    const { refusal } = await send(key);
    expect(refusal).toMatchObject({ status: 403, body: expect.stringContaining('Ask IT, extension 12') });
    expect(refusal?.body).toContain('"anna"');
  });

  it('that was replaced no longer counts, and the new one does', async () => {
    const { send, write } = authBench([anna]);
    const fresh = newKey();
    write([{ ...anna, key: hashOfKey(fresh) }]);
    expect(await send(key)).toMatchObject({ refusal: { status: 401 } });
    expect(await send(fresh)).toHaveProperty('person');
  });
});

describe('the version of a person', () => {
  it('stays while nothing changes, also where the file is written anew', async () => {
    const { send, write } = authBench([anna]);
    const { version } = (await send(key)) as { version: string };
    write([anna, { subject: 'bo' }]);
    expect(await send(key)).toMatchObject({ version });
  });

  it.each([
    ['tier', { access: 'write' }],
    ['name', { name: 'Anna' }],
    ['toolsets', { toolsets: ['orders'] }],
    ['privacy', { privacy: 'strict' }],
  ] as [string, Partial<TestUser>][])('is another one after a change of the %s', async (_, change) => {
    const { send, write } = authBench([anna]);
    const { version } = (await send(key)) as { version: string };
    write([{ ...anna, ...change }]);
    const after = (await send(key)) as { version: string };
    expect(after.version).not.toBe(version);
  });

  it('is another one after a change of the dialer token, which counts at once', async () => {
    const { send, folder } = authBench([anna]);
    const { version } = (await send(key)) as { version: string };
    writeFileSync(join(folder, '0.token'), 'dialer-token-of-ANNA');
    const after = (await send(key)) as { version: string };
    expect(after).toMatchObject({ person: { tokens: { '': 'dialer-token-of-ANNA' } } });
    expect(after.version).not.toBe(version);
  });
});

describe('the files', () => {
  it('are looked at once a second at most', async () => {
    const { authenticator, send, write } = authBench([anna]);
    await send(key);
    write([]);
    expect(await authenticator.authenticate(`Bearer ${key}`)).toHaveProperty('person');
    expect(await send(key)).toHaveProperty('refusal');
  });

  it('count after they were replaced by a rename, with the same size', async () => {
    const { send, folder } = authBench([anna]);
    await send(key);
    const path = join(folder, 'users.json');
    writeFileSync(`${path}.new`, readFileSync(path, 'utf8').replace('"anna"', '"arne"'));
    renameSync(`${path}.new`, path);
    expect(await send(key)).toMatchObject({ person: { subject: 'arne' } });
  });

  it.each([
    ['is damaged', (folder: string) => writeFileSync(join(folder, 'users.json'), '{"version":1,"users":[')],
    ['is gone', (folder: string) => rmSync(join(folder, 'users.json'))],
    [
      'has a slip in it',
      (folder: string) => writeFileSync(join(folder, 'users.json'), '{"version":1,"users":[],"user":[]}'),
    ],
    ['names a token file that is gone', (folder: string) => rmSync(join(folder, '0.token'))],
    ['names a token file that is empty', (folder: string) => writeFileSync(join(folder, '0.token'), '')],
  ])('let nobody in while the user file %s, and say so once', async (_, damage) => {
    const { send, folder, write, reports, authenticator } = authBench([anna]);
    damage(folder);
    for (const given of [key, newKey(), undefined])
      expect(await send(given)).toMatchObject({ refusal: { status: 503 } });
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatch(/^nobody is let in: .*users\.json/);
    expect(reports[0]).not.toContain('dialer-token');
    expect(await authenticator.problem()).toContain('users.json');
    await expect(authenticator.checkCode('anna', '1')).rejects.toThrow("can't be used");
    write([anna]);
    expect(await send(key)).toHaveProperty('person');
    expect(reports.slice(1)).toEqual([expect.stringContaining('people are let in again')]);
    expect(await authenticator.problem()).toBeUndefined();
  });

  it.skipIf(process.getuid?.() === 0).each(['users.json', '0.token', '.'])(
    'let nobody in once %s may not be read',
    async (name) => {
      const { send, folder, reports } = authBench([anna]);
      await send(key);
      chmodSync(join(folder, name), 0);
      expect(await send(key)).toMatchObject({ refusal: { status: 503 } });
      expect(reports).toEqual([expect.stringContaining("can't be read (EACCES")]);
      chmodSync(join(folder, name), 0o700);
      expect(await send(key)).toHaveProperty('person');
    },
  );

  it('that are wrong at the start prevent it', () => {
    expect(() => authBench([anna, { subject: 'bo', token_file: 'gone' }])).toThrow(SettingError);
    expect(() => authBench([anna, anna])).toThrow('users[1].subject');
  });

  it('need no token of who is shut out', () => {
    expect(() => authBench([{ ...anna, disabled: true, token_file: 'gone' }])).not.toThrow();
  });
});

describe('an approval code', () => {
  const cheap = { N: 16, r: 1, p: 1 };

  it('is right or wrong', async () => {
    const { authenticator } = authBench([{ ...anna, code: await hashOfCode('48 15 16', cheap) }]);
    expect(await authenticator.checkCode('anna', '48 15 16')).toBe(true);
    expect(await authenticator.checkCode('anna', '481516')).toBe(false);
    expect(await authenticator.checkCode('anna', '')).toBe(false);
  });

  it('is that of one person alone', async () => {
    const { authenticator } = authBench([
      { ...anna, code: await hashOfCode('481516', cheap) },
      { subject: 'bo' },
    ]);
    for (const subject of ['bo', 'nobody'])
      for (const code of ['481516', '']) expect(await authenticator.checkCode(subject, code)).toBe(false);
  });

  it('of a disabled person does not count', async () => {
    const { authenticator } = authBench([
      { ...anna, disabled: true, code: await hashOfCode('481516', cheap) },
    ]);
    for (const code of ['481516', '']) expect(await authenticator.checkCode('anna', code)).toBe(false);
  });
});

describe('without an identity provider', () => {
  it('there is no metadata', () => {
    const { authenticator } = authBench([anna]);
    expect(authenticator.metadata()).toBeUndefined();
    expect(authenticator.metadataUrl()).toBeUndefined();
  });
});
