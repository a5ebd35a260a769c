/** Where the log can't be written, nothing is sent. */
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyLog } from '../../src/audit/verify/verify-log.ts';
import { afterThisFile } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';
import { aLog, anAct, filesOf, linesOf, textOf } from './log.ts';
import { buildWriter, startWriter } from './writers.ts';

const refused = (reason: RegExp) =>
  expect.objectContaining({
    kind: 'unavailable',
    message: expect.stringMatching(
      new RegExp(`^Nothing was sent: .* audit log in .*${reason.source}.*then call again\\.$`),
    ),
  });

const whole = async (dir: string) =>
  expect((await verifyLog(dir)).files.filter((f) => f.problem)).toEqual([]);

describe('an act is refused', () => {
  it('where the folder is gone', async () => {
    const dir = join(newFolder(), 'none');
    await expect(aLog({ dir }).log.begin(anAct())).rejects.toEqual(refused(/it is gone/));
    expect(() => statSync(dir)).toThrow();
  });

  it('where the folder or the state folder is a file', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    await expect(aLog({ dir: file }).log.begin(anAct())).rejects.toEqual(refused(/ENOTDIR/));
    await expect(aLog({ stateDir: file }).log.begin(anAct())).rejects.toEqual(refused(/EEXIST|ENOTDIR/));
  });

  it('where its key is none, and not once it is mended', async () => {
    const { stateDir, log } = aLog();
    writeFileSync(join(stateDir, 'audit.key'), 'short');
    await expect(log.begin(anAct())).rejects.toEqual(refused(/is no key of 32 bytes/));
    rmSync(join(stateDir, 'audit.key'));
    await log.begin(anAct());
  });

  it('where the lock is not to be had', async () => {
    const { dir, log } = aLog();
    writeFileSync(join(dir, '.lock'), 'what is this');
    await expect(log.begin(anAct())).rejects.toEqual(refused(/is no lock of hitrate-mcp/));
  });

  it('where the day is a link to another file', async () => {
    const { dir, log } = aLog();
    const elsewhere = join(newFolder(), 'elsewhere');
    writeFileSync(elsewhere, '');
    symlinkSync(elsewhere, join(dir, 'audit-2026-11-20.jsonl'));
    await expect(log.begin(anAct())).rejects.toEqual(refused(/ELOOP/));
    expect(statSync(elsewhere).size).toBe(0);
  });

  it('where lines that this server wrote are gone', async () => {
    const { dir, log } = aLog();
    await log.begin(anAct());
    const path = join(dir, filesOf(dir)[0]!);
    const { size } = statSync(path);
    await log.begin(anAct());
    truncateSync(path, size);
    await expect(log.begin(anAct())).rejects.toEqual(refused(/line 2 of audit-2026-11-20.jsonl.* is gone/));
    rmSync(path);
    await expect(log.begin(anAct())).rejects.toEqual(refused(/line 2 of audit-2026-11-20.jsonl.* is gone/));
  });
});

describe('an outcome that can not be written', () => {
  it('is reported once and never thrown, refuses the next act, and is written with the one after that', async () => {
    const { dir, log, reports } = aLog();
    const entries = [await log.begin(anAct()), await log.begin(anAct())];
    renameSync(dir, `${dir}-away`);
    for (const entry of entries) await entry.settle('done');
    expect(reports).toEqual([
      'the outcome of an act could not be written to the audit log: it is gone, or takes no files',
    ]);
    await expect(log.begin(anAct())).rejects.toEqual(refused(/it is gone/));
    renameSync(`${dir}-away`, dir);
    await log.begin(anAct({ call: 'next' }));
    const lines = linesOf(dir);
    expect(lines.map(({ type }) => type)).toEqual(['act', 'act', 'outcome', 'outcome', 'act']);
    expect(lines.slice(2, 4).map(({ id }) => id)).toEqual(lines.slice(0, 2).map(({ id }) => id));
    await whole(dir);
  });

  it('is tried once more at the end', async () => {
    const { dir, log } = aLog();
    const entry = await log.begin(anAct());
    renameSync(dir, `${dir}-away`);
    await entry.settle('done');
    renameSync(`${dir}-away`, dir);
    await log.close();
    expect((await verifyLog(dir)).unsettled).toEqual([]);
  });
});

/** A file system of 64 kB, where this user may make one. */
function smallDisk(): string | undefined {
  const dir = newFolder();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir]).status !== 0) return undefined;
  afterThisFile(() => spawnSync('umount', [dir]));
  return dir;
}
const disk = smallDisk();

describe('a full disk', () => {
  it.skipIf(!disk)(
    'refuses acts, leaves no half of a line, and takes them again once there is room',
    async () => {
      const dir = join(disk!, 'audit');
      mkdirSync(dir);
      const { log, reports } = aLog({ dir });
      const open = await log.begin(anAct());
      let free = 64;
      const fill = (kilobytes: number) => {
        try {
          writeFileSync(join(disk!, `filler-${free}`), Buffer.alloc(kilobytes * 1024));
        } catch {
          // It takes what fits.
        }
      };
      while (free-- > 0) fill(4);
      const many = Array.from({ length: 400 }, (_, i) => `customer:${i + 1}`);
      await expect(log.begin(anAct({ targets: many }))).rejects.toEqual(refused(/the disk is full/));
      await whole(dir);
      expect(textOf(dir, filesOf(dir)[0]!)).toMatch(/\}\n$/);
      for (const name of readdirSync(disk!)) if (name.startsWith('filler')) rmSync(join(disk!, name));
      await log.begin(anAct({ targets: many }));
      await open.settle('done');
      expect(reports).toEqual([]);
      await whole(dir);
      expect(linesOf(dir)).toHaveLength(3);
    },
  );

  it.skipIf(process.platform === 'win32')(
    'of a process is told, and loses nothing that was promised',
    async () => {
      const program = await buildWriter();
      const [dir, stateDir] = [newFolder(), newFolder()];
      // Files of at most 64 blocks.
      const writer = startWriter('bash', [
        '-c',
        'ulimit -f 64; exec "$@"',
        'bash',
        process.execPath,
        program,
        dir,
        stateDir,
      ]);
      await writer.ended;
      const said = writer.said();
      expect(said.at(-1)).toMatch(/^refused Nothing was sent: .*the system says EFBIG/);
      const begun = said.flatMap((line) => (line.startsWith('begun ') ? [line.slice(6)] : []));
      expect(begun.length).toBeGreaterThan(3);
      await whole(dir);
      const { log, at } = aLog({ dir, stateDir });
      at(new Date().toJSON());
      await log.begin(anAct());
      await whole(dir);
      const written = linesOf(dir).map(({ call }) => call);
      expect(begun.filter((call) => !written.includes(call))).toEqual([]);
    },
  );
});
