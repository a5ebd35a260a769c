/** Files in the download folder: whole, under fixed names, nowhere else, and nothing beside them. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseBuffer } from 'music-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../src/mcp/client.ts';
import { until } from '../process/support.ts';
import { type FakeDialer, fakeDialer } from '../support/dialer.ts';
import { bundle, SECRET, startHost } from '../support/host.ts';
import {
  announced,
  answerOf,
  chunked,
  newFolder,
  noise,
  PDF,
  samples,
  sending,
  sha256,
  startBehind,
} from './support.ts';

const CALL = ['get_call_recording', { call_id: 4371 }] as const;
const ORDER = ['get_order_recording', { order_id: 39 }] as const;
const SMS = ['get_sms_history_pdf', { customer_id: 922 }] as const;
const FILE = { deliver: 'file' };

let dialer: FakeDialer;
/** What is outside of the folder that is set up. */
let outside: string;
let folder: string;
let host: Host;
beforeAll(async () => {
  outside = newFolder();
  folder = join(outside, 'downloads');
  mkdirSync(folder);
  dialer = await fakeDialer();
  host = await startHost({ HITRATE_URL: dialer.url, HITRATE_DOWNLOAD_DIR: folder });
});
afterAll(async () => {
  await host.close();
  await dialer.close();
});
beforeEach(() => {
  for (const name of readdirSync(outside)) if (name !== 'downloads') rmSync(join(outside, name));
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  dialer.requests.length = 0;
});

const { wav, mp3 } = samples[0]!;
const minute = noise('a minute', 60);
const other = noise('another', 60);
const name = 'call-4371.wav';
const saved = () => join(folder, name);
const mode = (path: string) => (lstatSync(path).mode & 0o7777).toString(8);

/** What tells whether a file was touched. */
const identity = (path: string) => {
  const { ino, mode, mtimeMs, ctimeMs } = lstatSync(path);
  return { ino, mode, mtimeMs, ctimeMs };
};

const works = (command: string) => spawnSync('sh', ['-c', command]).status === 0;

const isRoot = process.getuid?.() === 0;
/** Root may write everywhere: such a server is another user's. */
const asAnother = isRoot ? 'setpriv --reuid=65534 --regid=65534 --clear-groups' : '';
const keepOut = (folder: string) => {
  if (isRoot) chownSync(folder, 65534, 65534);
  chmodSync(folder, 0o500);
};
const canBeKeptOut = () => {
  const probe = newFolder();
  keepOut(probe);
  const runs = works(`${asAnother} ${process.execPath} ${bundle} --version && ${asAnother} ls ${probe}`);
  return runs && !works(`${asAnother} touch ${probe}/x`);
};

const mount = (folder: string) => `mount -t tmpfs -o size=200k tmpfs ${folder}`;
const canMount = () => works(`unshare -rm ${mount(newFolder())}`);

async function save(body: Buffer, tool: readonly [string, Record<string, unknown>] = CALL, from = host) {
  dialer.script(() => announced(body));
  return answerOf(from, tool, FILE);
}

it('without a folder nothing is saved, and nothing asked of the dialer', async () => {
  const nowhere = await startHost({ HITRATE_URL: dialer.url });
  for (const tool of [CALL, ORDER, SMS])
    expect((await answerOf(nowhere, tool, FILE)).text).toMatch(/^permission_denied: .*HITRATE_DOWNLOAD_DIR/);
  expect(dialer.requests).toEqual([]);
  await nowhere.close();
});

describe('a file', () => {
  const call = (more: object) => ['get_call_recording', { call_id: 4371, ...more }] as const;
  it.each([
    ['call-4371.wav', CALL, wav],
    ['call-4371.mp3', call({ format: 'mp3' }), mp3],
    ['call-4371.mp3', CALL, mp3],
    ['call-4371.wav', call({ format: 'mp3' }), wav],
    ['call-4371.wav', call({ channel: 'both' }), wav],
    ['order-39.wav', ORDER, wav],
    ['customer-922-sms.pdf', SMS, PDF],
  ] as const)('is saved whole as %s', async (name, tool, body) => {
    const { mode: before } = lstatSync(folder);
    const neighbour = join(folder, 'neighbour.txt');
    writeFileSync(neighbour, 'mine');
    const untouched = identity(neighbour);

    const { about, besides } = await save(body, tool);
    expect(about).toMatchObject({ path: join(folder, name), bytes: body.length, sha256: sha256(body) });
    expect(about).not.toHaveProperty('unchanged');
    expect(besides.type).toBe('resource_link');
    expect(readFileSync(join(folder, name)).equals(body)).toBe(true);
    expect(mode(join(folder, name))).toBe('600');
    expect(readdirSync(folder).sort()).toEqual([name, 'neighbour.txt'].sort());
    expect(identity(neighbour)).toEqual(untouched);
    expect(lstatSync(folder).mode).toBe(before);
    expect(readdirSync(outside)).toEqual(['downloads']);
  });

  it.each([
    ['call-4371-10-50-left.wav', CALL, { start_s: 10, end_s: 50, channel: 'left' }, minute],
    ['call-4371-10-50.wav', CALL, { start_s: 10, end_s: 50, channel: 'both' }, minute],
    ['call-4371-10-end.wav', CALL, { start_s: 10 }, minute],
    ['call-4371-0-50.wav', CALL, { end_s: 50 }, minute],
    ['call-4371-right.wav', CALL, { channel: 'right' }, minute],
    ['call-4371-0.5-2.25.wav', CALL, { start_s: '0.5', end_s: '2.25' }, minute],
    ['call-4371-1-3.mp3', CALL, { start_s: 1, end_s: 3, format: 'mp3' }, mp3],
    ['order-39-10-50.wav', ORDER, { start_s: 10, end_s: 50 }, minute],
  ] as const)('that is a clip is saved beside the whole, as %s', async (name, [tool, id], clip, body) => {
    await save(body, [tool, id]);
    const [whole] = readdirSync(folder);
    const untouched = identity(join(folder, whole!));
    const { about } = await save(body, [tool, { ...id, ...clip }]);
    const bytes = readFileSync(about.path);
    expect(about).toMatchObject({ path: join(folder, name), bytes: bytes.length, sha256: sha256(bytes) });
    expect(readdirSync(folder).sort()).toEqual([whole, name].sort());
    expect(identity(join(folder, whole!))).toEqual(untouched);
    expect(mode(about.path)).toBe('600');
    expect(about.duration_s).toBeCloseTo((await parseBuffer(bytes)).format.duration!, 1);
  });

  it('that is a clip of a broken recording has its header mended, and is told of as a clip', async () => {
    const { about } = await save(minute.subarray(0, 400_000), [
      'get_call_recording',
      { call_id: 4371, start_s: 2 },
    ]);
    const bytes = readFileSync(join(folder, 'call-4371-2-end.wav'));
    expect(bytes.readUInt32LE(40)).toBe(bytes.length - 44);
    expect(about).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes), start_s: 2 });
    expect(about.broken).toMatch(/^it breaks off/);
  });

  it('of a part of the SMS has a name of its own, and the same one each time', async () => {
    const part = (more: object) => ['get_sms_history_pdf', { customer_id: 922, ...more }] as const;
    const PART = /^customer-922-sms-[0-9a-f]{8}\.pdf$/;
    await save(PDF, SMS);
    const filters = { start_date: '2026-01-01', phone: '+46701740605' };
    const one = await save(PDF, part(filters));
    const two = await save(PDF, part({ start_date: '2026-01-02' }));
    for (const { about } of [one, two]) expect(basename(about.path)).toMatch(PART);
    expect((await save(PDF, part(filters))).about).toMatchObject({ path: one.about.path, unchanged: true });
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('whose length is not announced is saved all the same', async () => {
    dialer.script(() => chunked(wav));
    for (const _ of ['new', 'there already']) {
      const { about } = await answerOf(host, CALL, FILE);
      expect(about).toMatchObject({ bytes: wav.length, sha256: sha256(wav) });
      expect(readFileSync(saved()).equals(wav)).toBe(true);
      expect(readdirSync(folder)).toEqual([name]);
    }
  });

  it.each(['000', '077', '777'])('has the mode 0600 under the umask %s', async (umask) => {
    const umasked = await startBehind(`umask ${umask}; exec "$@"`, {
      HITRATE_URL: dialer.url,
      HITRATE_DOWNLOAD_DIR: folder,
    });
    for (const args of [{}, { start_s: 1, end_s: 2 }]) {
      const { about } = await save(wav, ['get_call_recording', { call_id: 4371, ...args }], umasked);
      expect(mode(about.path)).toBe('600');
    }
    await umasked.close();
  });
});

describe('where a file is already', () => {
  it('the same one is left as it is', async () => {
    for (const [tool, body] of [
      [CALL, wav],
      [ORDER, minute],
      [SMS, PDF],
    ] as const) {
      const { path } = (await save(body, tool)).about;
      chmodSync(path, 0o440);
      const before = identity(path);
      const { about } = await save(body, tool);
      expect(about).toMatchObject({ path, unchanged: true, bytes: body.length, sha256: sha256(body) });
      expect(identity(path)).toEqual(before);
    }
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('the same one is not loaded again', async () => {
    const long = noise('twenty megabytes', 625);
    const once = sending(long);
    dialer.script(once.script);
    const first = await answerOf(host, CALL, FILE);
    expect(once.sent()).toBe(long.length);
    const before = identity(saved());

    const again = sending(long);
    dialer.script(again.script);
    const { about } = await answerOf(host, CALL, FILE);
    await again.over;
    // A megabyte is compared; the rest is what lay in buffers on the way.
    expect(again.sent()).toBeLessThan(long.length / 2);
    const { next: _, ...facts } = first.about;
    expect(about).toMatchObject({ ...facts, unchanged: true });
    expect(identity(saved())).toEqual(before);
  });

  const short = minute.subarray(0, 900_000);
  it.each([
    ['of the same length', other.subarray(0, short.length)],
    ['that differs in its last byte', Buffer.concat([short.subarray(0, -1), Buffer.from([0])])],
    ['that is shorter', short.subarray(0, -1)],
    ['that is longer', minute],
    ['that is empty', Buffer.alloc(0)],
  ])('another %s is replaced', async (_, before) => {
    writeFileSync(saved(), before);
    const { about } = await save(short);
    expect(about).not.toHaveProperty('unchanged');
    expect(readFileSync(saved()).equals(short)).toBe(true);
    expect(mode(saved())).toBe('600');
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('another of the same length that begins otherwise is replaced, however long', async () => {
    const first = await save(other);
    expect(first.about).not.toHaveProperty('replaced');
    const { about } = await save(minute);
    expect(about).toMatchObject({ sha256: sha256(minute), replaced: true });
    expect(readFileSync(saved()).equals(minute)).toBe(true);
  });

  it('a reader sees the old one or the new one, and never a part', async () => {
    await save(other);
    dialer.script(sending(minute, { piece: 20_000, between: () => setImmediate() }).script);
    let under = true;
    const saving = answerOf(host, CALL, FILE).finally(() => {
      under = false;
    });
    let reads = 0;
    while (under) {
      const now = readFileSync(saved());
      expect(now.equals(other) || now.equals(minute)).toBe(true);
      reads++;
      await setImmediate();
    }
    expect(reads).toBeGreaterThan(5);
    expect((await saving).about.sha256).toBe(sha256(minute));
    expect(readFileSync(saved()).equals(minute)).toBe(true);
  });

  it('two that are saved at a time end as one of them', async () => {
    dialer.script(({ url }) => announced(url.includes('mp3') ? other : minute));
    const asMp3 = ['get_call_recording', { call_id: 4371, format: 'mp3' }] as const;
    const both = [CALL, asMp3, CALL, asMp3].map((tool) => answerOf(host, tool, FILE));
    for (const { isError } of await Promise.all(both)) expect(isError).toBe(false);
    const now = readFileSync(saved());
    expect(now.equals(minute) || now.equals(other)).toBe(true);
    expect(readdirSync(folder)).toEqual([name]);
  });
});

describe('what stands under the name of a file', () => {
  const away = () => join(outside, 'away');
  const replaced = async () => {
    const { about } = await save(wav);
    expect(about).toMatchObject({ path: saved(), sha256: sha256(wav) });
    expect(about).not.toHaveProperty('unchanged');
    expect(lstatSync(saved()).isFile()).toBe(true);
    expect(readFileSync(saved()).equals(wav)).toBe(true);
    expect(readdirSync(folder)).toEqual([name]);
  };

  it.each([
    ['other', Buffer.from('not yours')],
    ['the very same', wav],
  ])('is replaced where it is a link to a file of %s content, which stays as it is', async (_, content) => {
    writeFileSync(away(), content, { mode: 0o644 });
    const before = identity(away());
    symlinkSync(away(), saved());
    await replaced();
    expect(identity(away())).toEqual(before);
    expect(readFileSync(away()).equals(content)).toBe(true);
  });

  it('is replaced where it is a link to nothing, which is not made', async () => {
    symlinkSync(away(), saved());
    await replaced();
    expect(existsSync(away())).toBe(false);
  });

  it('is replaced where it is a link to itself', async () => {
    symlinkSync(saved(), saved());
    await replaced();
  });

  it('is replaced where it is a link to a folder, in which nothing appears', async () => {
    const elsewhere = newFolder();
    symlinkSync(elsewhere, saved());
    await replaced();
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('is replaced where it is a link to a device', async () => {
    symlinkSync('/dev/null', saved());
    await replaced();
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('is replaced where it is a second name of a file, which stays as it is', async () => {
    writeFileSync(away(), 'not yours');
    linkSync(away(), saved());
    await replaced();
    expect(readFileSync(away(), 'utf8')).toBe('not yours');
  });

  it('is replaced where it is a pipe, and not waited for', async () => {
    execFileSync('mkfifo', [saved()]);
    await replaced();
  });

  it('is replaced where it can only be read', async () => {
    writeFileSync(saved(), 'old', { mode: 0o400 });
    await replaced();
    expect(mode(saved())).toBe('600');
  });

  it('is refused where it is a folder, which stays as it is', async () => {
    mkdirSync(saved());
    writeFileSync(join(saved(), 'mine'), '');
    const { text } = await save(wav);
    expect(text).toMatch(/^rejected: .*call-4371\.wav is a folder: move it away\.$/);
    expect(readdirSync(saved())).toEqual(['mine']);
    expect(readdirSync(folder)).toEqual([name]);
  });
});

describe('the folder', () => {
  /** A host of its own with a folder of its own, under a parent of its own. */
  async function own(prepare: (parent: string) => string = (parent) => join(parent, 'here')) {
    const parent = newFolder();
    mkdirSync(join(parent, 'here'));
    const dir = prepare(parent);
    return { parent, host: await startHost({ HITRATE_URL: dialer.url, HITRATE_DOWNLOAD_DIR: dir }) };
  }

  it('may be named by way of a link, and stays the one that it was at the start', async () => {
    const { parent, host } = await own((parent) => {
      symlinkSync('here', join(parent, 'link'));
      mkdirSync(join(parent, 'there'));
      return join(parent, 'link', '.', '');
    });
    expect((await save(wav, CALL, host)).about.path).toBe(join(parent, 'here', name));
    rmSync(join(parent, 'link'));
    symlinkSync('there', join(parent, 'link'));
    expect((await save(mp3, CALL, host)).about.path).toBe(join(parent, 'here', 'call-4371.mp3'));
    expect(readdirSync(join(parent, 'there'))).toEqual([]);
    await host.close();
  });

  it('that has become a link, has gone or is no folder any more is refused, and then taken again', async () => {
    const { parent, host } = await own();
    const [here, there] = [join(parent, 'here'), join(parent, 'there')];
    const refused = async (says: RegExp) => {
      const { text } = await save(wav, CALL, host);
      expect(text).toMatch(says);
      expect(text).toMatch(/^rejected: /);
    };
    renameSync(here, there);
    await refused(/it is gone, or takes no files/);
    symlinkSync(there, here);
    await refused(/no longer the folder that it was/);
    rmSync(here);
    writeFileSync(here, '');
    await refused(/ENOTDIR/);
    expect(readdirSync(there)).toEqual([]);
    expect(readFileSync(here, 'utf8')).toBe('');
    rmSync(here);
    renameSync(there, here);
    expect((await save(wav, CALL, host)).isError).toBe(false);
    await host.close();
  });

  /** Puts a link in the folder's place in the middle of a download. */
  async function swapped(older: Buffer | undefined, midway: (here: string, host: Host) => boolean) {
    const { parent, host } = await own();
    const [here, gone, there] = [join(parent, 'here'), join(parent, 'gone'), join(parent, 'there')];
    mkdirSync(there);
    if (older) writeFileSync(join(here, name), older);
    let go = () => {};
    const changed = new Promise<void>((resolve) => {
      go = resolve;
    });
    dialer.script(sending(minute, { between: () => changed }).script);
    const saving = answerOf(host, CALL, FILE);
    await until(() => midway(here, host));
    renameSync(here, gone);
    symlinkSync(there, here);
    go();
    const { text } = await saving;
    await host.close();
    expect(readdirSync(there)).toEqual([]);
    return { text, gone };
  }

  it('that becomes a link while the file is written gets no file, nor does the link’s end', async () => {
    const { text, gone } = await swapped(undefined, (here) => readdirSync(here).length === 1);
    expect(text).toMatch(/^rejected: .*it is gone, or takes no files/);
    expect(readdirSync(gone)).not.toContain(name);
  });

  it.skipIf(!existsSync('/proc/self/fd'))(
    'that becomes a link while an older file is compared keeps that one, and the link’s end gets none',
    async () => {
      const holds = (here: string, { pid }: Host) =>
        readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith(here));
      const { text, gone } = await swapped(other, holds);
      expect(text).toMatch(/^rejected: .*no longer the folder that it was/);
      expect(readFileSync(join(gone, name)).equals(other)).toBe(true);
      expect(readdirSync(gone)).toEqual([name]);
    },
  );

  it.skipIf(!canBeKeptOut())('that can only be read is told of as that, and left alone', async () => {
    const dir = newFolder();
    writeFileSync(join(dir, name), 'old', { mode: 0o444 });
    keepOut(dir);
    const nobody = await startBehind(`exec ${asAnother} "$@"`, {
      HITRATE_URL: dialer.url,
      HITRATE_DOWNLOAD_DIR: dir,
    });
    const { text } = await save(wav, CALL, nobody);
    expect(text).toMatch(/^rejected: .*this user may not write there\.$/);
    expect(readdirSync(dir)).toEqual([name]);
    expect(readFileSync(join(dir, name), 'utf8')).toBe('old');
    chmodSync(dir, 0o700);
    expect((await save(wav, CALL, nobody)).isError).toBe(false);
    await nobody.close();
  });

  it.skipIf(!canMount())(
    'on a disk that is full gets no part of a file, and keeps the older one',
    async () => {
      const dir = newFolder();
      // Nobody but the server sees that disk, and it goes with the server.
      const full = await startBehind(`exec unshare -rm sh -c '${mount(dir)} && exec "$@"' sh "$@"`, {
        HITRATE_URL: dialer.url,
        HITRATE_DOWNLOAD_DIR: dir,
      });
      const seen = join(`/proc/${full.pid}/root`, dir);
      expect((await save(PDF, SMS, full)).isError).toBe(false);
      expect((await save(wav.subarray(0, 100_000), CALL, full)).isError).toBe(false);
      const files = readdirSync(seen);
      for (const as of [announced, chunked]) {
        dialer.script(() => as(minute));
        const { text } = await answerOf(full, CALL, FILE);
        expect(text).toMatch(/^rejected: .*the disk is full\.$/);
        expect(readdirSync(seen)).toEqual(files);
        expect(readFileSync(join(seen, name)).equals(wav.subarray(0, 100_000))).toBe(true);
      }
      await full.close();
    },
  );

  it('that takes no file of that size gets no part of it', async () => {
    const dir = newFolder();
    // In blocks of 512 bytes.
    const limited = await startBehind('ulimit -f 400; exec "$@"', {
      HITRATE_URL: dialer.url,
      HITRATE_DOWNLOAD_DIR: dir,
    });
    expect((await save(minute, CALL, limited)).text).toMatch(/^rejected: .*EFBIG\.$/);
    expect(readdirSync(dir)).toEqual([]);
    await limited.close();
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
  ])('for an id is refused before anything is asked of the dialer: %j', async (id) => {
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
  ])('beside it is refused too: %j', async (args) => {
    await refused({ call_id: 4371, ...args });
  });

  it.each([
    [' 4371 ', 'call-4371.wav'],
    ['4371.0', 'call-4371.wav'],
    ['+4371', 'call-4371.wav'],
    ['0004371', 'call-4371.wav'],
    [1e3, 'call-1000.wav'],
  ])('that is a whole number all the same counts as it: %j', async (call_id, name) => {
    const { about } = await save(wav, ['get_call_recording', { call_id }]);
    expect(about.path).toBe(join(folder, name));
    expect(dialer.requests.map(({ url }) => url)).toEqual([`/api/call/${/\d+/.exec(name)![0]}/recording`]);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it.each([1e-9, 1e21, 0.1 + 0.2])('in seconds leaves no odd name behind: %d', async (seconds) => {
    await save(wav, ['get_call_recording', { call_id: 4371, start_s: seconds }]);
    for (const one of readdirSync(folder)) expect(one).toMatch(/^call-4371-[\w.-]+-end\.wav$/);
    expect(readdirSync(outside)).toEqual(['downloads']);
  });
});

describe('what is no file for saving', () => {
  it.each([
    ['other bytes', announced(Buffer.from('OggS and so on')), 'bad_answer'],
    ['an error called audio', { type: 'audio/wav', body: { message: 'Not found' } }, 'not_found'],
    ['nothing', announced(Buffer.alloc(0)), 'bad_answer'],
    ['a refusal', { status: 403, body: { message: `Permission denied for ${SECRET}` } }, 'permission_denied'],
  ])('leaves nothing, and an older file as it is: %s', async (_, answer, kind) => {
    dialer.script(() => answer);
    expect((await answerOf(host, CALL, FILE)).text).toMatch(new RegExp(`^${kind}: `));
    expect(readdirSync(folder)).toEqual([]);
    for (const one of ['call-4371.wav', 'call-4371.mp3']) writeFileSync(join(folder, one), 'old');
    dialer.script(() => answer);
    expect((await answerOf(host, CALL, FILE)).isError).toBe(true);
    expect(readdirSync(folder)).toEqual(['call-4371.mp3', 'call-4371.wav']);
    expect(readFileSync(saved(), 'utf8')).toBe('old');
  });
});

it('the sandbox’s call 4371 is saved as WAV and MP3 that play', async () => {
  const sandbox = await startHost({ HITRATE_SANDBOX: 'on', HITRATE_DOWNLOAD_DIR: folder });
  for (const format of ['wav', 'mp3']) {
    const { about } = await answerOf(sandbox, ['get_call_recording', { call_id: 4371, format, ...FILE }]);
    expect(about.path).toBe(join(folder, `call-4371.${format}`));
    const bytes = readFileSync(about.path);
    const heard = await parseBuffer(bytes, { mimeType: about.type }, { duration: true });
    expect(about).toMatchObject({
      bytes: bytes.length,
      sha256: sha256(bytes),
      channels: heard.format.numberOfChannels,
      sample_rate_hz: heard.format.sampleRate,
      duration_s: expect.closeTo(heard.format.duration!, 1),
    });
    expect(heard.format.container).toBe(format === 'wav' ? 'WAVE' : 'MPEG');
  }
  expect(readdirSync(folder).sort()).toEqual(['call-4371.mp3', 'call-4371.wav']);
  await sandbox.close();
});
