/** Programs that a test writes, as the engine; and that nothing of them is left behind. */

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { commandEngine } from '../../src/recordings/transcription/engines/command.ts';
import type { Recognition } from '../../src/recordings/transcription/engines/engine.ts';
import type { EngineLimits } from '../../src/recordings/transcription/engines/engine-limits.ts';
import { alive } from './process.ts';
import { outcome, SPEECH } from './speech-file.ts';

const SEGMENTS = [{ start_s: 0.5, end_s: 1, text: 'Hej' }];
export const TIMED: Recognition = { segments: SEGMENTS, timed: true };
export const JSON_OUT = JSON.stringify({ segments: [{ start: 0.5, end: 1, text: ' Hej' }] });
export const SRT_OUT = '1\n00:00:00,500 --> 00:00:01,000\nHej\n';

export const home = realpathSync(mkdtempSync(join(tmpdir(), 'command-test-')));
/** Where the engine's folders appear, in this test's process alone. */
export const temporary = join(home, 'tmp with space');
const pidFile = join(home, 'pids');
const { TMPDIR } = process.env;

/** Of a file of tests: none of them leaves a program running or a folder behind. */
export function leavingNothing(): void {
  // Another file of tests in this process may have taken it away.
  beforeAll(() => {
    mkdirSync(temporary, { recursive: true });
  });
  beforeEach(() => {
    process.env.TMPDIR = temporary;
    process.env.PIDS = pidFile;
    writeFileSync(pidFile, '');
  });
  afterEach(async () => {
    try {
      await expect.poll(() => pids().filter(alive)).toEqual([]);
    } finally {
      // What a failing test shows must not outlive it.
      for (const pid of pids().filter(alive)) process.kill(pid, 'SIGKILL');
    }
    expect(readdirSync(temporary).filter((name) => name.startsWith('hitrate-mcp-'))).toEqual([]);
  });
  afterAll(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    rmSync(home, { recursive: true });
  });
}

/** Of every process that a test's programs started. */
export const pids = (): number[] => readFileSync(pidFile, 'utf8').split('\n').filter(Boolean).map(Number);

let made = 0;
/** A program that runs this code; what it starts by `child(code)` leaves its number too. */
export function program(code: string): string[] {
  const path = join(home, `program-${made++}.mjs`);
  writeFileSync(
    path,
    `import * as fs from 'node:fs';
    import { spawn } from 'node:child_process';
    const args = process.argv.slice(2);
    fs.appendFileSync(process.env.PIDS, process.pid + '\\n');
    const child = (code, options) => {
      const started = spawn(process.execPath, ['-e', code], { stdio: 'inherit', ...options });
      fs.appendFileSync(process.env.PIDS, started.pid + '\\n');
      return started;
    };
    const hang = 'setInterval(() => {}, 1000);';
    const hanging = () => setInterval(() => {}, 1000);
    ${code}`,
  );
  return [process.execPath, path];
}

const never = () => new AbortController().signal;
export const engineOf = (command: string[], limits: Partial<EngineLimits> = {}) =>
  commandEngine({ command, language: 'sv', limits });

export const ran = (command: string[], deadlineMs = 10_000, speech = SPEECH) =>
  outcome(engineOf(command, { deadlineMs }).transcribe(speech, never()));

export const printing = (text: string) => program(`process.stdout.write(${JSON.stringify(text)});`);
/** What a program found out, which it prints as JSON in a transcript's place. */
export const told = async (code: string, args: string[] = [], speech = SPEECH): Promise<any> => {
  const path = join(home, 'told');
  const command = program(`fs.writeFileSync(${JSON.stringify(path)}, JSON.stringify(${code}));`);
  expect(await ran([...command, ...args], 10_000, speech)).toMatchObject({ kind: 'heard' });
  return JSON.parse(readFileSync(path, 'utf8'));
};
