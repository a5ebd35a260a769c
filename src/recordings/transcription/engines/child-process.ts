/** One run of a program: no shell, no secrets, and an end in every case. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { basename, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { megabytes } from '../../../dialer/reply/response-body.ts';
import { codeOf } from '../../../dialer/transport/network-errors.ts';
import { abortable } from '../../../shared/deadline.ts';
import { oneLine } from '../../../shared/text.ts';
import { ToolError } from '../../../shared/tool-error.ts';
import { killGroup, watchGroup } from './process-cleanup.ts';

/** Bytes of its stderr that are kept: the last ones say why it failed. */
const STDERR_TAIL = 2000;
/** How long its pipes may stay open once it is killed: a process that left its group can hold them for ever. */
const GRACE_MS = 500;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** How a run ended: the program ended, could not be started, or printed too much. */
type ProcessEnd =
  | { is: 'exit'; code: number | null; signal: string | null }
  | { is: 'not started'; error: unknown }
  | { is: 'too much output' };

/**
 * Runs a program and returns what it printed.
 * @param command the program and its arguments
 * @param dir where it runs; no error names it
 * @throws ToolError where it did not end well; the signal's reason when that aborts
 */
export async function runProgram(
  command: readonly string[],
  dir: string,
  signal: AbortSignal,
  maxOutputBytes: number,
): Promise<string> {
  const child = startChild(command, dir);
  const { ending, stdout, stderr } = collectOutput(child, maxOutputBytes);
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  let end: ProcessEnd;
  try {
    end = await abortable(signal, ending);
  } finally {
    killGroup(child);
    await waitAtMost(GRACE_MS, closed);
    child.stdout.destroy();
    child.stderr.destroy();
  }
  if (end.is === 'not started') throw notStartedError(command[0]!, end.error);
  const name = `"${oneLine(basename(command[0]!), 60)}" (HITRATE_TRANSCRIBE_COMMAND)`;
  const printed = stdout();
  if (end.is === 'too much output' || printed === undefined)
    throw new ToolError(
      'bad_answer',
      `${name} printed more than ${megabytes(maxOutputBytes)}, which is no transcript.`,
    );
  if (end.code === 0) return printed.toString('utf8');
  const words = lastLine(stderr().toString('utf8'), dir);
  const how = end.signal ? `was ended by ${end.signal}` : `failed with code ${end.code}`;
  throw new ToolError('unavailable', `${name} ${how}${words ? `: "${words}"` : ', without a word'}.`);
}

/** Reads what a program prints: all of its stdout, undefined where that is too much, and the end of its stderr. */
function collectOutput(child: Child, maxBytes: number) {
  const printed: Buffer[] = [];
  let bytes = 0;
  let tail = Buffer.alloc(0);
  const ending = new Promise<ProcessEnd>((resolve) => {
    child.on('error', (error) => resolve({ is: 'not started', error }));
    // Not 'close': what it left running in the background can hold its pipes open.
    child.on('exit', (code, signal) => resolve({ is: 'exit', code, signal }));
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) resolve({ is: 'too much output' });
      else printed.push(chunk);
    });
  });
  child.stderr.on('data', (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-STDERR_TAIL);
  });
  return {
    ending,
    stdout: () => (bytes > maxBytes ? undefined : Buffer.concat(printed)),
    stderr: () => tail,
  };
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

const START_ERRORS = new Map([
  ['ENOENT', 'there is no such program. Give its full path'],
  ['EACCES', 'it may not be run'],
]);

function notStartedError(program: string, thrown: unknown): ToolError {
  const code = codeOf(thrown);
  const why = START_ERRORS.get(code) ?? 'it does not start';
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

async function waitAtMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    work,
    new Promise((resolve) => {
      timer = setTimeout(resolve, ms);
    }),
  ]);
  clearTimeout(timer);
}
