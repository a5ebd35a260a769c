/** From a recording's bytes to its lines: channel by channel, part by part, each line with its speaker. */
import { setImmediate } from 'node:timers/promises';
import { megabytes } from '../../dialer/response-body.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { type Pcm, sameChannels } from '../audio/pcm.ts';
import { createWavReader, sampledFormat, type WavFormat } from '../audio/wav.ts';
import type { Recognition, SpeechEngine, SpeechFile } from './engines/engine.ts';
import type { Queue } from './job-queue.ts';
import { chunksOf, lengthOf, placeIn, type SpeechChunk, speechOf, utterancesOf } from './speech-chunks.ts';
import { hundredth, type Line, placeInTime } from './transcript-lines.ts';

export interface Transcript {
  /** Who can be told apart. */
  speakers: string[];
  lines: Line[];
  language?: string;
  /** Of the audio. */
  seconds: number;
  /** Seconds, of all channels, in which there is more than silence. */
  speech_s: number;
  note?: string;
}

/** What can't be taken apart goes to the engine as it is, and OpenAI takes 25 MB. */
const WHOLE_CAP = 24_000_000;
const UNKNOWN = 'unknown';
const noteOn = (recording: string): string => `${recording}: who speaks can not be told from it.`;

interface RecogniseOptions {
  engine: SpeechEngine;
  /** Waits for the engine's turn. */
  turn: Queue;
  /** What was found out about the engine so far. */
  found: { untimed: boolean };
  /** As the operator names who speaks left and right. */
  channels: readonly [string, string];
  signal: AbortSignal;
  /** Seconds of audio that are done, and of all that has speech in it. */
  progress: (done: number, total: number) => void;
}

/** @throws ToolError */
export async function recognise(
  { bytes, type, seconds }: { bytes: Buffer; type: string; seconds: number },
  hearing: RecogniseOptions,
): Promise<Transcript> {
  if (type !== 'audio/wav')
    return recogniseWhole(
      { bytes, type: 'audio/mpeg', seconds },
      'The dialer gave MP3 instead of WAV',
      hearing,
    );
  const { format, data } = soundWithin(bytes);
  // GSM and the like: engines can decode it, and no channel can be taken out of it here.
  if (format && !format.sampled)
    return recogniseWhole({ bytes, type, seconds }, `The recording is ${format.codec} in WAV`, hearing);
  const { frameBytes } = sampledFormat(format);
  return recogniseChannels({ format: format!, data, samples: Math.floor(data.length / frameBytes) }, hearing);
}

async function recogniseWhole(
  speech: SpeechFile,
  what: string,
  { engine, turn, signal, progress }: RecogniseOptions,
): Promise<Transcript> {
  const { bytes, seconds } = speech;
  if (bytes.length > WHOLE_CAP)
    throw new ToolError(
      'too_large',
      `${what}, of ${megabytes(bytes.length)}; engines take ${megabytes(WHOLE_CAP)}. Ask for a clip with start_s and end_s.`,
    );
  progress(0, seconds);
  const { segments, language } = await turn(signal, () => engine.transcribe(speech, signal));
  progress(seconds, seconds);
  const lines = segments.map((segment) => ({ speaker: UNKNOWN, ...segment }));
  return {
    speakers: [UNKNOWN],
    lines: placeInTime(lines),
    language,
    seconds,
    speech_s: seconds,
    note: noteOn(what),
  };
}

async function recogniseChannels(pcm: Pcm, hearing: RecogniseOptions): Promise<Transcript> {
  const { rate, channels } = pcm.format;
  const mono = channels === 1 || sameChannels(pcm);
  const names = mono
    ? [UNKNOWN]
    : Array.from({ length: channels }, (_, i) => hearing.channels[i] ?? `channel ${i + 1}`);
  const parts: SpeechChunk[] = [];
  for (const channel of names.keys()) {
    // An hour takes a tenth of a second: other calls have their turn between.
    await setImmediate();
    hearing.signal.throwIfAborted();
    for (const part of chunksOf(pcm, channel)) parts.push(part);
  }
  const total = parts.reduce((sum, part) => sum + lengthOf(part), 0) / rate;
  let done = 0;
  let language: string | undefined;
  hearing.progress(0, total);

  const heard = await allOrNone(parts, hearing.signal, async (part, signal) => {
    const lines = await recogniseChunk(pcm, part, { ...hearing, signal }, (spoken) => {
      language ??= spoken.language;
    });
    done += lengthOf(part) / rate;
    hearing.progress(done, total);
    return lines.map((line) => ({ ...line, speaker: names[part.channel]! }));
  });
  return {
    speakers: names,
    lines: placeInTime(heard.flat()),
    language,
    seconds: pcm.samples / rate,
    speech_s: total,
    ...(mono && { note: noteOn('The recording is mono') }),
  };
}

/** The first failure ends the others: nothing goes on for a transcript that will not be. */
async function allOrNone<T, U>(
  items: T[],
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<U>,
) {
  const stop = new AbortController();
  const stopped = () => stop.abort(signal.reason);
  if (signal.aborted) stopped();
  signal.addEventListener('abort', stopped, { once: true });
  try {
    return await Promise.all(items.map((item) => work(item, stop.signal)));
  } catch (error) {
    stop.abort(error);
    throw error;
  } finally {
    signal.removeEventListener('abort', stopped);
  }
}

async function recogniseChunk(
  pcm: Pcm,
  part: SpeechChunk,
  hearing: RecogniseOptions,
  tell: (heard: Recognition) => void,
): Promise<Omit<Line, 'speaker'>[]> {
  const { engine, turn, signal } = hearing;
  // An engine that tells no times is asked for each utterance alone: then the pauses around it are its times.
  const alone = utterancesOf(pcm, part);
  const heard =
    hearing.found.untimed && alone.length > 1
      ? undefined
      : await turn(signal, () => engine.transcribe(speechOf(pcm, part), signal));
  if (heard) tell(heard);
  if (!heard || (!heard.timed && alone.length > 1)) {
    hearing.found.untimed = true;
    return (await Promise.all(alone.map((one) => recogniseChunk(pcm, one, hearing, tell)))).flat();
  }
  const { rate } = pcm.format;
  const { voice } = part.stretches[0]!;
  return heard.segments.map(({ text, ...time }) => {
    const { from, to } = heard.timed ? placeIn(part, rate, time) : voice;
    return { start_s: hundredth(from / rate), end_s: hundredth(to / rate), text };
  });
}

function soundWithin(wav: Buffer): { format?: WavFormat; data: Buffer } {
  const pieces: Buffer[] = [];
  const walk = createWavReader((piece) => void pieces.push(piece));
  walk.push(wav);
  walk.end();
  // Of one piece, as a file in memory gives it, nothing is copied.
  return { format: walk.format(), data: pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces) };
}
