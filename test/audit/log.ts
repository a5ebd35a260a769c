/** Logs for tests: acts of invented people, on days of the test's choice. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditLogOptions, createAuditLog } from '../../src/audit/audit-log.ts';
import type { AuditedAct } from '../../src/define/acts/audit.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';

export const anAct = (members: Partial<AuditedAct> = {}): AuditedAct => ({
  call: 'c1',
  principal: 'a'.repeat(16),
  dialer: 'demodialer',
  host: 'claude-code 2.1',
  tool: 'update_order_status',
  kinds: ['money'],
  targets: ['order:39', 'customer:922'],
  people: [],
  approved_by: 'form',
  records: 1,
  ...members,
});

export interface TestLog {
  dir: string;
  stateDir: string;
  reports: string[];
  log: ReturnType<typeof createAuditLog>;
  /** Sets the clock. */
  at(time: string): void;
}

export function aLog(options: Partial<AuditLogOptions> = {}): TestLog {
  const { dir = newFolder(), stateDir = newFolder() } = options;
  const reports: string[] = [];
  let time = '2026-11-20T10:00:00.000Z';
  const log = createAuditLog({
    region: 'SE',
    report: (message) => void reports.push(message),
    now: () => new Date(time),
    ...options,
    dir,
    stateDir,
  });
  afterThisTest(() => log.close());
  return {
    dir,
    stateDir,
    reports,
    log,
    at(next) {
      time = next;
    },
  };
}

/** A small log of three days, one of them without acts in between. */
export async function threeDays(options: Partial<AuditLogOptions> = {}): Promise<TestLog> {
  const test = aLog(options);
  for (const day of ['2026-11-20', '2026-11-22', '2026-11-23']) {
    test.at(`${day}T10:00:00.000Z`);
    const entry = await test.log.begin(anAct());
    await entry.settle('done');
    await test.log.begin(anAct({ tool: 'call_customer', kinds: ['contact'] }));
  }
  return test;
}

export const filesOf = (dir: string): string[] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();

export const textOf = (dir: string, file: string): string => readFileSync(join(dir, file), 'utf8');

/** All lines, parsed. */
export const linesOf = (dir: string): any[] =>
  filesOf(dir).flatMap((file) =>
    textOf(dir, file)
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
  );
