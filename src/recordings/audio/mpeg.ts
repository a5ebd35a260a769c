/** MP3, read frame by frame as it is loaded: libraries count frames, a clip needs the frames themselves. */
import { createByteFeed, NEED_MORE, type Step } from './byte-feed.ts';
import { type AudioReader, roundSeconds } from './clip.ts';
import {
  FRAME_HEADER_BYTES,
  type FrameHeader,
  ID3_HEADER_BYTES,
  id3Bytes,
  isEndTag,
  isInfoFrame,
  isSameStream,
  readFrameHeader,
  TAG_NAME_BYTES,
} from './mpeg-frame.ts';

/** @param onFrame gets each frame of sound with the second at which it starts */
export function createMpegReader(
  onFrame: (frame: Buffer, header: FrameHeader, at_s: number) => void,
): AudioReader {
  let first: FrameHeader | undefined;
  let at_s = 0;
  let broken: string | undefined;

  const frames = createFrameFinder((frame, header) => {
    first ??= header;
    if (isInfoFrame(frame, header)) return;
    onFrame(frame, header, at_s);
    at_s += header.samples / header.rate;
  });

  return {
    push: frames.push,
    end() {
      const { skippedBytes, truncated } = frames.end();
      if (at_s === 0) broken = 'it holds no frame of sound';
      else if (truncated) broken = 'it breaks off in the middle of a frame';
      else if (skippedBytes > 0) broken = `${skippedBytes} bytes between its frames are no sound`;
    },
    sound: () => ({
      ...(first && {
        codec: `MPEG-${first.version} layer III`,
        channels: first.channels,
        sample_rate_hz: first.rate,
        duration_s: roundSeconds(at_s),
      }),
      ...(broken && { broken }),
    }),
  };
}

interface FrameFinder {
  push(chunk: Buffer): void;
  /** At the end of the file. */
  end(): { skippedBytes: number; truncated: boolean };
}

const State = { SEARCHING: 0, IN_SYNC: 1, END_TAGS: 2 } as const;

/** Finds the frames between the tags; all are of the same stream as the first. */
function createFrameFinder(onFrame: (frame: Buffer, header: FrameHeader) => void): FrameFinder {
  let state: (typeof State)[keyof typeof State] = State.SEARCHING;
  let stream: FrameHeader | undefined;
  let skippedBytes = 0;
  let truncated = false;

  /** By state. */
  const steps = [searchFrame, readNextFrame, skipAll] as const;
  const feed = createByteFeed(afterId3Tag((bytes, last) => steps[state](bytes, last)));

  function searchFrame(bytes: Buffer, last: boolean): number {
    if (bytes.length < FRAME_HEADER_BYTES && !last) return NEED_MORE;
    const header = headerOf(bytes);
    if (header && bytes.length < header.bytes + TAG_NAME_BYTES && !last) return NEED_MORE;
    return header && isFrame(bytes, header) ? takeFrame(bytes, header) : skipToSync(bytes);
  }

  function readNextFrame(bytes: Buffer, last: boolean): number {
    if (bytes.length < FRAME_HEADER_BYTES && !last) return NEED_MORE;
    const header = headerOf(bytes);
    if (!header) return leaveSync(bytes, last);
    if (bytes.length >= header.bytes) return takeFrame(bytes, header);
    truncated = last;
    return last ? bytes.length : NEED_MORE;
  }

  function leaveSync(bytes: Buffer, last: boolean): number {
    if (bytes.length < TAG_NAME_BYTES && !last) return NEED_MORE;
    const tags = isEndTag(bytes);
    state = tags ? State.END_TAGS : State.SEARCHING;
    return tags ? bytes.length : skipToSync(bytes);
  }

  function headerOf(bytes: Buffer): FrameHeader | undefined {
    const header = readFrameHeader(bytes);
    return header && (!stream || isSameStream(stream, header)) ? header : undefined;
  }

  function takeFrame(bytes: Buffer, header: FrameHeader): number {
    state = State.IN_SYNC;
    stream ??= header;
    onFrame(bytes.subarray(0, header.bytes), header);
    return header.bytes;
  }

  function skipToSync(bytes: Buffer): number {
    const next = bytes.indexOf(0xff, 1);
    const size = next === -1 ? bytes.length : next;
    skippedBytes += size;
    return size;
  }

  return {
    push: feed.push,
    end() {
      feed.end();
      return { skippedBytes, truncated };
    },
  };
}

const skipAll = (bytes: Buffer): number => bytes.length;

/** Skips an ID3v2 tag at the start of the file. */
function afterId3Tag(step: Step): Step {
  /** Bytes of the tag that are yet to come; undefined before its header. */
  let left: number | undefined;
  return (bytes, last) => {
    if (left === undefined) {
      if (bytes.length < ID3_HEADER_BYTES && !last) return NEED_MORE;
      left = id3Bytes(bytes);
    }
    if (left === 0) return step(bytes, last);
    const size = Math.min(left, bytes.length);
    left -= size;
    return size;
  };
}

/**
 * Whether a frame is whole, and followed by another one, by a tag or by nothing: the bits of a header alone can stand
 * anywhere.
 */
function isFrame(bytes: Buffer, header: FrameHeader): boolean {
  if (bytes.length < header.bytes) return false;
  const next = readFrameHeader(bytes, header.bytes);
  const follows = next ? isSameStream(header, next) : bytes.length - header.bytes < FRAME_HEADER_BYTES;
  return follows || isEndTag(bytes.subarray(header.bytes));
}
