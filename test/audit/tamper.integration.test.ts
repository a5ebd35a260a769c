/** What `audit verify` finds. */
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { NO_HASH } from '../../src/audit/line.ts';
import { type Verification, verifyLog } from '../../src/audit/verify/verify-log.ts';
import { newFolder } from '../support/files.ts';
import { aLog, anAct, filesOf, textOf, threeDays } from './log.ts';

const [FIRST, SECOND, THIRD] = [
  'audit-2026-11-20.jsonl',
  'audit-2026-11-22.jsonl',
  'audit-2026-11-23.jsonl',
] as const;

let original: string;
beforeAll(async () => {
  const { dir, log } = await threeDays();
  await log.close();
  original = dir;
});

function copy(): string {
  const dir = newFolder();
  cpSync(original, dir, { recursive: true });
  return dir;
}

const problems = ({ files }: Verification): string[] =>
  files.flatMap(({ file, problem }) => (problem ? [`${file} ${problem.line}: ${problem.what}`] : []));

/** Problems after a change of a copy. */
async function found(change: (dir: string) => void): Promise<string[]> {
  const dir = copy();
  change(dir);
  return problems(await verifyLog(dir));
}

const linesIn = (dir: string, file: string): string[] => textOf(dir, file).split(/(?<=\n)/);
const writeLines = (dir: string, file: string, lines: readonly string[]) =>
  writeFileSync(join(dir, file), lines.join(''));

it('finds nothing in a log that nobody has touched, and names acts of unknown outcome', async () => {
  const result = await verifyLog(copy());
  expect(result.files).toEqual([FIRST, SECOND, THIRD].map((file) => ({ file, lines: 3 })));
  expect(result.acts).toBe(6);
  expect(result.unsettled.map(({ file, line, tool }) => [file, line, tool])).toEqual([
    [FIRST, 3, 'call_customer'],
    [SECOND, 3, 'call_customer'],
    [THIRD, 3, 'call_customer'],
  ]);
});

describe('a changed byte', () => {
  /** A bit of it, or a character that has a meaning in such a file. */
  const CHANGES: ((byte: number) => number)[] = [
    (byte) => byte ^ 1,
    (byte) => byte ^ 0x20,
    () => 0x0a,
    () => 0x22,
    () => 0x7d,
    () => 0xff,
    () => 0,
  ];

  it('is found at every position of a log of three days', async () => {
    const dir = copy();
    let positions = 0;
    for (const file of filesOf(dir)) {
      const path = join(dir, file);
      const bytes = readFileSync(path);
      for (let at = 0; at < bytes.length; at++, positions++) {
        const changed = Buffer.from(bytes);
        // Each byte in one way that makes it another one, all ways in turn.
        const ways = CHANGES.map((change) => change(bytes[at]!)).filter((byte) => byte !== bytes[at]);
        changed[at] = ways[at % ways.length]!;
        writeFileSync(path, changed);
        const result = problems(await verifyLog(dir));
        expect(result, `byte ${at} of ${file} became ${changed[at]}`).not.toEqual([]);
        expect(result[0]).toContain(file);
      }
      writeFileSync(path, bytes);
    }
    expect(positions).toBeGreaterThan(3_000);
  });

  it('is found at the end of the log, where no line follows, whatever it becomes', async () => {
    const { dir, log } = aLog();
    await log.begin(anAct());
    const path = join(dir, FIRST);
    const bytes = readFileSync(path);
    for (let at = bytes.length - 3; at < bytes.length; at++)
      for (let byte = 0; byte < 256; byte++) {
        if (byte === bytes[at]) continue;
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        writeFileSync(path, changed);
        expect(problems(await verifyLog(dir)), `byte ${at} became ${byte}`).toHaveLength(1);
      }
  });

  it('says in which line it is', async () => {
    expect(
      await found((dir) => {
        const lines = linesIn(dir, SECOND);
        lines[1] = lines[1]!.replace('done', 'gone');
        writeLines(dir, SECOND, lines);
      }),
    ).toEqual([`${SECOND} 2: changed: it is not as it was written`]);
  });
});

describe('a line', () => {
  const places = [FIRST, SECOND, THIRD].flatMap((file) => [1, 2, 3].map((line) => [file, line] as const));

  it.each(places.slice(0, -1))('that is removed is missed (%s, line %s)', async (file, line) => {
    const [problem] = await found((dir) => writeLines(dir, file, linesIn(dir, file).toSpliced(line - 1, 1)));
    expect(problem).toBe(
      line < 3
        ? `${file} ${line}: removed: line ${line} is missing before it`
        : `${file} 3: cut: ${file === FIRST ? SECOND : THIRD} follows another last line than is here`,
    );
  });

  it.each([
    [FIRST, 0, 1],
    [SECOND, 1, 2],
    [THIRD, 0, 2],
  ])('that changes places with another is found (%s, %s and %s)', async (file, one, other) => {
    const [problem] = await found((dir) => {
      const lines = linesIn(dir, file);
      [lines[one], lines[other]] = [lines[other]!, lines[one]!];
      writeLines(dir, file, lines);
    });
    expect(problem).toBe(`${file} ${one + 1}: swapped: line ${one + 1} stands further down`);
  });

  it('that stands there twice is found', async () => {
    const [problem] = await found((dir) => {
      const lines = linesIn(dir, THIRD);
      writeLines(dir, THIRD, [lines[0]!, lines[1]!, lines[1]!, lines[2]!]);
    });
    expect(problem).toBe(`${THIRD} 3: swapped: it is line 2`);
  });

  it('of which the hash was made anew does not fit the next one', async () => {
    const forged = await threeDays();
    const [problem] = await found((dir) => {
      const lines = linesIn(dir, FIRST);
      // Its own hash holds, its number is right, but it is another act.
      lines[0] = linesIn(forged.dir, FIRST)[0]!;
      writeLines(dir, FIRST, lines);
    });
    expect(problem).toBe(`${FIRST} 2: changed: it does not follow the line before; one of them was replaced`);
  });

  it('that was cut in the middle of the log is found', async () => {
    const [problem] = await found((dir) => writeFileSync(join(dir, FIRST), textOf(dir, FIRST).slice(0, -30)));
    expect(problem).toBe(`${FIRST} 3: changed: it is not as it was written`);
  });
});

describe("a day's file", () => {
  it.each([
    [FIRST, `${SECOND} 1: missing day: it follows ${FIRST}, of which no line is here`],
    [SECOND, `${THIRD} 1: missing day: it follows ${SECOND}, of which no line is here`],
  ])('that is removed is missed (%s)', async (file, problem) => {
    expect(await found((dir) => rmSync(join(dir, file)))).toEqual([problem]);
    expect(await found((dir) => writeFileSync(join(dir, file), ''))).toEqual([problem]);
  });

  it('that changes places with another is found', async () => {
    expect(
      await found((dir) => {
        renameSync(join(dir, FIRST), join(dir, 'kept'));
        renameSync(join(dir, SECOND), join(dir, FIRST));
        renameSync(join(dir, 'kept'), join(dir, SECOND));
      }),
    ).toEqual([
      `${FIRST} 1: swapped: it was written on 2026-11-22`,
      `${SECOND} 1: swapped: it was written on 2026-11-20`,
    ]);
  });

  it('that has become another day is found, also at the end', async () => {
    expect(await found((dir) => renameSync(join(dir, THIRD), join(dir, 'audit-2026-11-24.jsonl')))).toEqual([
      'audit-2026-11-24.jsonl 1: swapped: it was written on 2026-11-23',
    ]);
  });

  it('that is put in between is found', async () => {
    const between = 'audit-2026-11-21.jsonl';
    expect((await found((dir) => cpSync(join(dir, FIRST), join(dir, between))))[0]).toBe(
      `${between} 1: swapped: it was written on 2026-11-20`,
    );
  });

  it('that ends earlier than the next day says is found', async () => {
    expect(await found((dir) => writeLines(dir, SECOND, linesIn(dir, SECOND).slice(0, 1)))).toEqual([
      `${SECOND} 2: cut: ${THIRD} follows another last line than is here`,
    ]);
  });
});

describe('what a killed process left', () => {
  it('at every length of a line is no error, is cut off by the next act, and noted', async () => {
    const whole = readFileSync(join(original, THIRD));
    const start = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (let length = start + 1; length < whole.length; length += 7) {
      const dir = copy();
      writeFileSync(join(dir, THIRD), whole.subarray(0, length));
      const before = await verifyLog(dir);
      expect(problems(before), `cut at ${length}`).toEqual([]);
      expect(before.files[2]).toEqual({ file: THIRD, lines: 2, unfinished: length - start });
      const { log, at } = aLog({ dir });
      at('2026-11-23T11:00:00.000Z');
      await log.begin(anAct({ call: 'after' }));
      const after = await verifyLog(dir);
      expect(problems(after), `mended at ${length}`).toEqual([]);
      expect(linesIn(dir, THIRD).map((line) => JSON.parse(line).type)).toEqual([
        'act',
        'outcome',
        // A line of which only the line break was missing is kept.
        ...(length === whole.length - 1 ? ['act'] : ['repair']),
        'act',
      ]);
      if (length < whole.length - 1)
        expect(JSON.parse(linesIn(dir, THIRD)[2]!)).toMatchObject({ file: THIRD, bytes: length - start });
    }
  });

  it('keeps a whole line of which only the line break is missing', async () => {
    const dir = copy();
    const whole = textOf(dir, THIRD);
    writeFileSync(join(dir, THIRD), whole.slice(0, -1));
    expect(problems(await verifyLog(dir))).toEqual([]);
    const { log } = aLog({ dir });
    await log.begin(anAct());
    expect(textOf(dir, THIRD).startsWith(whole)).toBe(true);
    expect(linesIn(dir, THIRD)).toHaveLength(4);
    expect(problems(await verifyLog(dir))).toEqual([]);
  });

  it.each([
    ['nothing yet', ''],
    ['half a first line', '{"line":1,"prev":"'],
  ])('as a new day with %s goes away with the next act, on whichever day', async (_, text) => {
    for (const day of ['2026-11-24', '2026-11-25']) {
      const dir = copy();
      const { hash } = JSON.parse(linesIn(dir, THIRD)[2]!);
      writeFileSync(join(dir, 'audit-2026-11-24.jsonl'), text && text + hash.slice(0, 9));
      expect(problems(await verifyLog(dir))).toEqual([]);
      const { log, at } = aLog({ dir });
      at(`${day}T08:00:00.000Z`);
      await log.begin(anAct());
      expect(problems(await verifyLog(dir))).toEqual([]);
      expect(filesOf(dir)).toEqual([FIRST, SECOND, THIRD, `audit-${day}.jsonl`]);
    }
  });

  it.each([
    ['zeros', '\0\0\0\0'],
    ['the beginning of another line', `{"line":9,"prev":"${NO_HASH}"`],
    ['what is no line', 'hello'],
  ])('is not %s: verify says so, and the next act is refused', async (_, tail) => {
    const dir = copy();
    writeFileSync(join(dir, THIRD), textOf(dir, THIRD) + tail);
    expect(problems(await verifyLog(dir))).toEqual([`${THIRD} 4: changed: it is not as it was written`]);
    await expect(aLog({ dir }).log.begin(anAct())).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('its last line is not as it was written'),
    });
  });
});
