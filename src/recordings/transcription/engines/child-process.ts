/** One run of a program: no shell, no secrets, and an end in every case. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { basename, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { codeOf } from '../../../dialer/network-errors.ts';
import { megabytes } from '../../../dialer/response-body.ts';
import { abortable } from '../../../shared/deadline.ts';
import { oneLine } from '../../../shared/text.ts';
import { ToolError } from '../../../shared/tool-error.ts';
import { OUTPUT_CAP } from './engine-limits.ts';
import { killGroup, watchGroup } from './process-cleanup.ts';

/** Bytes of its complaints that are kept: the last ones say why it failed. */
const STDERR_TAIL = 2000;
/** How long its pipes may stay open once it is killed: a process that left its group can hold them for ever. */
const GRACE_MS = 500;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** `failed`: it did not start. Without anything: it printed too much. */
interface End {
  failed?: unknown;
  code?: number | null;
  by?: string | null;
}

/**
 * @param dir where it runs; no error names it
 * @returns what it printed
 * @throws ToolError where it did not end well; the signal's reason when that aborts
 */
export async function runProgram(
  words: readonly string[],
  dir: string,
  signal: AbortSignal,
): Promise<string> {
  const child = startChild(words, dir);
  const printed: Buffer[] = [];
  let bytes = 0;
  let complaints = Buffer.alloc(0);
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const ending = new Promise<End>((resolve) => {
    child.on('error', (failed) => resolve({ failed }));
    // Not 'close': what it left running in the background can hold its pipes open.
    child.on('exit', (code, by) => resolve({ code, by }));
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > OUTPUT_CAP) resolve({});
      else printed.push(chunk);
    });
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = Buffer.concat([complaints, chunk]).subarray(-STDERR_TAIL);
  });
  let end: End;
  try {
    end = await abortable(signal, ending);
  } finally {
    killGroup(child);
    await atMost(GRACE_MS, closed);
    child.stdout.destroy();
    child.stderr.destroy();
  }
  if (end.failed) throw notStartedError(words[0]!, end.failed);
  const name = `"${oneLine(basename(words[0]!), 60)}" (HITRATE_TRANSCRIBE_COMMAND)`;
  if (bytes > OUTPUT_CAP)
    throw new ToolError(
      'bad_answer',
      `${name} printed more than ${megabytes(OUTPUT_CAP)}, which is no transcript.`,
    );
  if (end.code === 0) return Buffer.concat(printed).toString('utf8');
  const said = lastLine(complaints.toString('utf8'), dir);
  const how = end.by ? `was ended by ${end.by}` : `failed with code ${end.code}`;
  throw new ToolError('unavailable', `${name} ${how}${said ? `: "${said}"` : ', without a word'}.`);
}

function startChild([program, ...args]: readonly string[], cwd: string): Child {
  // The dialer's token lives in these.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^HITRATE_/i.test(name)));
  try {
    const child = spawn(program!, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    watchGroup(child);
    return child;
  } catch (thrown) {
    throw notStartedError(program!, thrown);
  }
}

function notStartedError(program: string, thrown: unknown): ToolError {
  const code = codeOf(thrown);
  const why =
    code === 'ENOENT'
      ? 'there is no such program. Give its full path'
      : code === 'EACCES'
        ? 'it may not be run'
        : 'it does not start';
  return new ToolError(
    'unavailable',
    `HITRATE_TRANSCRIBE_COMMAND names "${oneLine(program, 100)}": ${why} (${code}).`,
  );
}

function lastLine(text: string, dir: string): string {
  const lines = text.trim().split(/[\r\n]+/);
  return oneLine(withoutPath(lines.at(-1)!, dir), 200);
}

/** Where it runs is nobody's concern, and soon gone. */
export const withoutPath = (text: string, dir: string): string =>
  text.replaceAll(`${dir}${sep}`, '').replaceAll(dir, '');

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    work,
    new Promise((resolve) => {
      timer = setTimeout(resolve, ms);
    }),
  ]);
  clearTimeout(timer);
}
