/** Where replicas share their state, and the secret that it is encrypted with. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { newFolder } from '../support/files.ts';

let folder: string;
let key: string;
beforeAll(() => {
  folder = newFolder();
  key = file('state.key', Buffer.alloc(48, 7));
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

const URL = 'rediss://state.example:6380/2';
const read = (url: string | undefined, keyFile: string | undefined = key) =>
  readConfig([], { HITRATE_STATE_URL: url, HITRATE_STATE_KEY_FILE: keyFile });

describe('the shared state', () => {
  it('is absent by default', () => {
    expect(readConfig([], {}).state).toBeUndefined();
  });

  it('is an address and a secret', () => {
    expect(read(URL).state).toEqual({ url: URL, keySecret: Buffer.alloc(48, 7) });
    const flags = ['--state-url', URL, '--state-key-file', key];
    expect(readConfig(flags, {}).state).toEqual(read(URL).state);
  });

  it('needs both', () => {
    expect(() => read(undefined)).toThrow(
      'HITRATE_STATE_KEY_FILE needs HITRATE_STATE_URL: give both, or neither',
    );
    expect(() => readConfig([], { HITRATE_STATE_URL: URL })).toThrow(
      /^HITRATE_STATE_URL needs HITRATE_STATE_KEY_FILE, a file with 32 random bytes or more that every replica has: /,
    );
  });

  it.each([
    'redis://127.0.0.1',
    'redis://localhost:6379/0',
    'redis://[::1]:6379',
    'redis://10.1.2.3',
    'redis://172.31.0.9:6379',
    'redis://192.168.1.4',
    'redis://[fd00::7]',
    'redis://valkey:6379',
    'redis://user:p%40ss@valkey:6379',
    'redis://state.office.internal',
    'redis://state.default.svc.cluster.local:6379',
    'rediss://8.8.8.8',
  ])('takes %s', (url) => {
    expect(read(url).state!.url).toBe(url);
  });

  it.each([
    'redis://state.example',
    'redis://8.8.8.8:6379',
    'redis://172.32.0.1',
    'redis://[2001:db8::1]',
    'redis://134744072',
    'redis://internal.example.com',
  ])('refuses plain %s, which others can read and answer', (url) => {
    expect(() => read(url)).toThrow(/^HITRATE_STATE_URL: must be rediss:\/\/ \(plain/);
  });

  it.each([
    'http://valkey',
    'valkey:6379',
    'rediss://',
    'rediss://state.example/db',
    'rediss://state.example/1/2',
    'rediss://state.example?tls=no',
    'rediss://state.example#x',
    'rediss://u:%E0%A4%A@state.example',
    'unix:///run/valkey.sock',
  ])('refuses %s, and says what is right', (url) => {
    expect(() => read(url)).toThrow(
      'HITRATE_STATE_URL: must be rediss://user:password@host:6379/0, where user, password and number may be left out',
    );
  });

  it('never repeats the address, which may hold a password', () => {
    for (const url of [
      'http://u:geheim@x',
      'redis://u:geheim@state.example',
      'redis://u:geheim@x/?y',
      ':geheim',
    ])
      expect(() => read(url)).toThrow(/^(?!.*geheim)/);
  });
});

describe('the secret', () => {
  it('is a text without the line break at its end, or bytes as they are', () => {
    const text = 'k'.repeat(32);
    const bytes = Buffer.concat([Buffer.alloc(32, 200), Buffer.from('\n')]);
    for (const [content, secret] of [
      [text, Buffer.from(text)],
      [`${text}\n`, Buffer.from(text)],
      [`${text}\r\n`, Buffer.from(text)],
      [bytes, bytes],
    ] as const)
      expect(read(URL, file('other.key', content)).state!.keySecret).toEqual(secret);
  });

  it.each([
    ['', 0],
    ['k'.repeat(31), 31],
    [`${'k'.repeat(31)}\n`, 31],
    ['k'.repeat(4097), 4097],
  ])('is refused where it is too short, or another file: case %#', (content, bytes) => {
    const path = file('wrong.key', content);
    expect(() => read(URL, path)).toThrow(
      `HITRATE_STATE_KEY_FILE=${path}: must hold 32 to 4096 bytes of a random secret, and holds ${bytes}`,
    );
  });

  it('is refused where its file can not be read', () => {
    expect(() => read(URL, join(folder, 'none'))).toThrow(/can't be read \(ENOENT: there is no such file/);
    expect(() => read(URL, folder)).toThrow(/can't be read \(EISDIR: it is a folder\)/);
  });

  it.skipIf(process.platform === 'win32')('is warned of where others can read it', () => {
    const path = file('open.key', 'k'.repeat(40));
    expect(read(URL, path).warnings).toEqual([]);
    chmodSync(path, 0o644);
    expect(read(URL, path).warnings).toEqual([
      `HITRATE_STATE_KEY_FILE=${path}: other users of this machine can read the key (mode 644): chmod 600 it.`,
    ]);
  });
});
