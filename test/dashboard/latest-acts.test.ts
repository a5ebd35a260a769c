/** The latest acts of a real audit log, as the overview shows them. */
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAuditLog } from '../../src/audit/audit-log.ts';
import { latestActs } from '../../src/dashboard/parts/latest-acts.ts';
import type { AuditedAct, AuditLog } from '../../src/define/acts/audit.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';

const ZONE = 'Europe/Stockholm';
const ACT: AuditedAct = {
  call: 'c',
  principal: 'anna',
  dialer: 'demodialer',
  tool: 'cancel_orders',
  kinds: [],
  targets: ['order:39'],
  people: [],
  approved_by: 'page',
  records: 1,
};

interface Bench {
  dir: string;
  log: AuditLog;
  /** The day of what is written from now on. */
  on(time: string): void;
}

function bench(): Bench {
  const dir = newFolder();
  let now = new Date('2026-11-30T09:41:00Z');
  const log = createAuditLog({
    dir,
    stateDir: newFolder(),
    region: 'SE',
    report: () => {},
    now: () => now,
  });
  afterThisTest(() => log.close());
  return {
    dir,
    log,
    on(time) {
      now = new Date(time);
    },
  };
}

const add = async (log: AuditLog, more: Partial<AuditedAct>, outcome?: string): Promise<void> => {
  const entry = await log.begin({ ...ACT, ...more });
  if (outcome) await entry.settle(outcome);
};

describe('the latest acts', () => {
  it('have their time where the dialer is, who said yes and what became of them, the latest first', async () => {
    const { dir, log, on } = bench();
    await add(log, {}, 'done');
    on('2026-11-30T10:02:00Z');
    await add(log, { targets: ['customer:07017406051'], approved_by: 'login', approver: 'bo' });
    expect(await latestActs(dir, { dialer: 'demodialer' }, ZONE)).toEqual([
      {
        time: '2026-11-30 11:02',
        tool: 'cancel_orders',
        targets: [expect.stringMatching(/^customer:~[0-9a-f]{32}$/)],
        approved_by: 'login',
        approver: 'bo',
        outcome: 'unknown',
      },
      {
        time: '2026-11-30 10:41',
        tool: 'cancel_orders',
        targets: ['order:39'],
        approved_by: 'page',
        approver: undefined,
        outcome: 'done',
      },
    ]);
  });

  it('are ten at most, over as many days as that takes, with an outcome that was written a day later', async () => {
    const { dir, log, on } = bench();
    const late = await log.begin({ ...ACT, targets: ['order:1'] });
    on('2026-12-01T09:00:00Z');
    await late.settle('rejected');
    for (let id = 2; id <= 8; id++) await add(log, { targets: [`order:${id}`] }, 'done');
    const acts = await latestActs(dir, { dialer: 'demodialer' }, ZONE);
    expect(acts.map(({ targets, outcome }) => [targets[0], outcome])).toEqual([
      ...[8, 7, 6, 5, 4, 3, 2].map((id) => [`order:${id}`, 'done']),
      ['order:1', 'rejected'],
    ]);
    for (let id = 9; id <= 30; id++) await add(log, { targets: [`order:${id}`] }, 'done');
    expect((await latestActs(dir, { dialer: 'demodialer' }, ZONE)).map(({ targets }) => targets[0])).toEqual(
      [30, 29, 28, 27, 26, 25, 24, 23, 22, 21].map((id) => `order:${id}`),
    );
  });

  it('are those of the dialer and of the person alone', async () => {
    const { dir, log } = bench();
    await add(log, { targets: ['order:1'] }, 'done');
    await add(log, { targets: ['order:2'], principal: 'bo' }, 'done');
    await add(log, { targets: ['order:3'], dialer: 'another' }, 'done');
    const seen = async (subject?: string) =>
      (await latestActs(dir, { dialer: 'demodialer', subject }, ZONE)).map(({ targets }) => targets[0]);
    expect(await seen('anna')).toEqual(['order:1']);
    expect(await seen('bo')).toEqual(['order:2']);
    expect(await seen()).toEqual(['order:2', 'order:1']);
  });

  it('are read past a line that was not written to its end', async () => {
    const { dir, log } = bench();
    await add(log, {}, 'done');
    await log.close();
    appendFileSync(join(dir, readdirSync(dir).find((name) => name.endsWith('.jsonl'))!), '{"line":3,"pre');
    expect(await latestActs(dir, { dialer: 'demodialer' }, ZONE)).toHaveLength(1);
  });
});
