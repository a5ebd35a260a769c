/** The settings of recordings: one line that says what is right. */
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { newFolder } from '../support/files.ts';
import { settingErrorOf } from '../support/setting-error.ts';

const SET = { HITRATE_URL: 'http://127.0.0.1:9', HITRATE_TOKEN: 'sekret' };

let folder: string;
beforeAll(() => {
  folder = newFolder();
  mkdirSync(join(folder, 'here'));
  writeFileSync(join(folder, 'file'), '');
  symlinkSync('here', join(folder, 'link'));
  symlinkSync('nowhere', join(folder, 'dangling'));
  symlinkSync('loop', join(folder, 'loop'));
});

const missing = /there is no such folder \(ENOENT\): make it first|can't be used \(E\w+\)/;
const WRONG: [what: string, path: () => string, says: RegExp][] = [
  ['a relative path', () => relative(process.cwd(), folder), /must be a full path, from the root on/],
  ['a bare name', () => 'downloads', /must be a full path/],
  ['a path from a tilde on', () => '~/downloads', /must be a full path/],
  ['a single dot', () => '.', /must be a full path/],
  ['missing', () => join(folder, 'nowhere'), missing],
  ['under a file', () => join(folder, 'file', 'x'), missing],
  ['a link to nothing', () => join(folder, 'dangling'), missing],
  ['a link to itself', () => join(folder, 'loop'), missing],
  ['a path of two lines', () => `${folder}\nx`, missing],
  ['a file', () => join(folder, 'file'), /must be a folder/],
  ['a device', () => '/dev/null', /must be a folder/],
];

describe('a download folder', () => {
  it.each(WRONG)(
    'a download folder that is %s is refused with an error that names the setting',
    (_, path, says) => {
      for (const [env, args, from] of [
        [{ ...SET, HITRATE_DOWNLOAD_DIR: path() }, [], 'HITRATE_DOWNLOAD_DIR='],
        [SET, ['--download-dir', path()], '--download-dir='],
      ] as const) {
        const line = settingErrorOf(() => readConfig([...args], env));
        expect(line).toMatch(says);
        expect(line).toContain(from);
      }
    },
  );

  const dir = (path: string) => readConfig([], { ...SET, HITRATE_DOWNLOAD_DIR: path }).recordings.downloadDir;

  it('a download folder is resolved to its real path without symbolic links', () => {
    for (const path of ['here', 'here/', 'link', 'link/.', 'here/../link'])
      expect(dir(`${folder}/${path}`)).toBe(realpathSync(join(folder, 'here')));
  });

  it.each(['', ' ', `\${user_config.downloads}`])('a download folder of %j counts as not set', (path) => {
    expect(dir(path)).toBeUndefined();
  });
});

describe('the largest resource', () => {
  const bytes = (mb: string) => readConfig([], { ...SET, HITRATE_RESOURCE_MB: mb }).recordings.resourceBytes;

  it.each([
    ['', 7_500_000],
    ['1', 1_000_000],
    ['7.5', 7_500_000],
    [' 20 ', 20_000_000],
    ['100', 100_000_000],
  ])('HITRATE_RESOURCE_MB accepts %j', (mb, right) => {
    expect(bytes(mb)).toBe(right);
  });

  it.each([
    '0',
    '0.5',
    '100.1',
    '101',
    '-1',
    '+5',
    '1e2',
    '0x10',
    '7,5',
    '5 MB',
    '5MB',
    '.5',
    '5.',
    '1.5.2',
    'NaN',
    'Infinity',
    'all',
    '٥',
    `1${'0'.repeat(400)}`,
  ])('HITRATE_RESOURCE_MB refuses %j', (mb) => {
    expect(settingErrorOf(() => bytes(mb))).toMatch(
      /^HITRATE_RESOURCE_MB=.*must be a number of megabytes from 1 to 100$/,
    );
  });
});
