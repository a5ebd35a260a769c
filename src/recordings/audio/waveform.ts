/** Computes the waveform of a recording while it is read: a few peaks per channel, whatever its length. */
import { roundSeconds } from './clip.ts';
import { samplesOf } from './pcm.ts';
import { createWavReader, type WavFormat } from './wav.ts';

export interface Waveform {
  channels: number;
  duration_s: number;
  /** Per channel: the highest absolute sample of so many equal parts of the time, 0 to 1, rounded to 3 decimals. */
  peaks: number[][];
}

interface WaveformReader {
  /** @param chunk bytes of the file as they come, in pieces of any length */
  push(chunk: Buffer): void;
  /** Returns undefined for sound that can't be decoded, such as MP3 or ADPCM, and where there is none. */
  end(): Waveform | undefined;
}

/**
 * So many slots are kept for each part that is asked for, at most, and half of them at least. The length is unknown
 * until the end, so a part begins at the nearest slot: at most an eighth of a part away.
 */
const SLOTS_PER_PART = 16;
/** Samples of a channel that are decoded at once. */
const DECODED_SAMPLES = 0x1_0000;

/** Returns a reader of WAV. @param buckets how many values per channel, at most */
export function createWaveformReader(buckets: number): WaveformReader {
  let slots: PeakSlots | undefined;
  let format: WavFormat | undefined;
  /** The beginning of a frame whose end is in the next piece. */
  let rest = Buffer.alloc(0);

  const wav = createWavReader((bytes) => {
    format ??= wav.format();
    if (!format?.sampled) return;
    slots ??= createPeakSlots(format.channels, buckets * SLOTS_PER_PART);
    const data = rest.length ? Buffer.concat([rest, bytes]) : bytes;
    const samples = Math.floor(data.length / format.frameBytes);
    for (let from = 0; from < samples; from += DECODED_SAMPLES) {
      const to = Math.min(from + DECODED_SAMPLES, samples);
      const pcm = { format, data, samples };
      slots.add(Array.from({ length: format.channels }, (_, channel) => samplesOf(pcm, channel, from, to)));
    }
    rest = Buffer.from(data.subarray(samples * format.frameBytes));
  });

  return {
    push: (chunk) => wav.push(chunk),
    end() {
      if (!format || !slots?.samples()) return undefined;
      return {
        channels: format.channels,
        duration_s: roundSeconds(slots.samples() / format.rate),
        peaks: slots.peaks(buckets),
      };
    },
  };
}

interface PeakSlots {
  /** @param decoded the next samples of each channel, equally many */
  add(decoded: readonly Int16Array[]): void;
  /** Samples of a channel until now. */
  samples(): number;
  peaks(parts: number): number[][];
}

/** Returns slots of equal length for the highest samples; the length doubles when all of them are used. */
function createPeakSlots(channels: number, capacity: number): PeakSlots {
  const slots = Array.from({ length: channels }, () => new Uint16Array(capacity));
  let slotSamples = 1;
  let samples = 0;

  function merge(): void {
    for (const highest of slots) {
      for (let i = 0; i < capacity / 2; i++) highest[i] = Math.max(highest[2 * i]!, highest[2 * i + 1]!);
      highest.fill(0, capacity / 2);
    }
    slotSamples *= 2;
  }

  return {
    add(decoded) {
      const { length } = decoded[0]!;
      while (samples + length > capacity * slotSamples) merge();
      for (const [channel, values] of decoded.entries()) {
        const highest = slots[channel]!;
        for (let i = 0; i < length; i++) {
          const slot = Math.floor((samples + i) / slotSamples);
          const level = Math.abs(values[i]!);
          if (level > highest[slot]!) highest[slot] = level;
        }
      }
      samples += length;
    },
    samples: () => samples,
    peaks(parts) {
      const used = Math.ceil(samples / slotSamples);
      const count = Math.min(parts, used);
      const begin = (part: number) => Math.floor((part * used) / count);
      return slots.map((highest) =>
        Array.from({ length: count }, (_, part) =>
          roundLevel(Math.max(...highest.subarray(begin(part), begin(part + 1)))),
        ),
      );
    },
  };
}

/** The highest level of 16 bits is that of the lowest sample, -32,768. */
const roundLevel = (level: number): number => Math.round((level / 32_768) * 1000) / 1000;
