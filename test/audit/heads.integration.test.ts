/** The log's head at a second place. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signHead, signingKey } from '../../src/audit/head/signed-head.ts';
import { type HeadReport, readHeadBook } from '../../src/audit/verify/head-book.ts';
import { verifyLog } from '../../src/audit/verify/verify-log.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';
import { until } from '../support/waiting.ts';
import { aLog, anAct, filesOf, linesOf, type TestLog, textOf } from './log.ts';
import { buildWriter, startWriter } from './writers.ts';

/** Takes what is posted. */
async function httpPlace() {
  const heads: any[] = [];
  const place = { heads, status: 204, hold: Promise.resolve() };
  const server = createServer(async (request, response) => {
    const body = (await request.setEncoding('utf8').toArray()).join('');
    await place.hold;
    if (place.status < 300) heads.push(JSON.parse(body));
    response.writeHead(place.status).end();
  });
  afterThisTest(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/head`;
  return Object.assign(place, { head: { to: 'http' as const, url } });
}

/** Compares the log with the heads in a text. */
async function compare(
  { dir, stateDir }: Pick<TestLog, 'dir' | 'stateDir'>,
  text: string,
): Promise<HeadReport> {
  const path = join(newFolder(), 'heads.log');
  writeFileSync(path, text);
  const { heads } = await verifyLog(dir, await readHeadBook(path, await signingKey(stateDir)));
  return heads!;
}

const fine = (heads: number) => ({ heads, wrong: 0, problem: undefined, last: expect.any(String) });
const asText = (heads: readonly any[]) => heads.map((head) => `${JSON.stringify(head)}\n`).join('');

describe('an HTTP address', () => {
  it('gets the place, hash and time of the last line, signed, of acts and outcomes', async () => {
    const place = await httpPlace();
    const test = aLog({ head: place.head });
    const entry = await test.log.begin(anAct());
    await until(() => place.heads.length === 1);
    await entry.settle('done');
    await until(() => place.heads.length === 2);
    expect(place.heads).toEqual(
      linesOf(test.dir).map(({ line, hash, time }) => ({
        hitrate_audit_head: 1,
        file: 'audit-2026-11-20.jsonl',
        line,
        hash,
        time,
        missed: 0,
        signature: expect.stringMatching(/^[\w-]{86}$/),
      })),
    );
    expect(await compare(test, asText(place.heads))).toEqual(fine(2));
    expect(test.reports).toEqual([]);
  });

  it('that does not answer delays no act, and gets the latest head alone', async () => {
    const place = await httpPlace();
    let answer = () => {};
    place.hold = new Promise((resolve) => {
      answer = resolve;
    });
    const test = aLog({ head: place.head });
    for (let i = 0; i < 5; i++) await test.log.begin(anAct());
    expect(place.heads).toEqual([]);
    answer();
    await until(() => place.heads.at(-1)?.line === 5);
    expect(place.heads.length).toBeLessThan(5);
    expect(place.heads.at(-1).missed).toBe(0);
  });

  it('that fails is reported once, and the next head says how many were missed', async () => {
    const place = await httpPlace();
    place.status = 503;
    const test = aLog({ head: place.head });
    await test.log.begin(anAct());
    await until(() => test.reports.length > 0);
    place.status = 204;
    await test.log.begin(anAct());
    await until(() => place.heads.length > 0);
    expect(test.reports).toEqual([
      'the head of the audit log did not reach its second place: it answered 503',
    ]);
    expect(place.heads[0]).toMatchObject({ line: 2, missed: 1 });
    await test.log.begin(anAct());
    await until(() => place.heads.length > 1);
    expect(place.heads[1]).toMatchObject({ line: 3, missed: 0 });
  });

  it('that was away gets the last head at the end', async () => {
    const place = await httpPlace();
    place.status = 500;
    const test = aLog({ head: place.head });
    await test.log.begin(anAct());
    await until(() => test.reports.length > 0);
    place.status = 200;
    await test.log.close();
    expect(place.heads).toMatchObject([{ line: 1, missed: 1 }]);
  });
});

it('a syslog server gets the head as RFC 5424 has it', async () => {
  const server = createSocket('udp4');
  const lines: string[] = [];
  server.on('message', (message) => void lines.push(message.toString()));
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  afterThisTest(() => server.close());
  const test = aLog({ head: { to: 'syslog', host: '127.0.0.1', port: server.address().port } });
  await (await test.log.begin(anAct())).settle('done');
  await until(() => lines.some((line) => line.includes('"line":2')));
  expect(lines.at(-1)).toMatch(
    /^<109>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ hitrate-mcp \d+ audit-head - \{"hitrate_audit_head":1,.*\}$/,
  );
  expect(await compare(test, lines.join('\n'))).toEqual(fine(lines.length));
});

it('a syslog server that can not be found is reported, and refuses no act', async () => {
  const test = aLog({ head: { to: 'syslog', host: 'none.invalid', port: 514 } });
  await test.log.begin(anAct());
  await until(() => test.reports.length > 0);
  expect(test.reports[0]).toMatch(/did not reach its second place: E/);
});

it('stderr gets the head of a process, also of one that is killed', async () => {
  const [dir, stateDir] = [newFolder(), newFolder()];
  const writer = startWriter(process.execPath, [await buildWriter(), dir, stateDir]);
  await until(() => writer.said().length > 4);
  writer.child.kill('SIGKILL');
  await writer.ended;
  const { heads, wrong } = await compare({ dir, stateDir }, `other text\n${writer.heads()}{"level":30}\n`);
  expect(heads).toBeGreaterThan(1);
  expect(wrong).toBe(0);
});

describe('with the heads of the second place', () => {
  async function logWithHeads() {
    const place = await httpPlace();
    const test = aLog({ head: place.head });
    for (const day of ['2026-11-20', '2026-11-21']) {
      test.at(`${day}T10:00:00.000Z`);
      for (let i = 1; i <= 3; i++) {
        await test.log.begin(anAct());
        await until(() => place.heads.at(-1)?.line === i);
      }
    }
    await test.log.close();
    return { ...test, heads: place.heads };
  }
  const [FIRST, LAST] = ['audit-2026-11-20.jsonl', 'audit-2026-11-21.jsonl'];

  it.each([1, 2])(
    'a tail of %s lines that is cut off is found, which the log alone does not show',
    async (cut) => {
      const test = await logWithHeads();
      const lines = textOf(test.dir, LAST!).split(/(?<=\n)/);
      writeFileSync(join(test.dir, LAST!), lines.slice(0, -cut).join(''));
      expect((await verifyLog(test.dir)).files.filter(({ problem }) => problem)).toEqual([]);
      expect(await compare(test, asText(test.heads))).toEqual({
        heads: 6,
        wrong: cut,
        problem: `line ${7 - cut}: line ${4 - cut} of ${LAST} is missing in the log`,
        last: `line 3 of ${LAST}`,
      });
    },
  );

  it('a last day that is gone is found, and so is a whole log', async () => {
    const test = await logWithHeads();
    rmSync(join(test.dir, LAST!));
    expect((await verifyLog(test.dir)).files).toEqual([{ file: FIRST, lines: 3 }]);
    expect(await compare(test, asText(test.heads))).toMatchObject({ wrong: 3 });
    rmSync(join(test.dir, FIRST!));
    expect(await compare(test, asText(test.heads))).toMatchObject({ wrong: 6 });
  });

  it('a log that was written anew is found, though it is whole', async () => {
    const test = await logWithHeads();
    for (const file of filesOf(test.dir)) rmSync(join(test.dir, file));
    const forged = aLog({ dir: test.dir, stateDir: test.stateDir });
    for (let i = 0; i < 3; i++) await forged.log.begin(anAct({ tool: 'list_orders' }));
    expect(await compare(test, asText(test.heads))).toMatchObject({
      wrong: 6,
      problem: `line 1: line 1 of ${FIRST} is not the line that it was`,
    });
  });

  it('heads are found within the lines of other logs', async () => {
    const test = await logWithHeads();
    const [head] = asText(test.heads).trim().split('\n');
    const docker = JSON.stringify({ log: `${head}\n`, stream: 'stderr' });
    const journal = `Nov 20 10:00:00 host hitrate-mcp[12]: ${head}`;
    expect(await compare(test, [docker, journal, `${head} ${head}`, 'nothing'].join('\n'))).toEqual(fine(4));
  });

  it('one that is changed, damaged or signed by another key is no proof, and is told', async () => {
    const test = await logWithHeads();
    const [head, second] = asText(test.heads).trim().split('\n') as [string, string];
    const wrong = { heads: 1, wrong: 1, problem: expect.stringMatching(/^line 1: damaged, or not signed/) };
    expect(await compare(test, head.replace('"line":1', '"line":2'))).toEqual(wrong);
    expect(await compare(test, head.slice(0, 120))).toEqual(wrong);
    expect(await compare(test, head.replace(/"signature":"[^"]*"/, '"signature":""'))).toEqual(wrong);
    const foreign = signHead({ ...JSON.parse(head) }, await signingKey(newFolder()));
    expect(await compare(test, foreign)).toEqual(wrong);
    const other = signHead({ ...JSON.parse(head), hash: 'f'.repeat(64) }, await signingKey(test.stateDir));
    expect(await compare(test, `${head}\n${second}\n${other}\n`)).toEqual({
      heads: 3,
      wrong: 1,
      problem: `line 3: another hash of line 1 of ${FIRST} than line 1 has`,
      last: `line 2 of ${FIRST}`,
    });
  });

  it('a changed byte of a head is found at every position', async () => {
    const test = await logWithHeads();
    const path = join(newFolder(), 'heads.log');
    const key = await signingKey(test.stateDir);
    const [head] = asText(test.heads).trim().split('\n') as [string];
    // Of the marker itself it is the head that is not found, and where one is wanted that is told too.
    for (let at = 0; at < head.length; at++) {
      const changed = Buffer.from(head);
      changed[at]! ^= 1;
      writeFileSync(path, changed);
      appendFileSync(path, `\n${head}\n`);
      const { heads } = await verifyLog(test.dir, await readHeadBook(path, key));
      if (heads!.heads > 1) expect(heads, `byte ${at}`).toMatchObject({ wrong: 1 });
      else expect(at).toBeLessThan('{"hitrate_audit_head":'.length);
    }
  });
});
