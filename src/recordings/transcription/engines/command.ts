/** A local program as the engine: it gets the file in a folder of its own, and nothing of it outlives its answer. */
import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { codeOf } from '../../../dialer/network-errors.ts';
import { megabytes } from '../../../dialer/response-body.ts';
import { ToolError } from '../../../shared/tool-error.ts';
import { runProgram, withoutPath } from './child-process.ts';
import type { Recognition, SpeechEngine, SpeechFile } from './engine.ts';
import { ENGINE_LIMITS, type EngineLimits, withinDeadline } from './engine-limits.ts';
import { readReply } from './parse-reply.ts';
import { newFolder, removeFolder } from './process-cleanup.ts';

/** The files that programs write, those with most detail first. */
const RESULT_EXTENSIONS = ['.json', '.srt', '.vtt', '.txt'];

interface CommandSettings {
  /** The program and its arguments, in which `{file}`, `{dir}` and `{language}` stand for what they say. */
  command: readonly string[];
  language: string;
  limits?: Partial<EngineLimits>;
}

export function commandEngine(settings: CommandSettings): SpeechEngine {
  const limits = { ...ENGINE_LIMITS, ...settings.limits };
  return {
    name: basename(settings.command[0]!),
    // It takes all the processors that there are.
    parallel: 1,
    transcribe: (speech, signal) =>
      withinDeadline(limits.deadlineMs, signal, (deadline) =>
        transcribe(speech, settings, limits.maxOutputBytes, deadline.signal),
      ),
  };
}

async function transcribe(
  speech: SpeechFile,
  { command, language }: CommandSettings,
  maxOutputBytes: number,
  signal: AbortSignal,
): Promise<Recognition> {
  const cantWrite = "The recording can't be handed to the speech program: no temporary file can be written";
  const dir = await withDiskError(cantWrite, newFolder);
  try {
    const file = join(dir, speech.type === 'audio/wav' ? 'audio.wav' : 'audio.mp3');
    await withDiskError(cantWrite, () => writeFile(file, speech.bytes, { mode: 0o600, flag: 'wx', signal }));
    const words = fillPlaceholders(command, { file, dir, language });
    const printed = await runProgram(words, dir, signal, maxOutputBytes);
    const written = await withDiskError("What the speech program wrote can't be read", () =>
      readResultFile(dir, maxOutputBytes),
    );
    return readResult(written ?? printed, speech.seconds, dir, maxOutputBytes);
  } finally {
    await removeFolder(dir);
  }
}

function readResult(text: string, seconds: number, dir: string, maxLength: number): Recognition {
  try {
    return readReply(text, seconds, maxLength);
  } catch (thrown) {
    if (!(thrown instanceof ToolError)) throw thrown;
    throw new ToolError(thrown.kind, `${withoutPath(thrown.message, dir)} Check HITRATE_TRANSCRIBE_COMMAND.`);
  }
}

/** Fills in all values in one go, so that nothing is filled into what was filled in. */
const fillPlaceholders = (command: readonly string[], values: Record<string, string>): string[] =>
  command.map((word) => word.replace(/\{(file|dir|language)\}/g, (_, name) => values[name]!));

/**
 * Returns the text of the best file that the program wrote, undefined where it wrote none. Links are not followed: they may
 * lead to what is nobody's to read.
 */
async function readResultFile(dir: string, maxBytes: number): Promise<string | undefined> {
  const entries = await readdir(dir, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const results = RESULT_EXTENSIONS.flatMap((extension) =>
    files.filter((name) => extname(name).toLowerCase() === extension).sort(),
  );
  for (const name of results) {
    const path = join(dir, name);
    if ((await lstat(path)).size <= maxBytes) return readFile(path, 'utf8');
  }
  if (results.length === 0) return undefined;
  throw new ToolError(
    'bad_answer',
    `The speech program (HITRATE_TRANSCRIBE_COMMAND) wrote more than ${megabytes(maxBytes)}, which is no transcript.`,
  );
}

/** @param failed what could not be done, for the error of the disk. @throws ToolError unavailable */
async function withDiskError<T>(failed: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof ToolError) throw thrown;
    throw new ToolError('unavailable', `${failed} (${codeOf(thrown)}).`);
  }
}
