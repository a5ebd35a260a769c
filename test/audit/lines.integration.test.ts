import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyLog } from '../../src/audit/verify/verify-log.ts';
import { newFolder } from '../support/files.ts';
import { aLog, anAct, filesOf, linesOf, textOf, threeDays } from './log.ts';

const NO_HASH = '0'.repeat(64);

describe('a line of the log', () => {
  it('is on the disk once begin returns, and the outcome refers to it', async () => {
    const { dir, log } = aLog();
    const entry = await log.begin(anAct({ preview: 'f'.repeat(64), act: 'cancel_order' }));
    const [act] = linesOf(dir);
    expect(act).toMatchObject({
      line: 1,
      prev: NO_HASH,
      after: null,
      time: '2026-11-20T10:00:00.000Z',
      type: 'act',
      call: 'c1',
      host: 'claude-code 2.1',
      tool: 'update_order_status',
      act: 'cancel_order',
      kinds: ['money'],
      targets: ['order:39', 'customer:922'],
      preview: 'f'.repeat(64),
      approved_by: 'form',
      records: 1,
    });
    await entry.settle('done');
    expect(linesOf(dir)[1]).toMatchObject({
      line: 2,
      prev: act.hash,
      type: 'outcome',
      id: act.id,
      outcome: 'done',
    });
  });

  it('ends with the SHA-256 of what stands before its hash', async () => {
    const { dir } = await threeDays();
    for (const file of filesOf(dir))
      for (const line of textOf(dir, file).trimEnd().split('\n')) {
        const [body, hash] = line.split(',"hash":"');
        expect(hash).toBe(`${createHash('sha256').update(body!).digest('hex')}"}`);
      }
  });

  it('names the file before it and its last hash where it is the first of a day', async () => {
    const { dir } = await threeDays();
    expect(filesOf(dir)).toEqual([
      'audit-2026-11-20.jsonl',
      'audit-2026-11-22.jsonl',
      'audit-2026-11-23.jsonl',
    ]);
    const [, , last, first] = linesOf(dir);
    expect(first).toMatchObject({ line: 1, after: 'audit-2026-11-20.jsonl', prev: last.hash });
  });

  it('is plain ASCII, whatever a host calls itself, and short', async () => {
    const { dir, log } = aLog();
    await log.begin(anAct({ host: `Åsas värd\n\u202e${'x'.repeat(500)}` }));
    const text = textOf(dir, filesOf(dir)[0]!);
    expect(text).toMatch(/^[ -~]+\n$/);
    expect(linesOf(dir)[0].host).toMatch(/^Åsas värd x+…$/);
    expect(linesOf(dir)[0].host).toHaveLength(60);
  });

  it('keeps no outcome that is not a code word', async () => {
    const { dir, log } = aLog();
    await (await log.begin(anAct())).settle('Anna Ek svarade inte');
    expect(linesOf(dir)[1].outcome).toBe('other');
  });

  it('says an outcome once, however often it is settled', async () => {
    const { dir, log } = aLog();
    const entry = await log.begin(anAct());
    await Promise.all([entry.settle('done'), entry.settle('timeout')]);
    expect(linesOf(dir).map(({ outcome }) => outcome)).toEqual([undefined, 'done']);
  });

  it('goes into the day by UTC, and a clock that is set back does not lead into an earlier file', async () => {
    const { dir, log, at } = aLog();
    at('2026-11-20T23:59:59.999Z');
    await log.begin(anAct());
    at('2026-11-21T00:00:00.000Z');
    await log.begin(anAct());
    at('2026-11-20T23:00:00.000Z');
    await log.begin(anAct());
    expect(linesOf(dir).map(({ line, time }) => `${line} ${time.slice(8, 13)}`)).toEqual([
      '1 20T23',
      '1 21T00',
      '2 20T23',
    ]);
    expect((await verifyLog(dir)).files.flatMap(({ problem }) => problem ?? [])).toEqual([]);
  });
});

describe('the files', () => {
  it('are for this user alone, and none is there before the first act', async () => {
    const { dir, stateDir, log } = aLog();
    expect([...readdirSync(dir), ...readdirSync(stateDir)]).toEqual([]);
    await log.begin(anAct());
    for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o077).toBe(0);
    await log.close();
    expect(readdirSync(dir)).toEqual(['audit-2026-11-20.jsonl']);
  });

  it('are shared by two writers in one process', async () => {
    const [dir, stateDir] = [newFolder(), newFolder()];
    const logs = [aLog({ dir, stateDir }), aLog({ dir, stateDir })];
    await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const entry = await logs[i % 2]!.log.begin(anAct({ call: `c${i}` }));
        await entry.settle('done');
      }),
    );
    const { files, acts, unsettled } = await verifyLog(dir);
    expect(files).toEqual([{ file: 'audit-2026-11-20.jsonl', lines: 120 }]);
    expect({ acts, unsettled }).toEqual({ acts: 60, unsettled: [] });
    expect(new Set(linesOf(dir).map(({ call }) => call)).size).toBe(61);
  });
});

describe('people', () => {
  const WAYS: [string, string[]][] = [
    ['a phone number', ['070-174 06 05', '0701740605', '+46701740605', '0046701740605', '46701740605']],
    ['an e-mail address', ['Anna.Ek@Example.com', ' anna.ek@example.com ']],
    ['an identity number', ['19720311-1234', '720311-1234', '197203111234', '720311+1234']],
    ['another text', ['Anna  Ek', 'anna ek']],
  ];

  it.each(WAYS)('are found by the key, by every way of writing %s', async (_, ways) => {
    const { dir, log } = aLog();
    for (const written of ways) await log.begin(anAct({ people: [written] }));
    const hashes = linesOf(dir).map(({ people }) => people[0]);
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('have other hashes under another key', async () => {
    const hashes = await Promise.all(
      [aLog(), aLog()].map(async ({ dir, log }) => {
        await log.begin(anAct({ people: ['070-1740605'] }));
        return linesOf(dir)[0].people[0];
      }),
    );
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('leave nothing of themselves in any file, not even where they are given as a target', async () => {
    const { dir, stateDir, log } = aLog();
    await log.begin(
      anAct({
        people: ['070-1740605', 'anna.ek@example.com', '19720311-1234', 'Anna Ek'],
        targets: [
          'customer:+46701740605',
          'customer:0701740605',
          'phone:701740605',
          'Anna Ek',
          'customer:922',
        ],
      }),
    );
    const all = [dir, stateDir].flatMap((folder) =>
      readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1')),
    );
    expect(all.join('\n')).not.toMatch(/1740605|anna|example|720311/i);
    const { targets } = linesOf(dir)[0];
    expect(targets).toEqual([
      expect.stringMatching(/^customer:~[0-9a-f]{32}$/),
      expect.stringMatching(/^customer:~[0-9a-f]{32}$/),
      expect.stringMatching(/^phone:~[0-9a-f]{32}$/),
      expect.stringMatching(/^other:~[0-9a-f]{32}$/),
      'customer:922',
    ]);
  });
});
