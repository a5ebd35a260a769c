/** The latest acts of the audit log, without reading more of its files than they are in. */
import { join } from 'node:path';
import { auditFiles, readLines } from '../../audit/files.ts';
import { type LogLine, parseLine } from '../../audit/line.ts';
import { stripHidden } from '../../shared/text.ts';
import { localMinute } from '../../shared/time.ts';
import type { Act } from '../page/protocol.ts';

const MAX_ACTS = 10;

export interface ActChoice {
  dialer: string;
  /** Whose acts alone, where people log in. */
  subject?: string;
}

/** Returns the latest acts, the latest first. @throws Error of the system */
export async function latestActs(dir: string, choice: ActChoice, timezone: string): Promise<Act[]> {
  const acts: Act[] = [];
  /** By the id of the act; the line may be in the file of the day after. */
  const outcomes = new Map<string, string>();
  for (const file of (await auditFiles(dir)).reverse()) {
    const lines: (LogLine & { type: 'act' })[] = [];
    for await (const { bytes } of readLines(join(dir, file))) {
      const line = parseLine(bytes);
      if (line?.type === 'outcome') outcomes.set(line.id, line.outcome);
      if (line?.type === 'act' && isChosen(line, choice)) lines.push(line);
      // Of a day with many acts only the last ones count.
      if (lines.length > MAX_ACTS) lines.shift();
    }
    acts.push(...lines.reverse().map((line) => actOf(line, outcomes.get(line.id), timezone)));
    if (acts.length >= MAX_ACTS) break;
  }
  return acts.slice(0, MAX_ACTS);
}

const isChosen = (
  { dialer, principal }: LogLine & { type: 'act' },
  { dialer: chosen, subject }: ActChoice,
): boolean => dialer === chosen && (subject === undefined || principal === subject);

const actOf = (
  { time, tool, targets, approved_by, approver }: LogLine & { type: 'act' },
  outcome = 'unknown',
  timezone: string,
): Act => ({
  time: localMinute(timezone, new Date(time)),
  tool,
  targets: [...targets],
  approved_by,
  approver: approver && stripHidden(approver),
  outcome,
});
