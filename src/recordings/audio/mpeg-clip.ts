/** A clip of MP3: whole frames, so that nothing is encoded anew. */

import type { ClipRange } from '../../define/recording.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { type ClipWriter, pastTheEndError, roundSeconds } from './clip.ts';
import { createMpegReader, type FrameHeader, reservoir } from './mpeg.ts';

interface StoredFrame {
  frame: Buffer;
  at_s: number;
  /** Bytes of it that later frames may draw on. */
  main: number;
  /** Bytes of the ones before that it draws on itself. */
  draws: number;
}

/** The most that main_data_begin's nine bits say. */
const RESERVOIR = 511;
/** A decoder's overlap (576) and filterbank (512) sound on for so long: until then a clip would fade in. */
const WARM_UP_SAMPLES = 1152;
/** Floats of frame times: far less than a sample. */
const EPSILON_S = 1e-6;

export function createMpegClip({
  start_s = 0,
  end_s = Number.POSITIVE_INFINITY,
  channel,
}: ClipRange): ClipWriter {
  if (channel && channel !== 'both')
    throw new ToolError(
      'invalid_arguments',
      'One channel can be had from WAV only: MP3 would have to be encoded anew. Leave channel out.',
    );
  let out: Buffer[] = [];
  let before: StoredFrame[] = [];
  let from_s: number | undefined;
  let to_s = 0;
  let passed = false;

  const walk = createMpegReader((frame, header, at_s) => {
    const until_s = at_s + header.samples / header.rate;
    if (at_s >= end_s - EPSILON_S) {
      passed = true;
      return;
    }
    if (until_s <= start_s + EPSILON_S) {
      before = rememberFrame(before, frame, header, at_s);
      return;
    }
    if (from_s === undefined) {
      const lead = leadFor(before, header);
      from_s = lead[0]?.at_s ?? at_s;
      out.push(...lead.map((kept) => kept.frame));
      before = [];
    }
    out.push(Buffer.from(frame));
    to_s = until_s;
  });

  return {
    push(chunk) {
      walk.push(chunk);
      const gives = out;
      out = [];
      return gives;
    },
    complete: () => passed,
    finish() {
      if (!passed) walk.end();
      const { duration_s = 0, ...sound } = walk.sound();
      if (from_s === undefined) {
        if (passed) throw new ToolError('invalid_arguments', 'end_s must be after start_s.');
        if (duration_s === 0)
          throw new ToolError(
            'bad_answer',
            `The recording can't be cut: ${sound.broken ?? 'it holds no sound'}.`,
          );
        throw pastTheEndError(start_s, duration_s);
      }
      return {
        sound: {
          ...sound,
          duration_s: roundSeconds(to_s - from_s),
          start_s: roundSeconds(from_s),
          end_s: roundSeconds(to_s),
          ...(!passed && { recording_s: duration_s }),
        },
        tail: Buffer.concat(out),
      };
    },
    soFar: walk.sound,
  };
}

/** The last frames, as many as the lead can be. */
function rememberFrame(
  before: StoredFrame[],
  frame: Buffer,
  header: FrameHeader,
  at_s: number,
): StoredFrame[] {
  const main = header.bytes - header.sideAt - header.sideBytes;
  const kept = [...before, { frame: Buffer.from(frame), at_s, main, draws: reservoir(frame, header) }];
  const drawnOn = () => kept.slice(1, -warmUp(header));
  while (drawnOn().reduce((sum, one) => sum + one.main, 0) >= RESERVOIR) kept.shift();
  return kept;
}

/** In frames. */
const warmUp = ({ samples }: FrameHeader): number => WARM_UP_SAMPLES / samples;

/** The frames that a decoder must have heard before, and those that hold the start of their sound. */
function leadFor(before: StoredFrame[], header: FrameHeader): StoredFrame[] {
  let first = Math.max(0, before.length - warmUp(header));
  let needed = before[first]?.draws ?? 0;
  while (needed > 0 && first > 0) needed -= before[--first]!.main;
  return before.slice(first);
}
