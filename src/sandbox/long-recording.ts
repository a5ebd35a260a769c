// A recording of 45 minutes that has no file: the Swedish samples one after another, again and again, with pauses
// between. It is put together while it is sent, one piece at a time, so that it is never whole in memory.

import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileOf, type Line, type Sample, samples } from './samples.ts';

const RATE = 8000;
/** Both forms are laid out in MP3 frames (MPEG-2.5 layer III), so that a word is at the same time in both. */
const FRAME = 576;
const FRAMES = 37_500;
export const LONG_SECONDS = (FRAMES * FRAME) / RATE;
/** A sample's MP3 has so many frames more than the sound fills, and is heard late: by 1,105 of these 1,152 samples. */
const DELAY = 2;
const SHORTEST_PAUSE = 14;

/** MP3: 24 kbps. A frame whose side information is all zero is silent, and needs nothing of the frames before it. */
const MP3_FRAME = 216;
const silentFrame = Buffer.alloc(MP3_FRAME);
silentFrame.write('ffe33804', 'hex');

/** WAV: A-law, one byte for each of two channels, behind a header as sox writes it. */
const HEADER = 58;

const forms = {
  wav: {
    type: 'audio/wav',
    header: HEADER,
    frame: FRAME * 2,
    silence: Buffer.of(0xd5),
    before: DELAY,
  },
  // What stands before a sample's frames is a frame of LAME's own (Info), which would tell the sample's length as all.
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

/** As many whole rounds as there is time for; what is left is shared out among the pauses. */
function parts(): Part[] {
  const round = samples()
    .filter((sample) => sample.language === 'sv')
    .map((sample) => ({ sample, frames: Math.ceil(Math.round(sample.seconds * RATE) / FRAME) + DELAY }));
  const spoken = round.reduce((sum, { frames }) => sum + frames, 0);
  const rounds = Math.floor((FRAMES - DELAY) / (spoken + round.length * SHORTEST_PAUSE));
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

/** The header of a sample, with the sizes of the whole. */
async function wavHeader(sample: Sample): Promise<Buffer> {
  const header = Buffer.from((await readFile(fileOf(sample, 'wav'))).subarray(0, HEADER));
  const perChannel = FRAMES * FRAME;
  header.writeUInt32LE(HEADER - 8 + perChannel * 2, 4);
  header.writeUInt32LE(perChannel, 46);
  header.writeUInt32LE(perChannel * 2, 54);
  return header;
}

async function* pieces(ending: 'wav' | 'mp3'): AsyncGenerator<Buffer> {
  const { header, frame, silence, before } = forms[ending];
  const quiet = (bytes: number) => Buffer.alloc(bytes, silence);
  const list = parts();
  if (ending === 'wav') yield await wavHeader(list[0]!.sample);
  yield quiet(before * frame);
  for (const { sample, length } of list) {
    let left = length * frame;
    for await (const piece of createReadStream(fileOf(sample, ending), { start: header })) {
      left -= piece.length;
      yield piece;
    }
    yield quiet(left);
  }
  yield quiet((DELAY - before) * frame);
}

export function longRecording(mp3: boolean) {
  const ending = mp3 ? 'mp3' : 'wav';
  const { type, frame } = forms[ending];
  return { pieces: pieces(ending), size: FRAMES * frame + (mp3 ? 0 : HEADER), type };
}

/** Exact to the sample in WAV. A decoder of the MP3 that trims nothing is 6 ms before these: 1,152 less 1,105 samples. */
export function longLines(): Line[] {
  return parts().flatMap(({ sample, start }) => {
    const at = (seconds: number) => Math.round(((start * FRAME) / RATE + seconds) * 1000) / 1000;
    return sample.lines.map((line) => ({ ...line, start_s: at(line.start_s), end_s: at(line.end_s) }));
  });
}
