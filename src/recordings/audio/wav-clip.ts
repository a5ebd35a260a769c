/** A clip of WAV, exact to the sample, and one channel of it. */

import type { ClipRange } from '../../define/recording.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { type ClipWriter, pastTheEndError, roundSeconds } from './clip.ts';
import { createWavReader, sampledFormat, type WavFormat, wavHeader } from './wav.ts';

/** A file whose length nobody knows ahead gets its header at the end; until then it says "unknown". */
const UNKNOWN = 0xffff_ffff;

export function createWavClip(range: ClipRange): ClipWriter {
  let out: Buffer[] = [];
  let plan: ClipPlan | undefined;
  /** Bytes of sound that were seen, and the start of a frame that is not whole yet. */
  let seen = 0;
  let partial = Buffer.alloc(0);
  let given = 0;
  let expected = UNKNOWN;

  const walk = createWavReader((bytes) => {
    if (!plan) {
      plan = planClip(sampledFormat(walk.format()), range);
      const whole = walk.promised();
      const end = Math.min(plan.to, whole ?? Number.POSITIVE_INFINITY);
      if (Number.isFinite(end))
        expected = Math.floor(Math.max(0, end - plan.from) / plan.frameBytes) * plan.outBytes;
      out.push(wavHeader(plan.format, plan.channels, expected));
    }
    const piece = partial.length ? Buffer.concat([partial, bytes]) : bytes;
    const start = seen - partial.length;
    seen += bytes.length;
    const usable = piece.length - (piece.length % plan.frameBytes);
    partial = Buffer.from(piece.subarray(usable));
    const from = Math.max(0, plan.from - start);
    const to = Math.min(usable, plan.to - start);
    if (to <= from) return;
    const wanted = plan.pick(piece.subarray(from, to));
    given += wanted.length;
    out.push(wanted);
  });

  return {
    push(chunk) {
      walk.push(chunk);
      const gives = out;
      out = [];
      return gives;
    },
    complete: () => plan !== undefined && seen >= plan.to,
    finish() {
      const complete = plan !== undefined && seen >= plan.to;
      if (!complete) walk.end();
      const { broken } = walk.sound();
      const made = plan ?? planClip(sampledFormat(walk.format()), range);
      const { format, frameBytes, outBytes, channels, from } = made;
      const perSecond = format.rate * frameBytes;
      const whole = complete ? walk.promised() : seen;
      if (given === 0) throw pastTheEndError(range.start_s ?? 0, (whole ?? seen) / perSecond);
      const [start, samples] = [from / frameBytes, given / outBytes];
      return {
        sound: {
          codec: format.codec,
          channels,
          sample_rate_hz: format.rate,
          duration_s: roundSeconds(samples / format.rate),
          start_s: roundSeconds(start / format.rate),
          end_s: roundSeconds((start + samples) / format.rate),
          ...(whole !== undefined && { recording_s: roundSeconds(whole / perSecond) }),
          ...(broken && { broken }),
        },
        ...(given !== expected && { head: wavHeader(format, channels, given) }),
        ...(given % 2 === 1 && { tail: Buffer.alloc(1) }),
      };
    },
    soFar: () => walk.sound(),
  };
}

interface ClipPlan {
  format: WavFormat;
  frameBytes: number;
  /** Range in bytes of the recording's sound, whole frames. */
  from: number;
  to: number;
  channels: number;
  /** One frame of the result. */
  outBytes: number;
  pick(frames: Buffer): Buffer;
}

function planClip(format: WavFormat, { start_s, end_s, channel = 'both' }: ClipRange): ClipPlan {
  const { frameBytes, sampleBytes, channels } = format;
  const at = (time: number) => Math.round(time * format.rate) * frameBytes;
  const range = {
    format,
    frameBytes,
    from: at(start_s ?? 0),
    to: end_s === undefined ? Infinity : at(end_s),
  };
  if (range.to <= range.from)
    throw new ToolError('invalid_arguments', 'end_s must be after start_s by a sample at least.');
  if (channel === 'both') return { ...range, channels, outBytes: frameBytes, pick: (frames) => frames };
  if (channels < 2) throw new ToolError('invalid_arguments', 'The recording is mono: leave channel out.');
  const offset = channel === 'left' ? 0 : sampleBytes;
  return {
    ...range,
    channels: 1,
    outBytes: sampleBytes,
    pick(frames) {
      const one = Buffer.allocUnsafe((frames.length / frameBytes) * sampleBytes);
      for (let to = 0, at = offset; to < one.length; to += sampleBytes, at += frameBytes)
        for (let i = 0; i < sampleBytes; i++) one[to + i] = frames[at + i]!;
      return one;
    },
  };
}
