/** From a recording's bytes to its lines: channel by channel, chunk by chunk, each line with its speaker. */
import { setImmediate } from 'node:timers/promises';
import { megabytes } from '../../dialer/reply/response-body.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { type Pcm, sameChannels } from '../audio/pcm.ts';
import { createWavReader, sampledFormat, type WavFormat } from '../audio/wav.ts';
import type { SpeechEngine, SpeechFile } from './engines/engine.ts';
import { createQueue, type Queue } from './job-queue.ts';
import { createChunkRecogniser, type RecogniseChunk } from './recognise-chunk.ts';
import { chunksOf, lengthOf, type SpeechChunk } from './speech-chunks.ts';
import { type Line, placeInTime } from './transcript-lines.ts';

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

/** A recording as it was downloaded. */
interface Audio {
  bytes: Buffer;
  /** MIME type. */
  type: string;
  seconds: number;
}

/** @param onProgress told the seconds of speech that are done, and of all. @throws ToolError */
export type Recognise = (
  audio: Audio,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
) => Promise<Transcript>;

/** What recognition works with, whatever the recording. */
interface Recogniser {
  engine: SpeechEngine;
  turn: Queue;
  recogniseChunk: RecogniseChunk;
  /** As the operator names who speaks left and right. */
  channelNames: readonly [string, string];
}

/** What can't be split goes to the engine as it is, and OpenAI takes 25 MB. */
const MAX_WHOLE_BYTES = 24_000_000;
const UNKNOWN_SPEAKER = 'unknown';

export function createRecogniser(engine: SpeechEngine, channelNames: readonly [string, string]): Recognise {
  const turn = createQueue(engine.parallel);
  const recogniser = { engine, turn, recogniseChunk: createChunkRecogniser(engine, turn), channelNames };

  return async ({ bytes, type, seconds }, signal, onProgress) => {
    const whole = (what: string, fileType: SpeechFile['type']) =>
      recogniseWhole({ bytes, type: fileType, seconds }, what, recogniser, signal, onProgress);
    if (type !== 'audio/wav') return whole('The dialer gave MP3 instead of WAV', 'audio/mpeg');
    const { format, data } = samplesIn(bytes);
    // GSM and the like: engines can decode it, and no channel can be taken out of it here.
    if (format && !format.sampled) return whole(`The recording is ${format.codec} in WAV`, type);
    const { frameBytes } = sampledFormat(format);
    const pcm = { format: format!, data, samples: Math.floor(data.length / frameBytes) };
    return recogniseChannels(pcm, recogniser, signal, onProgress);
  };
}

/** Hands the file to the engine as it is. @param what it is, for who wonders why the speakers are not told apart */
async function recogniseWhole(
  speech: SpeechFile,
  what: string,
  { engine, turn }: Recogniser,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<Transcript> {
  const { bytes, seconds } = speech;
  if (bytes.length > MAX_WHOLE_BYTES)
    throw new ToolError(
      'too_large',
      `${what}, of ${megabytes(bytes.length)}; engines take ${megabytes(MAX_WHOLE_BYTES)}. Ask for a clip with start_s and end_s.`,
    );
  onProgress(0, seconds);
  const { segments, language } = await turn(signal, () => engine.transcribe(speech, signal));
  onProgress(seconds, seconds);
  return {
    speakers: [UNKNOWN_SPEAKER],
    lines: placeInTime(segments.map((segment) => ({ speaker: UNKNOWN_SPEAKER, ...segment }))),
    language,
    seconds,
    speech_s: seconds,
    note: noSpeakersNote(what),
  };
}

async function recogniseChannels(
  pcm: Pcm,
  { recogniseChunk, channelNames }: Recogniser,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<Transcript> {
  const { rate, channels } = pcm.format;
  const isMono = channels === 1 || sameChannels(pcm);
  const speakers = isMono
    ? [UNKNOWN_SPEAKER]
    : Array.from({ length: channels }, (_, i) => channelNames[i] ?? `channel ${i + 1}`);
  const chunks = await chunksOfChannels(pcm, speakers.length, signal);
  const total = chunks.reduce((sum, chunk) => sum + lengthOf(chunk), 0) / rate;
  let done = 0;
  let language: string | undefined;
  onProgress(0, total);

  const lines = await allOrNone(chunks, signal, async (chunk, stopped) => {
    const spoken = await recogniseChunk(pcm, chunk, stopped, (told) => {
      language ??= told;
    });
    done += lengthOf(chunk) / rate;
    onProgress(done, total);
    return spoken.map((line) => ({ ...line, speaker: speakers[chunk.channel]! }));
  });
  return {
    speakers,
    lines: placeInTime(lines.flat()),
    language,
    seconds: pcm.samples / rate,
    speech_s: total,
    ...(isMono && { note: noSpeakersNote('The recording is mono') }),
  };
}

const noSpeakersNote = (recording: string): string => `${recording}: who speaks can not be told from it.`;

async function chunksOfChannels(pcm: Pcm, channels: number, signal: AbortSignal): Promise<SpeechChunk[]> {
  const chunks: SpeechChunk[] = [];
  for (let channel = 0; channel < channels; channel++) {
    // An hour takes a tenth of a second: other calls have their turn between.
    await setImmediate();
    signal.throwIfAborted();
    for (const chunk of chunksOf(pcm, channel)) chunks.push(chunk);
  }
  return chunks;
}

/** Like Promise.all, but the first failure aborts the others: nothing goes on for a transcript that will not be. */
async function allOrNone<T, U>(
  items: T[],
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<U>,
): Promise<U[]> {
  const stop = new AbortController();
  const abort = () => stop.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.all(items.map((item) => work(item, stop.signal)));
  } catch (error) {
    stop.abort(error);
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function samplesIn(wav: Buffer): { format?: WavFormat; data: Buffer } {
  const pieces: Buffer[] = [];
  const reader = createWavReader((piece) => void pieces.push(piece));
  reader.push(wav);
  reader.end();
  // Of one piece, as a file in memory gives it, nothing is copied.
  return { format: reader.format(), data: pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces) };
}
