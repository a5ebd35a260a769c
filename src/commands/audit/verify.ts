/** `audit verify`: whether the log is whole. */
import { SIGNING_KEY, signingKey } from '../../audit/head/signed-head.ts';
import type { FileReport } from '../../audit/verify/check-file.ts';
import { type HeadReport, readHeadBook } from '../../audit/verify/head-book.ts';
import { type Verification, verifyLog } from '../../audit/verify/verify-log.ts';
import type { Config } from '../../config/config.ts';
import { isoLocal } from '../../shared/time.ts';
import { showWhile } from '../terminal/progress-line.ts';
import { auditFolder, requireKey } from './settings.ts';

export async function verify(config: Config, { head }: Record<string, string>): Promise<void> {
  const dir = auditFolder(config);
  const book =
    head === undefined
      ? undefined
      : await readHeadBook(head, await signingKey(requireKey(config, SIGNING_KEY)));
  const result = await showWhile('Reading the audit log', () => verifyLog(dir, book));
  const whole = result.files.every(({ problem }) => !problem) && !isWrong(result.heads);
  const lines = [
    ...(result.files.length ? fileLines(result.files) : [`--  there is no audit log in ${dir}`]),
    ...(result.heads ? [headLine(result.heads, head!)] : []),
    ...unsettledLines(result, config.timezone),
    whole ? 'The log is whole.' : 'The log is NOT whole: see the lines that begin with bad.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (whole && !result.heads)
    process.stdout.write(
      'Whether its end was cut off, only --head with the heads of a second place tells.\n',
    );
  process.exitCode = whole ? 0 : 1;
}

const fileLines = (files: readonly FileReport[]): string[] =>
  files.flatMap(({ file, lines, problem, unfinished }) => [
    problem
      ? `bad ${file}  ${count(lines, 'line')}, line ${problem.line} ${problem.what}`
      : `ok  ${file}  ${count(lines, 'line')}`,
    ...(unfinished ? [`--  ${file} ends with a line that was never finished; the next act cuts it off`] : []),
  ]);

/** A file without any head is not the one that was meant. */
const isWrong = (heads: HeadReport | undefined): boolean =>
  heads !== undefined && (heads.wrong > 0 || heads.heads === 0);

function headLine({ heads, wrong, problem, last }: HeadReport, file: string): string {
  if (heads === 0) return `bad ${file} has no head of an audit log in it`;
  const all = count(heads, 'head');
  return problem === undefined
    ? `ok  ${file}  ${all}, all of them in the log, up to ${last}`
    : `bad ${file}  ${wrong} of ${all} wrong, the first: ${problem}`;
}

const MAX_UNSETTLED = 20;

function unsettledLines({ acts, unsettled }: Verification, timezone: string): string[] {
  if (unsettled.length === 0) return [`--  ${count(acts, 'act')}, each with its outcome`];
  const shown = unsettled.slice(-MAX_UNSETTLED).map(({ file, line, time, tool, targets }) => {
    const [target, ...others] = targets;
    const what = [tool, target, others.length ? `and ${others.length} more` : undefined];
    return `      ${isoLocal(new Date(time), timezone)}  ${what.filter(Boolean).join(' ')}  (${file}:${line})`;
  });
  const left = unsettled.length - shown.length;
  return [
    `--  ${count(acts, 'act')}, ${unsettled.length} of unknown outcome: look in the dialer whether it was done`,
    ...(left > 0 ? [`      ${left} earlier ones`] : []),
    ...shown,
  ];
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
