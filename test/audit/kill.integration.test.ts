import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { signingKey } from '../../src/audit/head/signed-head.ts';
import { readHeadBook } from '../../src/audit/verify/head-book.ts';
import { verifyLog } from '../../src/audit/verify/verify-log.ts';
import { newFolder } from '../support/files.ts';
import { aLog, anAct, linesOf } from './log.ts';
import { buildWriter, startWriter, type Writer } from './writers.ts';

const KILLS = 200;
const AT_ONCE = 4;
const TEST_MS = 120_000;

/** Kills it while it starts, or some time after its first act. */
async function killAtRandom(writer: Writer, number: number): Promise<void> {
  if (number % 5 === 0) await sleep(20 + Math.random() * 100);
  else {
    await writer.spoke;
    await sleep(Math.random() * 25);
  }
  writer.child.kill('SIGKILL');
  await writer.ended;
}

const calls = (said: readonly string[], word: string): string[] =>
  said.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));

it(
  'four processes that are killed 200 times lose no act that they were promised, and the log is whole',
  async () => {
    const program = await buildWriter();
    const [dir, stateDir] = [newFolder(), newFolder()];
    const said: string[] = [];
    let heads = '';
    let killed = 0;
    const killOneAfterTheOther = async () => {
      while (killed < KILLS) {
        const number = killed++;
        const writer = startWriter(process.execPath, [program, dir, stateDir]);
        await killAtRandom(writer, number);
        said.push(...writer.said());
        heads += writer.heads();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, killOneAfterTheOther));
    expect(calls(said, 'refused')).toEqual([]);

    // Whoever comes next takes what the last ones left.
    const { log } = aLog({ dir, stateDir, now: () => new Date() });
    await (await log.begin(anAct({ call: 'last' }))).settle('done');
    await log.close();
    expect(readdirSync(dir)).not.toContain('.lock');

    writeFileSync(join(stateDir, 'heads.log'), heads);
    const book = await readHeadBook(join(stateDir, 'heads.log'), await signingKey(stateDir));
    const { files, acts, unsettled, heads: compared } = await verifyLog(dir, book);
    expect(files.flatMap(({ problem }) => problem ?? [])).toEqual([]);
    expect(compared).toMatchObject({ wrong: 0, problem: undefined });
    expect(compared!.heads).toBeGreaterThan(KILLS / 4);
    const lines = linesOf(dir);
    const written = new Map(lines.flatMap(({ type, call, id }) => (type === 'act' ? [[call, id]] : [])));
    const settled = new Set(lines.flatMap(({ type, id }) => (type === 'outcome' ? [id] : [])));
    expect(written.size).toBe(acts);
    const begun = calls(said, 'begun');
    expect(begun.length).toBeGreaterThan(KILLS / 2);
    expect(begun.filter((call) => !written.has(call))).toEqual([]);
    expect(calls(said, 'settled').filter((call) => !settled.has(written.get(call)))).toEqual([]);
    // Those that were killed in between are told of.
    expect(unsettled.length).toBe(acts - settled.size);
    expect(unsettled.length).toBeGreaterThan(0);
  },
  TEST_MS,
);
