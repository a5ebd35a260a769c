/** The way of a recording or PDF from the dialer to wherever it goes: followed, cut, counted, hashed. */
import { createHash } from 'node:crypto';
import type { AudioInfo, ClipRange, FetchedRecording } from '../define/recording.ts';
import type { Progress } from '../define/tool-context.ts';
import type { Download } from '../dialer/download.ts';
import { megabytes } from '../dialer/response-body.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type ClipWriter, isWholeRecording } from './audio/clip.ts';
import { estimateDuration, typeOf } from './audio/detect-type.ts';
import { createMpegReader } from './audio/mpeg.ts';
import { createMpegClip } from './audio/mpeg-clip.ts';
import { createWavReader } from './audio/wav.ts';
import { createWavClip } from './audio/wav-clip.ts';

export interface FetchOptions {
  clip?: ClipRange;
  /** What comes out, in order. */
  write?: (bytes: Buffer) => void | Promise<void>;
  /** A clip's header, where it is another than the one that was written first. */
  rewrite?: (head: Buffer) => void;
  /** Ends the reading before its end. */
  enough?: () => boolean;
  progress?: Progress;
  cap?: SizeLimit;
  /** Nobody asks for the sha256. */
  unhashed?: true;
}

/** The most that may come out, and the error otherwise; `fits` is how many seconds of such sound would. */
export interface SizeLimit {
  bytes: number;
  tooLarge: (has: string, fits: number | undefined, sound: AudioInfo) => ToolError;
}

/** @throws ToolError; the download is ended in every case */
export async function fetchRecording(download: Download, use: FetchOptions): Promise<FetchedRecording> {
  try {
    return await fetchAll(download, use);
  } finally {
    download.cancel();
  }
}

async function fetchAll(download: Download, use: FetchOptions): Promise<FetchedRecording> {
  const { clip = {}, write, rewrite, enough, progress, cap } = use;
  const type = typeOf(download);
  const whole = isWholeRecording(clip);
  const cut = clipWriterFor(type, clip);
  const hash = use.unhashed ? undefined : createHash('sha256');
  let read = 0;
  let bytes = 0;

  const over = (has: string) => {
    const { channels = 1, duration_s = 0, ...sound } = cut.soFar();
    const left = oneChannel(clip) ? 1 : channels;
    const perByte = (duration_s / read) * (channels / left);
    return cap!.tooLarge(has, Math.floor(cap!.bytes * perByte) || undefined, { ...sound, channels: left });
  };
  const put = async (piece: Buffer) => {
    bytes += piece.length;
    if (cap && bytes > cap.bytes) throw over(`more than ${megabytes(cap.bytes)}`);
    hash?.update(piece);
    await write?.(piece);
  };

  for await (const chunk of download.chunks) {
    read += chunk.length;
    const pieces = cut.push(chunk);
    if (cap && whole && (download.bytes ?? 0) > cap.bytes) throw over(megabytes(download.bytes!));
    for (const piece of pieces) await put(piece);
    progress?.(read, whole ? download.bytes : undefined, 'bytes read');
    if (cut.complete()) break;
    if (enough?.()) return fetchedStart(download, type, cut, clip);
  }
  const { sound, head, tail } = cut.finish();
  if (tail) await put(tail);
  if (head) rewrite?.(head);
  return { type, bytes, sound, ...(!head && hash && { sha256: hash.digest('hex') }) };
}

/** What the start alone tells: the size and length of a recording are not those of a clip. */
async function fetchedStart(
  { head, bytes }: Download,
  type: string,
  cut: ClipWriter,
  range: ClipRange,
): Promise<FetchedRecording> {
  const { duration_s: _, ...sound } = cut.soFar();
  const { duration_s } = await estimateDuration(head, type, bytes);
  if (isWholeRecording(range))
    return { type, bytes, unread: true, sound: { ...sound, ...(duration_s && { duration_s }) } };
  const clip = { ...(oneChannel(range) && { channels: 1 }), ...(duration_s && { recording_s: duration_s }) };
  return { type, unread: true, sound: { ...sound, ...clip } };
}

const oneChannel = ({ channel = 'both' }: ClipRange): boolean => channel !== 'both';

function clipWriterFor(type: string, range: ClipRange): ClipWriter {
  if (type === 'application/pdf') {
    if (!isWholeRecording(range))
      throw new ToolError('bad_answer', 'The dialer answered with a PDF instead of sound.');
    return {
      push: (chunk) => [chunk],
      complete: () => false,
      finish: () => ({ sound: {} }),
      soFar: () => ({}),
    };
  }
  if (!isWholeRecording(range)) return type === 'audio/wav' ? createWavClip(range) : createMpegClip(range);
  const walk = type === 'audio/wav' ? createWavReader(() => {}) : createMpegReader(() => {});
  return {
    push(chunk) {
      walk.push(chunk);
      return [chunk];
    },
    complete: () => false,
    finish() {
      walk.end();
      return { sound: walk.sound() };
    },
    soFar: walk.sound,
  };
}

/** Keeps what comes out. */
export function createMemorySink() {
  let pieces: Buffer[] = [];
  return {
    write: (piece: Buffer) => void pieces.push(piece),
    rewrite: (head: Buffer) => {
      // The header that was written first is as long.
      pieces[0] = head;
    },
    /** Kept once, not in pieces too. */
    bytes(): Buffer {
      if (pieces.length !== 1) pieces = [Buffer.concat(pieces)];
      return pieces[0]!;
    },
  };
}
