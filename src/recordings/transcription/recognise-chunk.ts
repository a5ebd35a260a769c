/** Recognises the speech of one chunk, each line at its time in the recording. */
import type { Pcm } from '../audio/pcm.ts';
import type { SpeechEngine } from './engines/engine.ts';
import type { Queue } from './job-queue.ts';
import { placeIn, type SpeechChunk, speechOf, utterancesOf } from './speech-chunks.ts';
import { hundredth, type Line } from './transcript-lines.ts';

type ChunkLine = Omit<Line, 'speaker'>;

/** @param onLanguage told the language of every reply of the engine */
export type RecogniseChunk = (
  pcm: Pcm,
  chunk: SpeechChunk,
  signal: AbortSignal,
  onLanguage: (language: string | undefined) => void,
) => Promise<ChunkLine[]>;

/**
 * An engine that tells no times is asked for each utterance alone: then the pauses around it are its times. That it tells
 * none shows in its first reply, and is remembered.
 * @param turn waits until the engine takes another file
 */
export function createChunkRecogniser(engine: SpeechEngine, turn: Queue): RecogniseChunk {
  let tellsTimes = true;

  return async function recogniseChunk(pcm, chunk, signal, onLanguage): Promise<ChunkLine[]> {
    const utterances = utterancesOf(pcm, chunk);
    const isDivisible = utterances.length > 1;
    if (tellsTimes || !isDivisible) {
      const { segments, timed, language } = await turn(signal, () =>
        engine.transcribe(speechOf(pcm, chunk), signal),
      );
      onLanguage(language);
      if (timed || !isDivisible)
        return segments.map(({ text, ...time }) => lineAt(pcm, chunk, text, timed ? time : undefined));
      tellsTimes = false;
    }
    const lines = await Promise.all(
      utterances.map((utterance) => recogniseChunk(pcm, utterance, signal, onLanguage)),
    );
    return lines.flat();
  };
}

/** @param time in the chunk; absent where the engine told none: then the line lasts as long as the voice */
function lineAt(
  pcm: Pcm,
  chunk: SpeechChunk,
  text: string,
  time: { start_s: number; end_s: number } | undefined,
): ChunkLine {
  const { rate } = pcm.format;
  const { from, to } = time ? placeIn(chunk, rate, time) : chunk.stretches[0]!.voice;
  return { start_s: hundredth(from / rate), end_s: hundredth(to / rate), text };
}
