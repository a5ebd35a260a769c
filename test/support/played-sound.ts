/** What a page gives to the loudspeaker: noted as it is scheduled, and compared with the recording sample by sample. */
import type { Frame, Page } from 'playwright-core';
import { samplesOf } from '../../src/recordings/audio/pcm.ts';
import { createWavReader } from '../../src/recordings/audio/wav.ts';

/** One scheduled piece of sound. */
export interface Played {
  /** By the clock of the context, in samples. */
  when: number;
  rate: number;
  /** 16-bit samples of each channel. */
  channels: Int16Array[];
}

/** Runs in the page before its own script, in each frame. */
const NOTE = `
window.played = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (when, ...more) {
  const { buffer, context } = this;
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) => {
    const bytes = new Uint8Array(Int16Array.from(buffer.getChannelData(channel), (x) => Math.round(x * 32768)).buffer);
    let text = '';
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
  });
  window.played.push({ when: when * context.sampleRate, rate: buffer.sampleRate, contextRate: context.sampleRate, channels });
  return start.call(this, when, ...more);
};
`;

/** Before the page is opened. */
export const notePlayed = async (page: Page): Promise<void> => {
  await page.addInitScript(NOTE);
};

/** What was scheduled since the page was opened. */
export async function playedIn(place: Page | Frame): Promise<Played[]> {
  const played = (await place.evaluate('window.played')) as (Omit<Played, 'channels'> & {
    contextRate: number;
    channels: string[];
  })[];
  return played.map(({ when, rate, contextRate, channels }) => {
    // Else the browser would put other samples between.
    if (rate !== contextRate) throw new Error(`${rate} samples a second are played at ${contextRate}`);
    return { when, rate, channels: channels.map(int16) };
  });
}

function int16(base64: string): Int16Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** The pieces one after the other. @throws Error where there is a gap between two, of a hundredth of a sample or more */
export function joined(pieces: readonly Played[]): Int16Array[] {
  for (const [i, { when }] of pieces.entries()) {
    if (i === 0) continue;
    const before = pieces[i - 1]!;
    const gap = when - before.when - before.channels[0]!.length;
    if (Math.abs(gap) > 0.01) throw new Error(`a gap of ${gap} samples before piece ${i}`);
  }
  const channels = pieces[0]?.channels.length ?? 0;
  return Array.from({ length: channels }, (_, channel) =>
    Int16Array.from(pieces.flatMap((piece) => [...piece.channels[channel]!])),
  );
}

/** The samples of a WAV file, channel by channel. @param from and to in seconds */
export function wavSamples(wav: Buffer, from: number, to?: number): Int16Array[] {
  const pieces: Buffer[] = [];
  const reader = createWavReader((bytes) => void pieces.push(bytes));
  reader.push(wav);
  reader.end();
  const format = reader.format()!;
  const data = Buffer.concat(pieces);
  const samples = Math.floor(data.length / format.frameBytes);
  const at = (seconds: number) => Math.min(samples, Math.round(seconds * format.rate));
  return Array.from({ length: format.channels }, (_, channel) =>
    samplesOf({ format, data, samples }, channel, at(from), to === undefined ? samples : at(to)),
  );
}
