/** Reads a recording or PDF from the dialer to wherever it goes: cut, counted, hashed and described on the way. */
import { createHash } from 'node:crypto';
import type { AudioInfo, ClipRange, FetchedRecording } from '../define/recording.ts';
import type { Progress } from '../define/tool-context.ts';
import { megabytes } from '../dialer/reply/response-body.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type AudioReader, type ClipWriter, isWholeRecording } from './audio/clip.ts';
import { typeOf } from './audio/detect-type.ts';
import { estimateDuration } from './audio/estimate-duration.ts';
import { createMpegReader } from './audio/mpeg.ts';
import { createMpegClip } from './audio/mpeg-clip.ts';
import { createWavReader } from './audio/wav.ts';
import { createWavClip } from './audio/wav-clip.ts';
import type { SharedDownload } from './memory/kept-recording.ts';

export interface FetchOptions {
  clip?: ClipRange;
  /** Gets the bytes of the recording or clip, in order. */
  write?: (bytes: Buffer) => void | Promise<void>;
  /** Gets the header of a clip, where the one that was written first turned out wrong; it is as long. */
  rewriteHeader?: (header: Buffer) => void;
  /** Asked after each chunk: ends the download early. */
  shouldStop?: () => boolean;
  progress?: Progress;
  limit?: SizeLimit;
  /** The sha256 is not needed. */
  skipHash?: true;
}

export interface SizeLimit {
  /** The most that may be written. */
  bytes: number;
  /**
   * Returns the error for more.
   * @param has the size, in words
   * @param fittingSeconds how many seconds of such sound would be allowed
   */
  tooLarge: (has: string, fittingSeconds: number | undefined, sound: AudioInfo) => ToolError;
}

/** Reads a recording or PDF, or a clip of it; the download is ended in every case. @throws ToolError */
export async function fetchRecording(
  download: SharedDownload,
  options: FetchOptions,
): Promise<FetchedRecording> {
  try {
    return await readDownload(download, options);
  } finally {
    download.cancel();
  }
}

async function readDownload(download: SharedDownload, options: FetchOptions): Promise<FetchedRecording> {
  const { clip = {}, write, rewriteHeader, shouldStop, progress, limit, skipHash } = options;
  const type = typeOf(download);
  const announcedBytes = isWholeRecording(clip) ? download.bytes : undefined;
  const writer = clipWriterFor(type, clip);
  const hash = skipHash ? undefined : createHash('sha256');
  let readBytes = 0;
  let writtenBytes = 0;

  const tooLarge = (exceeded: SizeLimit, has: string) =>
    sizeError(exceeded, has, writer.soFar(), readBytes, clip);
  const writePiece = async (piece: Buffer) => {
    writtenBytes += piece.length;
    if (limit && writtenBytes > limit.bytes) throw tooLarge(limit, `more than ${megabytes(limit.bytes)}`);
    hash?.update(piece);
    await write?.(piece);
  };

  for await (const chunk of download.chunks) {
    readBytes += chunk.length;
    const pieces = writer.push(chunk);
    if (limit && announcedBytes !== undefined && announcedBytes > limit.bytes)
      throw tooLarge(limit, megabytes(announcedBytes));
    for (const piece of pieces) await writePiece(piece);
    progress?.(readBytes, announcedBytes, 'bytes read');
    if (writer.complete()) break;
    if (shouldStop?.()) return describeStart(download, type, writer, clip);
  }
  const { sound, header, tail } = writer.finish();
  if (tail) await writePiece(tail);
  if (header) rewriteHeader?.(header);
  return { type, bytes: writtenBytes, sound, ...(!header && hash && { sha256: hash.digest('hex') }) };
}

function sizeError(
  { bytes, tooLarge }: SizeLimit,
  has: string,
  { channels = 1, duration_s = 0, ...sound }: AudioInfo,
  readBytes: number,
  clip: ClipRange,
): ToolError {
  const clipChannels = isOneChannel(clip) ? 1 : channels;
  const secondsPerByte = (duration_s / readBytes) * (channels / clipChannels);
  const fittingSeconds = Math.floor(bytes * secondsPerByte) || undefined;
  return tooLarge(has, fittingSeconds, { ...sound, channels: clipChannels });
}

/** Describes a recording of which only the start was read. The size and length of a clip are not known then. */
function describeStart(
  { head, bytes }: SharedDownload,
  type: string,
  writer: ClipWriter,
  clip: ClipRange,
): FetchedRecording {
  const { duration_s: _, ...sound } = writer.soFar();
  const { duration_s } = estimateDuration(head, type, bytes);
  if (isWholeRecording(clip))
    return { type, bytes, unread: true, sound: { ...sound, ...(duration_s && { duration_s }) } };
  return {
    type,
    unread: true,
    sound: {
      ...sound,
      ...(isOneChannel(clip) && { channels: 1 }),
      ...(duration_s && { recording_s: duration_s }),
    },
  };
}

const isOneChannel = ({ channel = 'both' }: ClipRange): boolean => channel !== 'both';

function clipWriterFor(type: string, clip: ClipRange): ClipWriter {
  const whole = isWholeRecording(clip);
  if (type === 'application/pdf') {
    if (!whole) throw new ToolError('bad_answer', 'The dialer answered with a PDF instead of sound.');
    return PDF_WRITER;
  }
  if (whole) return wholeRecording(type === 'audio/wav' ? createWavReader(noop) : createMpegReader(noop));
  return type === 'audio/wav' ? createWavClip(clip) : createMpegClip(clip);
}

const noop = () => {};

const PDF_WRITER: ClipWriter = {
  push: (chunk) => [chunk],
  complete: () => false,
  finish: () => ({ sound: {} }),
  soFar: () => ({}),
};

/** Hands on all bytes, and has the reader describe them. */
const wholeRecording = (reader: AudioReader): ClipWriter => ({
  push(chunk) {
    reader.push(chunk);
    return [chunk];
  },
  complete: () => false,
  finish() {
    reader.end();
    return { sound: reader.sound() };
  },
  soFar: reader.sound,
});

/** Collects in memory what is written. */
export function createMemorySink() {
  let pieces: Buffer[] = [];
  return {
    write: (piece: Buffer) => void pieces.push(piece),
    rewriteHeader: (header: Buffer) => {
      // The header was the first piece, alone.
      pieces[0] = header;
    },
    /** Returns all bytes; they are joined once. */
    bytes(): Buffer {
      if (pieces.length !== 1) pieces = [Buffer.concat(pieces)];
      return pieces[0]!;
    },
  };
}
