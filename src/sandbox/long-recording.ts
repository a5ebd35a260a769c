// A recording of 45 minutes that has no file: the Swedish samples one after another, again and again, with pauses
// between. It is put together while it is sent, in chunks, so that it is never whole in memory.

import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileOf, type Line, type Sample, samples } from './samples.ts';

const RATE = 8000;
/** Both formats are laid out in MP3 frames (MPEG-2.5 layer III), so that a word is at the same time in both. */
const FRAME = 576;
const FRAMES = 37_500;
export const LONG_SECONDS = (FRAMES * FRAME) / RATE;
/** A sample's MP3 has so many more frames than the sound fills, and starts late: by 1,105 of these 1,152 samples. */
const DELAY = 2;
const MIN_PAUSE = 14;

/**
 * In bytes, at 24 kbps. A frame whose side information is all zero is silent, and needs none of the frames before it.
 */
const MP3_FRAME = 216;
const silentFrame = Buffer.alloc(MP3_FRAME);
silentFrame.write('ffe33804', 'hex');

/** In bytes, as sox writes it. Behind it is A-law: one byte for each of two channels. */
const WAV_HEADER = 58;

const FORMATS = {
  wav: {
    type: 'audio/wav',
    header: WAV_HEADER,
    frame: FRAME * 2,
    silence: Buffer.of(0xd5),
    before: DELAY,
  },
  // Skipped before a sample's frames: LAME's own frame (Info), which gives the sample's length as that of the file.
  mp3: {
    type: 'audio/mpeg',
    header: MP3_FRAME,
    frame: MP3_FRAME,
    silence: silentFrame,
    before: 0,
  },
} as const;

interface Part {
  sample: Sample;
  /** In frames, the pause after it included. */
  start: number;
  length: number;
}

/** Returns as many whole rounds as there is time for; what is left is distributed among the pauses. */
function parts(): Part[] {
  const round = samples()
    .filter((sample) => sample.language === 'sv')
    .map((sample) => ({ sample, frames: Math.ceil(Math.round(sample.seconds * RATE) / FRAME) + DELAY }));
  const spoken = round.reduce((sum, { frames }) => sum + frames, 0);
  const rounds = Math.floor((FRAMES - DELAY) / (spoken + round.length * MIN_PAUSE));
  const all = Array.from({ length: rounds }, () => round).flat();
  const spare = FRAMES - DELAY - rounds * spoken;
  const spareUntil = (nth: number) => Math.floor((spare * nth) / all.length);
  let start = DELAY;
  return all.map(({ sample, frames }, nth) => {
    const part = { sample, start, length: frames + spareUntil(nth + 1) - spareUntil(nth) };
    start += part.length;
    return part;
  });
}

/** Returns the header of a sample, with the sizes of the whole. */
async function wavHeader(sample: Sample): Promise<Buffer> {
  const header = Buffer.from((await readFile(fileOf(sample, 'wav'))).subarray(0, WAV_HEADER));
  const perChannel = FRAMES * FRAME;
  header.writeUInt32LE(WAV_HEADER - 8 + perChannel * 2, 4);
  header.writeUInt32LE(perChannel, 46);
  header.writeUInt32LE(perChannel * 2, 54);
  return header;
}

async function* chunks(ending: 'wav' | 'mp3'): AsyncGenerator<Buffer> {
  const { header, frame, silence, before } = FORMATS[ending];
  const silent = (bytes: number) => Buffer.alloc(bytes, silence);
  const list = parts();
  if (ending === 'wav') yield await wavHeader(list[0]!.sample);
  yield silent(before * frame);
  for (const { sample, length } of list) {
    let left = length * frame;
    for await (const chunk of createReadStream(fileOf(sample, ending), { start: header })) {
      left -= chunk.length;
      yield chunk;
    }
    yield silent(left);
  }
  yield silent((DELAY - before) * frame);
}

export function longRecording(mp3: boolean) {
  const ending = mp3 ? 'mp3' : 'wav';
  const { type, frame } = FORMATS[ending];
  return { chunks: chunks(ending), size: FRAMES * frame + (mp3 ? 0 : WAV_HEADER), type };
}

/**
 * Returns what is said, exact to the sample in WAV. A decoder of the MP3 that trims nothing is 6 ms early: 1,152 less
 * 1,105 samples.
 */
export function longLines(): Line[] {
  return parts().flatMap(({ sample, start }) => {
    const at = (seconds: number) => Math.round(((start * FRAME) / RATE + seconds) * 1000) / 1000;
    return sample.lines.map((line) => ({ ...line, start_s: at(line.start_s), end_s: at(line.end_s) }));
  });
}
