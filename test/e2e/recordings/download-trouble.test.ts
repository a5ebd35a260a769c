/** A folder that changes, takes nothing or is full, and bytes that are no file: no part is left, and an older file stays. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import {
  CALL,
  dialer,
  FILE,
  folder,
  host,
  minute,
  mp3,
  name,
  other,
  SMS,
  save,
  saved,
  useDownloadFolder,
  wav,
} from '../../support/download-folder.ts';
import { announced, chunked, sending } from '../../support/file-sending.ts';
import { newFolder } from '../../support/files.ts';
import { answerOf, bundle, SECRET, startBehind, startHost } from '../../support/host.ts';
import { PDF } from '../../support/recordings.ts';
import { until } from '../../support/waiting.ts';

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

useDownloadFolder();

describe('the folder', () => {
  /** A host of its own with a folder of its own, under a parent of its own. */
  async function own(prepare: (parent: string) => string = (parent) => join(parent, 'here')) {
    const parent = newFolder();
    mkdirSync(join(parent, 'here'));
    const dir = prepare(parent);
    return { parent, host: await startHost({ HITRATE_URL: dialer.url, HITRATE_DOWNLOAD_DIR: dir }) };
  }

  it('the download folder may be given as a link and stays the folder that it was at the start', async () => {
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

  it('a download folder that is gone, a link or a file is refused, and is used again once it is back', async () => {
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

  it('a download folder that becomes a link during a download gets no file, and neither does the target of the link', async () => {
    const { text, gone } = await swapped(undefined, (here) => readdirSync(here).length === 1);
    expect(text).toMatch(/^rejected: .*no longer the folder/);
    expect(readdirSync(gone)).not.toContain(name);
  });

  it.skipIf(!existsSync('/proc/self/fd'))(
    'a download folder that becomes a link while an older file is compared keeps that file, and the target gets none',
    async () => {
      const holds = (here: string, { pid }: Host) =>
        readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith(here));
      const { text, gone } = await swapped(other, holds);
      expect(text).toMatch(/^rejected: .*no longer the folder that it was/);
      expect(readFileSync(join(gone, name)).equals(other)).toBe(true);
      expect(readdirSync(gone)).toEqual([name]);
    },
  );

  it.skipIf(!canBeKeptOut())(
    'a read-only download folder is reported as such and stays as it is',
    async () => {
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
    },
  );

  it.skipIf(!canMount())(
    'a download folder on a full disk gets no part of a file and keeps the older file',
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

  it('a download folder gets no part of a file that exceeds the limit of the file size', async () => {
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

describe('what is no file for saving', () => {
  it.each([
    ['other bytes', announced(Buffer.from('OggS and so on')), 'bad_answer'],
    ['an error called audio', { type: 'audio/wav', body: { message: 'Not found' } }, 'not_found'],
    ['nothing', announced(Buffer.alloc(0)), 'bad_answer'],
    ['a refusal', { status: 403, body: { message: `Permission denied for ${SECRET}` } }, 'permission_denied'],
  ])(
    'an answer that is no file is not saved, and an older file stays as it is: %s',
    async (_, answer, kind) => {
      dialer.script(() => answer);
      expect((await answerOf(host, CALL, FILE)).text).toMatch(new RegExp(`^${kind}: `));
      expect(readdirSync(folder)).toEqual([]);
      for (const one of ['call-4371.wav', 'call-4371.mp3']) writeFileSync(join(folder, one), 'old');
      dialer.script(() => answer);
      expect((await answerOf(host, CALL, FILE)).isError).toBe(true);
      expect(readdirSync(folder)).toEqual(['call-4371.mp3', 'call-4371.wav']);
      expect(readFileSync(saved(), 'utf8')).toBe('old');
    },
  );
});
