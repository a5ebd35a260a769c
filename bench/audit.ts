/** Measures what the audit log adds to an act, and how fast it is verified. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuditLog } from '../src/audit/audit-log.ts';
import { verifyLog } from '../src/audit/verify/verify-log.ts';
import type { AuditedAct, AuditLog } from '../src/define/acts/audit.ts';
import { median, type Section, times, under } from './report.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const WARM_UPS = 20;
const ACTS = 500;
const LINES = 20_000;
/** So many at once, as an import sends them, share a sync. */
const AT_ONCE = 8;
const VERIFY_MS = 1_000;

const ACT: AuditedAct = {
  call: 'a3f1c5d07b9e',
  principal: '5f4dcc3b5aa765d61d8327deb882cf99',
  dialer: 'demodialer',
  host: 'claude-code 2.1.0',
  tool: 'update_order_status',
  kinds: ['money'],
  targets: ['order:39', 'customer:922'],
  people: ['070-1740605'],
  preview: 'e'.repeat(64),
  approved_by: 'form',
  records: 1,
};

async function writeAct(log: AuditLog): Promise<void> {
  const entry = await log.begin(ACT);
  await entry.settle('done');
}

/** Runs all of them in turn, so that what else the machine does meets them all. */
async function timesOf(rounds: number, ...runs: readonly (() => unknown)[]): Promise<number[][]> {
  const samples: number[][] = runs.map(() => []);
  for (let round = -WARM_UPS; round < rounds; round++)
    for (const [index, run] of runs.entries()) {
      const started = performance.now();
      await run();
      if (round >= 0) samples[index]!.push(performance.now() - started);
    }
  return samples;
}

/** What the disk alone takes: two lines of the same length, each with its sync. */
function writeToDisk(file: number): void {
  for (let line = 0; line < 2; line++) {
    writeSync(file, 'x'.repeat(500));
    fdatasyncSync(file);
  }
}

export const audit: Section = {
  title: `audit: what the log adds to an act (its line before and its outcome after), ${ACTS} acts`,
  deadlineMs: 180_000,
  measure: () =>
    withTemporaryFolder(async (folder) => {
      const dir = join(folder, 'audit');
      await mkdir(dir);
      const log = createAuditLog({ dir, stateDir: join(folder, 'state'), region: 'SE', report: () => {} });
      const file = openSync(join(folder, 'disk'), 'a');
      const [single = [], disk = []] = await timesOf(
        ACTS,
        () => writeAct(log),
        () => writeToDisk(file),
      );
      closeSync(file);
      const [several = []] = await timesOf(ACTS / AT_ONCE, () =>
        Promise.all(Array.from({ length: AT_ONCE }, () => writeAct(log))),
      );
      let lines = (await verifyLog(dir)).files[0]!.lines;
      while (lines < LINES) {
        await Promise.all(Array.from({ length: 500 }, () => writeAct(log)));
        lines += 1_000;
      }
      await log.close();
      const [verified = []] = await timesOf(10, () => verifyLog(dir));
      return [
        times('an act, both lines', single, 2),
        times('  of it, write and fsync of two such lines', disk, 2),
        {
          what: '  the rest: lock, hashes, end of the log',
          value: `${(median(single) - median(disk)).toFixed(2)} ms`,
        },
        times(
          `an act, ${AT_ONCE} at once`,
          several.map((ms) => ms / AT_ONCE),
          2,
        ),
        times(`verify of ${lines} lines`, verified, 0, under(median(verified), VERIFY_MS, ' ms')),
        { what: 'lines verified a second', value: `${Math.round(lines / median(verified))}k` },
      ];
    }),
};
