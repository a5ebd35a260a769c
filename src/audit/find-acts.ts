/** Acts in the log, with what became of them. */
import { join } from 'node:path';
import { auditFiles, readLines } from './files.ts';
import { type ActEntry, type LogLine, type OutcomeEntry, parseLine } from './line.ts';

export interface ActFilter {
  /** As it is written in the log. */
  target?: string;
  /** The keyed hash. */
  person?: string;
  tool?: string;
  /** Milliseconds, the first one included and the last one not. */
  from?: number;
  to?: number;
}

export interface LoggedAct extends Omit<ActEntry, 'type'> {
  file: string;
  line: number;
  time: string;
  /** `unknown` where the log does not say. */
  outcome: string;
}

/**
 * Reads the acts that match, in the order of the log.
 * @param unreadable is told of a line that is not as it was written
 */
export async function* findActs(
  dir: string,
  filter: ActFilter,
  unreadable: (file: string, place: number) => void,
): AsyncGenerator<LoggedAct> {
  /** Those of which the outcome may be further down, with those behind them. */
  const waiting: LoggedAct[] = [];
  const unsettled = new Map<string, LoggedAct>();
  for (const file of await auditFiles(dir)) {
    let place = 0;
    for await (const { bytes, whole } of readLines(join(dir, file))) {
      place++;
      const line = parseLine(bytes);
      if (!line && whole) unreadable(file, place);
      if (line?.type === 'act' && matches(line, filter)) {
        const act = loggedAct(line, file);
        waiting.push(act);
        unsettled.set(act.id, act);
      }
      if (line?.type === 'outcome') settle(unsettled, line);
    }
    const open = waiting.findIndex(({ id }) => unsettled.has(id));
    yield* waiting.splice(0, open < 0 ? waiting.length : open);
  }
  yield* waiting;
}

function loggedAct(line: LogLine & ActEntry, file: string): LoggedAct {
  const { type, prev, after, hash, line: number, time, ...act } = line;
  return { file, line: number, time, ...act, outcome: 'unknown' };
}

function settle(unsettled: Map<string, LoggedAct>, { id, outcome }: OutcomeEntry): void {
  const act = unsettled.get(id);
  if (act) act.outcome = outcome;
  unsettled.delete(id);
}

const matches = (act: ActEntry & { time: string }, { target, person, tool, from, to }: ActFilter): boolean =>
  (target === undefined || act.targets.includes(target)) &&
  (person === undefined || act.people.includes(person)) &&
  (tool === undefined || act.tool === tool || act.act === tool) &&
  (from === undefined || Date.parse(act.time) >= from) &&
  (to === undefined || Date.parse(act.time) < to);
