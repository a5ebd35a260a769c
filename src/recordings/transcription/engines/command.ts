/** A local program as the engine: it gets the file in a folder of its own, and nothing of it outlives its answer. */
import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { codeOf } from '../../../dialer/network-errors.ts';
import { megabytes } from '../../../dialer/response-body.ts';
import { ToolError } from '../../../shared/tool-error.ts';
import { runProgram, withoutPath } from './child-process.ts';
import type { Recognition, SpeechEngine, SpeechFile } from './engine.ts';
import { DEADLINE_MS, OUTPUT_CAP, withinDeadline } from './engine-limits.ts';
import { readReply } from './parse-reply.ts';
import { newFolder, removeFolder } from './process-cleanup.ts';

/** What programs write, the most telling first. */
const RESULTS = ['.json', '.srt', '.vtt', '.txt'];

interface CommandSettings {
  /** The program and its arguments, in which `{file}`, `{dir}` and `{language}` stand for what they say. */
  command: readonly string[];
  language: string;
  deadlineMs?: number;
}

export function commandEngine({
  command,
  language,
  deadlineMs = DEADLINE_MS,
}: CommandSettings): SpeechEngine {
  async function transcribe(speech: SpeechFile, signal: AbortSignal): Promise<Recognition> {
    const cantWrite = "The recording can't be handed to the speech program: no temporary file can be written";
    const dir = await diskError(cantWrite, newFolder);
    try {
      const file = join(dir, speech.type === 'audio/wav' ? 'audio.wav' : 'audio.mp3');
      await diskError(cantWrite, () => writeFile(file, speech.bytes, { mode: 0o600, flag: 'wx', signal }));
      const printed = await runProgram(fillIn(command, { file, dir, language }), dir, signal);
      const text = await diskError("What the speech program wrote can't be read", () => writeAudio(dir));
      return readResult(text ?? printed, speech.seconds, dir);
    } finally {
      await removeFolder(dir);
    }
  }

  return {
    name: basename(command[0]!),
    // It takes all the processors that there are.
    parallel: 1,
    transcribe: (speech, signal) =>
      withinDeadline(deadlineMs, signal, (deadline) => transcribe(speech, deadline.signal)),
  };
}

function readResult(text: string, seconds: number, dir: string): Recognition {
  try {
    return readReply(text, seconds);
  } catch (thrown) {
    const { kind, message } = thrown as ToolError;
    throw new ToolError(kind, `${withoutPath(message, dir)} Check HITRATE_TRANSCRIBE_COMMAND.`);
  }
}

/** In one go, so that nothing is filled into what was filled in. */
const fillIn = (command: readonly string[], values: Record<string, string>): string[] =>
  command.map((word) => word.replace(/\{(file|dir|language)\}/g, (_, name) => values[name]!));

/** The best of the files that it wrote, if any. Links are not followed: they may lead to what is nobody's to read. */
async function writeAudio(dir: string): Promise<string | undefined> {
  const entries = await readdir(dir, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const results = RESULTS.flatMap((kind) =>
    files.filter((name) => extname(name).toLowerCase() === kind).sort(),
  );
  for (const name of results) {
    const path = join(dir, name);
    if ((await lstat(path)).size <= OUTPUT_CAP) return readFile(path, 'utf8');
  }
  if (results.length === 0) return undefined;
  throw new ToolError(
    'bad_answer',
    `The speech program (HITRATE_TRANSCRIBE_COMMAND) wrote more than ${megabytes(OUTPUT_CAP)}, which is no transcript.`,
  );
}

async function diskError<T>(failed: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof ToolError) throw thrown;
    throw new ToolError('unavailable', `${failed} (${codeOf(thrown)}).`);
  }
}
