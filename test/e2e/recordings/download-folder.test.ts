/** Files in the download folder: whole, under fixed names, nowhere else, and nothing beside them. */
import { chmodSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseBuffer } from 'music-metadata';
import { describe, expect, it } from 'vitest';
import {
  CALL,
  dialer,
  FILE,
  folder,
  host,
  identity,
  minute,
  mode,
  mp3,
  name,
  ORDER,
  other,
  outside,
  SMS,
  save,
  saved,
  useDownloadFolder,
  wav,
} from '../../support/download-folder.ts';
import { announced, chunked, sending } from '../../support/file-sending.ts';
import { sha256 } from '../../support/files.ts';
import { answerOf, startBehind, startHost } from '../../support/host.ts';
import { noise, PDF } from '../../support/recordings.ts';

useDownloadFolder();

it('deliver = file is refused without a folder, and nothing is requested from the dialer', async () => {
  const nowhere = await startHost({ HITRATE_URL: dialer.url });
  for (const tool of [CALL, ORDER, SMS])
    expect((await answerOf(nowhere, tool, FILE)).text).toMatch(/^permission_denied: .*HITRATE_DOWNLOAD_DIR/);
  expect(dialer.requests).toEqual([]);
  await nowhere.close();
});

const SAME = 'was there already, equal by sha256: left as it is';
const REPLACED = 'loaded; it replaced another of that name';

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
  ] as const)('a file is saved whole as %s', async (name, tool, body) => {
    const { mode: before } = lstatSync(folder);
    const neighbour = join(folder, 'neighbour.txt');
    writeFileSync(neighbour, 'mine');
    const untouched = identity(neighbour);

    const { about, besides } = await save(body, tool);
    expect(about).toMatchObject({ path: join(folder, name), bytes: body.length, sha256: sha256(body) });
    expect(about.file).toMatch(/^loaded/);
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
  ] as const)('a clip is saved beside the whole recording as %s', async (name, [tool, id], clip, body) => {
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

  it('a saved clip of a broken recording has a correct header and is reported as a clip', async () => {
    const { about } = await save(minute.subarray(0, 400_000), [
      'get_call_recording',
      { call_id: 4371, start_s: 2 },
    ]);
    const bytes = readFileSync(join(folder, 'call-4371-2-end.wav'));
    expect(bytes.readUInt32LE(40)).toBe(bytes.length - 44);
    expect(about).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes), start_s: 2 });
    expect(about.broken).toMatch(/^it breaks off/);
  });

  it('a PDF of filtered SMS has a file name of its own, which is the same each time', async () => {
    const part = (more: object) => ['get_sms_history_pdf', { customer_id: 922, ...more }] as const;
    const PART = /^customer-922-sms-[0-9a-f]{8}\.pdf$/;
    await save(PDF, SMS);
    const filters = { start_date: '2026-01-01', phone: '+46701740605' };
    const one = await save(PDF, part(filters));
    const two = await save(PDF, part({ start_date: '2026-01-02' }));
    for (const { about } of [one, two]) expect(basename(about.path)).toMatch(PART);
    expect((await save(PDF, part(filters))).about).toMatchObject({ path: one.about.path, file: SAME });
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('a file without an announced length is saved', async () => {
    dialer.script(() => chunked(wav));
    for (const file of ['loaded', 'loaded anew, equal by sha256 to the one that was there']) {
      const { about } = await answerOf(host, CALL, FILE);
      expect(about).toMatchObject({ bytes: wav.length, sha256: sha256(wav), file });
      expect(readFileSync(saved()).equals(wav)).toBe(true);
      expect(readdirSync(folder)).toEqual([name]);
    }
  });

  it.each(['000', '077', '777'])('a saved file has the mode 0600 under the umask %s', async (umask) => {
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
  it('an existing file with the same content is left as it is', async () => {
    for (const [tool, body] of [
      [CALL, wav],
      [ORDER, minute],
      [SMS, PDF],
    ] as const) {
      const { path } = (await save(body, tool)).about;
      chmodSync(path, 0o440);
      const before = identity(path);
      const { about } = await save(body, tool);
      expect(about).toMatchObject({ path, file: SAME, bytes: body.length, sha256: sha256(body) });
      expect(identity(path)).toEqual(before);
    }
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('an existing file with the same length and the same first 8 MB is not downloaded again', async () => {
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
    // Eight megabytes are compared; the rest is what lay in buffers on the way.
    expect(again.sent()).toBeLessThan(long.length * 0.8);
    const { next: _, file, ...facts } = first.about;
    expect(file).toBe('loaded');
    expect(about).toMatchObject(facts);
    expect(about.file).toMatch(/^was there already, with the same length and the same first 8.0 MB/);
    expect(identity(saved())).toEqual(before);
  });

  const short = minute.subarray(0, 900_000);
  it.each([
    ['of the same length', other.subarray(0, short.length)],
    ['that differs in its last byte', Buffer.concat([short.subarray(0, -1), Buffer.from([0])])],
    ['that is shorter', short.subarray(0, -1)],
    ['that is longer', minute],
    ['that is empty', Buffer.alloc(0)],
  ])('an existing file %s is replaced', async (_, before) => {
    writeFileSync(saved(), before);
    const { about } = await save(short);
    expect(about.file).toMatch(/^loaded/);
    expect(readFileSync(saved()).equals(short)).toBe(true);
    expect(mode(saved())).toBe('600');
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('an existing file of the same length with another beginning is replaced, however long', async () => {
    const first = await save(other);
    expect(first.about.file).toBe('loaded');
    const { about } = await save(minute);
    expect(about).toMatchObject({ sha256: sha256(minute), file: REPLACED });
    expect(readFileSync(saved()).equals(minute)).toBe(true);
  });

  it('a reader of the file sees the old or the new content, and never a part', async () => {
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

  it('downloads to the same name at the same time leave one whole file', async () => {
    dialer.script(({ url }) => announced(url.includes('mp3') ? other : minute));
    const asMp3 = ['get_call_recording', { call_id: 4371, format: 'mp3' }] as const;
    const both = [CALL, asMp3, CALL, asMp3].map((tool) => answerOf(host, tool, FILE));
    for (const { isError } of await Promise.all(both)) expect(isError).toBe(false);
    const now = readFileSync(saved());
    expect(now.equals(minute) || now.equals(other)).toBe(true);
    expect(readdirSync(folder)).toEqual([name]);
  });
});

it('the recording of call 4371 in the sandbox is saved as playable WAV and MP3', async () => {
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
