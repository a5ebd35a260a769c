/**
 * Changes how fast somebody speaks and not how high: WSOLA (Verhelst and Roelands, 1993). Pieces of the sound are laid over
 * each other at another distance, each moved a little to where it fits best to the one before.
 */
import type { Sound } from './wav.ts';

/** Long enough for two periods of a low voice. */
const PIECE_S = 0.04;
const SEARCH_S = 0.01;
/** At a higher rate only every other sample, or fewer, is compared. */
const COMPARED_RATE = 8_000;

/** @param speed 2 takes half the time */
export function changeSpeed({ rate, channels }: Sound, speed: number): Sound {
  const [length] = channels.map((samples) => samples.length);
  if (speed === 1 || !length) return { rate, channels };
  const half = Math.round((PIECE_S * rate) / 2);
  const outLength = Math.round(length / speed);
  const out = channels.map(() => new Float32Array(outLength + 2 * half));
  const mix = mixOf(channels);
  let from = 0;
  for (let at = 0; at < outLength; at += half) {
    const wanted = Math.round(at * speed);
    // Where the piece before would have gone on.
    from = at === 0 ? 0 : bestFit(mix, from + half, wanted, half, rate);
    for (const [channel, samples] of channels.entries())
      addPiece(out[channel]!, at, samples, from, half, at === 0);
  }
  return { rate, channels: out.map((samples) => samples.slice(0, outLength)) };
}

function mixOf([first, ...others]: readonly Float32Array[]): Float32Array {
  const mix = Float32Array.from(first!);
  for (const samples of others) for (let i = 0; i < mix.length; i++) mix[i]! += samples[i]!;
  return mix;
}

/** Returns the place near the wanted one at which the sound is most like that of the natural one. */
function bestFit(mix: Float32Array, natural: number, wanted: number, half: number, rate: number): number {
  const stride = Math.max(1, Math.round(rate / COMPARED_RATE));
  const search = Math.round(SEARCH_S * rate);
  let best = { likeness: Number.NEGATIVE_INFINITY, from: wanted };
  for (let from = Math.max(0, wanted - search); from <= wanted + search; from += stride) {
    let likeness = 0;
    for (let i = 0; i < half; i += stride) likeness += (mix[natural + i] ?? 0) * (mix[from + i] ?? 0);
    if (likeness > best.likeness) best = { likeness, from };
  }
  // In silence all places are alike.
  return best.likeness === 0 ? wanted : best.from;
}

/** Adds a piece of two halves, which fades in over the end of the one before and out again. */
function addPiece(
  out: Float32Array,
  at: number,
  samples: Float32Array,
  from: number,
  half: number,
  isFirst: boolean,
): void {
  for (let i = 0; i < 2 * half; i++) {
    const fade = i < half ? (isFirst ? 1 : i / half) : 2 - i / half;
    out[at + i]! += (samples[from + i] ?? 0) * fade;
  }
}
