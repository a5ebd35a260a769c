/** The name of a saved file: made of whole numbers and known words only, and taken from whatever stands under it but a folder. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  dialer,
  FILE,
  folder,
  host,
  identity,
  mode,
  name,
  outside,
  save,
  saved,
  useDownloadFolder,
  wav,
} from '../../support/download-folder.ts';
import { newFolder, sha256 } from '../../support/files.ts';
import { answerOf } from '../../support/host.ts';

useDownloadFolder();

describe('what stands under the name of a file', () => {
  const away = () => join(outside, 'away');
  const replaced = async () => {
    const { about } = await save(wav);
    expect(about).toMatchObject({ path: saved(), sha256: sha256(wav) });
    expect(about.file).toMatch(/^loaded; it replaced/);
    expect(lstatSync(saved()).isFile()).toBe(true);
    expect(readFileSync(saved()).equals(wav)).toBe(true);
    expect(readdirSync(folder)).toEqual([name]);
  };

  it.each([
    ['other', Buffer.from('not yours')],
    ['the very same', wav],
  ])('a link to a file of %s content is replaced, and the file stays as it is', async (_, content) => {
    writeFileSync(away(), content, { mode: 0o644 });
    const before = identity(away());
    symlinkSync(away(), saved());
    await replaced();
    expect(identity(away())).toEqual(before);
    expect(readFileSync(away()).equals(content)).toBe(true);
  });

  it('a link to a missing file is replaced, and the missing file is not created', async () => {
    symlinkSync(away(), saved());
    await replaced();
    expect(existsSync(away())).toBe(false);
  });

  it('a link to itself is replaced', async () => {
    symlinkSync(saved(), saved());
    await replaced();
  });

  it('a link to a folder is replaced, and nothing appears in the folder', async () => {
    const elsewhere = newFolder();
    symlinkSync(elsewhere, saved());
    await replaced();
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('a link to a device is replaced', async () => {
    symlinkSync('/dev/null', saved());
    await replaced();
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('a hard link to another file is replaced, and the other file stays as it is', async () => {
    writeFileSync(away(), 'not yours');
    linkSync(away(), saved());
    await replaced();
    expect(readFileSync(away(), 'utf8')).toBe('not yours');
  });

  it('a named pipe is replaced without waiting for a writer', async () => {
    execFileSync('mkfifo', [saved()]);
    await replaced();
  });

  it('a read-only file is replaced', async () => {
    writeFileSync(saved(), 'old', { mode: 0o400 });
    await replaced();
    expect(mode(saved())).toBe('600');
  });

  it('a folder under the name of the file is refused and stays as it is', async () => {
    mkdirSync(saved());
    writeFileSync(join(saved(), 'mine'), '');
    const { text } = await save(wav);
    expect(text).toMatch(/^rejected: .*call-4371\.wav is a folder: move it away\.$/);
    expect(readdirSync(saved())).toEqual(['mine']);
    expect(readdirSync(folder)).toEqual([name]);
  });
});

describe('an odd argument', () => {
  const refused = async (args: object, tool = 'get_call_recording') => {
    const { text } = await answerOf(host, [tool, { ...FILE, ...args }]);
    expect(text).toMatch(/^invalid_arguments: /);
    expect(dialer.requests).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(outside)).toEqual(['downloads']);
  };

  it.each([
    '../../x',
    '4371/../5',
    '/etc/passwd',
    '4371.wav',
    '4371\0',
    '1e3',
    '0x1113',
    '４３７１',
    '٤٣٧١',
    '-4371',
    '4371.5',
    '9007199254740993',
    'hitrate://call/4371/recording.wav',
    '',
    0,
    -1,
    4371.5,
    2 ** 53,
    true,
    ['../x'],
    { toString: '../x' },
  ])('an invalid id is refused before anything is requested from the dialer: %j', async (id) => {
    await refused({ call_id: id });
    await refused({ order_id: id }, 'get_order_recording');
    await refused({ customer_id: id }, 'get_sms_history_pdf');
  });

  it.each([
    { format: 'wav/../../x' },
    { format: '../x' },
    { channel: '../left' },
    { channel: 'left/../../x' },
    { start_s: '../1' },
    { start_s: '1e3' },
    { start_s: -1 },
    { start_s: 5, end_s: 5 },
    { end_s: '1/../2' },
    { path: '/etc/x' },
    { file: '../x' },
    { deliver: ['file', 'inline'] },
  ])(
    'an invalid argument beside the id is refused before anything is requested from the dialer: %j',
    async (args) => {
      await refused({ call_id: 4371, ...args });
    },
  );

  it.each([
    [' 4371 ', 'call-4371.wav'],
    ['4371.0', 'call-4371.wav'],
    ['+4371', 'call-4371.wav'],
    ['0004371', 'call-4371.wav'],
    [1e3, 'call-1000.wav'],
  ])('an id that can be read as a whole number is accepted: %j', async (call_id, name) => {
    const { about } = await save(wav, ['get_call_recording', { call_id }]);
    expect(about.path).toBe(join(folder, name));
    expect(dialer.requests.map(({ url }) => url)).toEqual([`/api/call/${/\d+/.exec(name)![0]}/recording`]);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it.each([1e-9, 1e21, 0.1 + 0.2])(
    'an odd number of seconds never leads to an odd file name: %d',
    async (seconds) => {
      await save(wav, ['get_call_recording', { call_id: 4371, start_s: seconds }]);
      for (const one of readdirSync(folder)) expect(one).toMatch(/^call-4371-[\w.-]+-end\.wav$/);
      expect(readdirSync(outside)).toEqual(['downloads']);
    },
  );
});
