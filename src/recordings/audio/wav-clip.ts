/** A clip of WAV, exact to the sample, and one channel of it. */

import type { AudioInfo, ClipRange } from '../../define/recording.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { type ClipWriter, pastTheEndError, roundSeconds } from './clip.ts';
import { createWavReader, sampledFormat, type WavFormat, wavHeader } from './wav.ts';

/** The data size in the header of a clip whose length is not known ahead; the right header follows at the end. */
const UNKNOWN_SIZE = 0xffff_ffff;

export function createWavClip(range: ClipRange): ClipWriter {
  let out: Buffer[] = [];
  let plan: ClipPlan | undefined;
  /** Bytes of sound that were read, and of these the start of an incomplete frame. */
  let readBytes = 0;
  let partialFrame = Buffer.alloc(0);
  let writtenBytes = 0;
  /** As the header says that was written first. */
  let headerBytes = UNKNOWN_SIZE;

  const reader = createWavReader((bytes) => {
    if (!plan) {
      plan = planClip(sampledFormat(reader.format()), range);
      headerBytes = expectedBytes(plan, reader.announcedBytes());
      out.push(wavHeader(plan.format, plan.channels, headerBytes));
    }
    const piece = partialFrame.length ? Buffer.concat([partialFrame, bytes]) : bytes;
    const pieceStart = readBytes - partialFrame.length;
    readBytes += bytes.length;
    const wholeFrames = piece.length - (piece.length % plan.frameBytes);
    partialFrame = Buffer.from(piece.subarray(wholeFrames));
    const from = Math.max(0, plan.from - pieceStart);
    const to = Math.min(wholeFrames, plan.to - pieceStart);
    if (to <= from) return;
    const samples = plan.pick(piece.subarray(from, to));
    writtenBytes += samples.length;
    out.push(samples);
  });
  const complete = () => plan !== undefined && readBytes >= plan.to;

  return {
    push(chunk) {
      reader.push(chunk);
      const pieces = out;
      out = [];
      return pieces;
    },
    complete,
    finish() {
      if (!complete()) reader.end();
      const { broken } = reader.sound();
      const finished = plan ?? planClip(sampledFormat(reader.format()), range);
      const recordingBytes = complete() ? reader.announcedBytes() : readBytes;
      if (writtenBytes === 0)
        throw pastTheEndError(range.start_s ?? 0, (recordingBytes ?? readBytes) / bytesPerSecond(finished));
      return {
        sound: { ...clipInfo(finished, writtenBytes, recordingBytes), ...(broken && { broken }) },
        ...(writtenBytes !== headerBytes && {
          header: wavHeader(finished.format, finished.channels, writtenBytes),
        }),
        ...(writtenBytes % 2 === 1 && { tail: Buffer.alloc(1) }),
      };
    },
    soFar: reader.sound,
  };
}

interface ClipPlan {
  format: WavFormat;
  /** Of a frame of the recording. */
  frameBytes: number;
  /** Range in bytes of the recording's sound, whole frames. */
  from: number;
  to: number;
  channels: number;
  /** Of a frame of the clip. */
  outBytes: number;
  /** Returns the bytes of the wanted channels. */
  pick(frames: Buffer): Buffer;
}

/** @throws ToolError where the range holds no sample or the channel is not in the recording */
function planClip(format: WavFormat, { start_s, end_s, channel = 'both' }: ClipRange): ClipPlan {
  const { frameBytes, sampleBytes, channels } = format;
  const byteAt = (time_s: number) => Math.round(time_s * format.rate) * frameBytes;
  const range = {
    format,
    frameBytes,
    from: byteAt(start_s ?? 0),
    to: end_s === undefined ? Number.POSITIVE_INFINITY : byteAt(end_s),
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
      const picked = Buffer.allocUnsafe((frames.length / frameBytes) * sampleBytes);
      for (let to = 0, from = offset; to < picked.length; to += sampleBytes, from += frameBytes)
        for (let i = 0; i < sampleBytes; i++) picked[to + i] = frames[from + i]!;
      return picked;
    },
  };
}

/** Returns the bytes of sound that the clip will have, if the recording has as many as announced. */
function expectedBytes({ from, to, frameBytes, outBytes }: ClipPlan, announcedBytes?: number): number {
  const end = Math.min(to, announcedBytes ?? Number.POSITIVE_INFINITY);
  if (!Number.isFinite(end)) return UNKNOWN_SIZE;
  return Math.floor(Math.max(0, end - from) / frameBytes) * outBytes;
}

const bytesPerSecond = ({ format, frameBytes }: ClipPlan): number => format.rate * frameBytes;

function clipInfo(plan: ClipPlan, writtenBytes: number, recordingBytes: number | undefined): AudioInfo {
  const { codec, rate } = plan.format;
  const start = plan.from / plan.frameBytes;
  const samples = writtenBytes / plan.outBytes;
  return {
    codec,
    channels: plan.channels,
    sample_rate_hz: rate,
    duration_s: roundSeconds(samples / rate),
    start_s: roundSeconds(start / rate),
    end_s: roundSeconds((start + samples) / rate),
    ...(recordingBytes !== undefined && { recording_s: roundSeconds(recordingBytes / bytesPerSecond(plan)) }),
  };
}
