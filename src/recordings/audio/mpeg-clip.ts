/** A clip of MP3: whole frames, so that nothing is encoded anew. */

import type { AudioInfo, ClipRange } from '../../define/recording.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { type ClipWriter, pastTheEndError, roundSeconds } from './clip.ts';
import { createMpegReader } from './mpeg.ts';
import { type FrameHeader, mainDataBegin } from './mpeg-frame.ts';

interface StoredFrame {
  frame: Buffer;
  at_s: number;
  /** Bytes of its main data, on which later frames may draw. */
  mainBytes: number;
  /** Bytes of the frames before on which it draws itself. */
  drawnBytes: number;
}

/** The most that the nine bits of main_data_begin say. */
const MAX_RESERVOIR_BYTES = 511;
/** A decoder's overlap (576) and filterbank (512) sound on for so long: until then a clip would fade in. */
const WARM_UP_SAMPLES = 1152;
/** Tolerance for frame times, which are floats: far less than a sample. */
const EPSILON_S = 1e-6;

const ONE_CHANNEL_ERROR = new ToolError(
  'invalid_arguments',
  'One channel can be had from WAV only: MP3 would have to be encoded anew. Leave channel out.',
);

export function createMpegClip({
  start_s = 0,
  end_s = Number.POSITIVE_INFINITY,
  channel,
}: ClipRange): ClipWriter {
  if (channel && channel !== 'both') throw ONE_CHANNEL_ERROR;
  let out: Buffer[] = [];
  let framesBefore: StoredFrame[] = [];
  let clipStart_s: number | undefined;
  let clipEnd_s = 0;
  let complete = false;

  const reader = createMpegReader((frame, header, at_s) => {
    const frameEnd_s = at_s + header.samples / header.rate;
    if (at_s >= end_s - EPSILON_S) {
      complete = true;
      return;
    }
    if (frameEnd_s <= start_s + EPSILON_S) {
      framesBefore = storeFrame(framesBefore, frame, header, at_s);
      return;
    }
    if (clipStart_s === undefined) {
      const lead = leadFrames(framesBefore, header);
      clipStart_s = lead[0]?.at_s ?? at_s;
      out.push(...lead.map((stored) => stored.frame));
      framesBefore = [];
    }
    out.push(Buffer.from(frame));
    clipEnd_s = frameEnd_s;
  });

  return {
    push(chunk) {
      reader.push(chunk);
      const pieces = out;
      out = [];
      return pieces;
    },
    complete: () => complete,
    finish() {
      if (!complete) reader.end();
      const { duration_s = 0, ...sound } = reader.sound();
      if (clipStart_s === undefined) throw emptyClipError(complete, start_s, { ...sound, duration_s });
      return {
        sound: {
          ...sound,
          duration_s: roundSeconds(clipEnd_s - clipStart_s),
          start_s: roundSeconds(clipStart_s),
          end_s: roundSeconds(clipEnd_s),
          ...(!complete && { recording_s: duration_s }),
        },
        tail: Buffer.concat(out),
      };
    },
    soFar: reader.sound,
  };
}

function emptyClipError(complete: boolean, start_s: number, { duration_s, broken }: AudioInfo): ToolError {
  if (complete) return new ToolError('invalid_arguments', 'end_s must be after start_s.');
  if (duration_s) return pastTheEndError(start_s, duration_s);
  return new ToolError('bad_answer', `The recording can't be cut: ${broken ?? 'it holds no sound'}.`);
}

/** Returns the frames with one more, and without those that no lead needs any longer. */
function storeFrame(
  before: readonly StoredFrame[],
  frame: Buffer,
  header: FrameHeader,
  at_s: number,
): StoredFrame[] {
  const mainBytes = header.bytes - header.sideAt - header.sideBytes;
  const drawnBytes = mainDataBegin(frame, header);
  const frames = [...before, { frame: Buffer.from(frame), at_s, mainBytes, drawnBytes }];
  const reservoirBytes = () =>
    frames.slice(1, -warmUpFrames(header)).reduce((sum, stored) => sum + stored.mainBytes, 0);
  while (reservoirBytes() >= MAX_RESERVOIR_BYTES) frames.shift();
  return frames;
}

const warmUpFrames = ({ samples }: FrameHeader): number => WARM_UP_SAMPLES / samples;

/** Returns the frames that a decoder must have decoded before, and those that hold the start of their sound. */
function leadFrames(before: readonly StoredFrame[], header: FrameHeader): StoredFrame[] {
  let first = Math.max(0, before.length - warmUpFrames(header));
  let missingBytes = before[first]?.drawnBytes ?? 0;
  while (missingBytes > 0 && first > 0) missingBytes -= before[--first]!.mainBytes;
  return before.slice(first);
}
