/** `audit show`: the acts that were done to one target or person, by one tool, or in some time. */
import { type ActFilter, findActs, type LoggedAct } from '../../audit/find-acts.ts';
import { createKeyedHashes, PERSON_KEY } from '../../audit/keyed-hash.ts';
import type { Config } from '../../config/config.ts';
import { SettingError } from '../../config/parse.ts';
import { installationKey } from '../../shared/installation/keys.ts';
import { truncate } from '../../shared/text.ts';
import { addDays, instantToUtc, localTime, startOfDay } from '../../shared/time.ts';
import { auditFolder, requireKey } from './settings.ts';

export const SHOW_FLAGS = ['target', 'person', 'tool', 'since', 'until', 'format'] as const;
type ShowFlags = Partial<Record<(typeof SHOW_FLAGS)[number], string>>;

/** Widths in characters: 98 with the gaps. */
const COLUMNS = { time: 19, tool: 28, target: 18, 'yes by': 9, outcome: 16 };

export async function showActs(config: Config, flags: ShowFlags): Promise<void> {
  const { format = 'table' } = flags;
  if (format !== 'table' && format !== 'ndjson')
    throw new SettingError(`--format=${format}: must be table or ndjson`);
  const dir = auditFolder(config);
  const filter = await actFilter(config, flags);
  let unreadable = 0;
  let acts = 0;
  if (format === 'table') writeRow(Object.keys(COLUMNS));
  for await (const act of findActs(dir, filter, () => unreadable++)) {
    acts++;
    if (format === 'table') writeRow(cells(act, config.timezone));
    else process.stdout.write(`${JSON.stringify(act)}\n`);
  }
  if (format === 'table') process.stdout.write(`${acts === 1 ? '1 act' : `${acts} acts`}\n`);
  if (unreadable > 0)
    process.stderr.write(
      `hitrate-mcp: lines that are not as they were written: ${unreadable}; hitrate-mcp audit verify tells more\n`,
    );
}

async function actFilter(
  config: Config,
  { target, person, tool, since, until }: ShowFlags,
): Promise<ActFilter> {
  // Targets are hashed only where they could be numbers of people.
  const key =
    person === undefined && target === undefined
      ? undefined
      : await installationKey(requireKey(config, PERSON_KEY), PERSON_KEY);
  const hashes = key && createKeyedHashes(key, config.region);
  return {
    tool,
    target: target && hashes?.target(target),
    person: person && hashes?.person(person),
    from: since === undefined ? undefined : momentOf('since', since, config.timezone),
    to: until === undefined ? undefined : momentOf('until', until, config.timezone),
  };
}

/** A day as `until` is included. @throws SettingError */
function momentOf(flag: 'since' | 'until', text: string, timezone: string): number {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  if (isDay) return startOfDay(flag === 'until' ? addDays(text, 1) : text, timezone);
  const utc = instantToUtc(text, timezone);
  if (utc === undefined)
    throw new SettingError(
      `--${flag}=${text}: must be a day such as 2026-11-01, or a time such as 2026-11-01T09:30`,
    );
  return Date.parse(utc);
}

function cells({ time, tool, targets, approved_by, outcome }: LoggedAct, timezone: string): string[] {
  const [target = '-', ...others] = targets;
  const all = others.length ? `${target} +${others.length}` : target;
  return [localTime(new Date(time), timezone), tool, all, approved_by, outcome];
}

function writeRow(values: readonly string[]): void {
  const padded = Object.values(COLUMNS).map((width, index) => {
    const text = values[index]!;
    return text.length > width ? `${truncate(text, width - 1)}…` : text.padEnd(width);
  });
  process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
}
