/** The way of a recording or PDF from the dialer to wherever it goes: followed, cut, counted, hashed. */
import { createHash } from 'node:crypto';
import type { Sound, Taken, Wish } from '../define/recording.ts';
import type { Progress } from '../define/tool.ts';
import type { Download } from '../dialer/download.ts';
import { megabytes } from '../dialer/response-body.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type Cut, isWhole } from './audio/clip.ts';
import { estimate, typeOf } from './audio/detect-type.ts';
import { walkMpeg } from './audio/mpeg.ts';
import { cutMpeg } from './audio/mpeg-clip.ts';
import { walkWav } from './audio/wav.ts';
import { cutWav } from './audio/wav-clip.ts';

export interface Use {
  wish?: Wish;
  /** What comes out, in order. */
  write?: (bytes: Buffer) => void | Promise<void>;
  /** A clip's header, where it is another than the one that was written first. */
  rewrite?: (head: Buffer) => void;
  /** Ends the reading before its end. */
  enough?: () => boolean;
  progress?: Progress;
  cap?: Cap;
  /** Nobody asks for the sha256. */
  unhashed?: true;
}

/** The most that may come out, and the error otherwise; `fits` is how many seconds of such sound would. */
export interface Cap {
  bytes: number;
  tooLarge: (has: string, fits: number | undefined, sound: Sound) => ToolError;
}

/** @throws ToolError; the download is ended in every case */
export async function take(download: Download, use: Use): Promise<Taken> {
  try {
    return await taken(download, use);
  } finally {
    download.cancel();
  }
}

async function taken(download: Download, use: Use): Promise<Taken> {
  const { wish = {}, write, rewrite, enough, progress, cap } = use;
  const type = typeOf(download);
  const whole = isWhole(wish);
  const cut = cutFor(type, wish);
  const hash = use.unhashed ? undefined : createHash('sha256');
  let read = 0;
  let bytes = 0;

  const over = (has: string) => {
    const { channels = 1, duration_s = 0, ...sound } = cut.soFar();
    const left = oneChannel(wish) ? 1 : channels;
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
    if (enough?.()) return unread(download, type, cut, wish);
  }
  const { sound, head, tail } = cut.finish();
  if (tail) await put(tail);
  if (head) rewrite?.(head);
  return { type, bytes, sound, ...(!head && hash && { sha256: hash.digest('hex') }) };
}

/** What the start alone tells: the size and length of a recording are not those of a clip. */
async function unread({ head, bytes }: Download, type: string, cut: Cut, wish: Wish): Promise<Taken> {
  const { duration_s: _, ...sound } = cut.soFar();
  const { duration_s } = await estimate(head, type, bytes);
  if (isWhole(wish))
    return { type, bytes, unread: true, sound: { ...sound, ...(duration_s && { duration_s }) } };
  const clip = { ...(oneChannel(wish) && { channels: 1 }), ...(duration_s && { recording_s: duration_s }) };
  return { type, unread: true, sound: { ...sound, ...clip } };
}

const oneChannel = ({ channel = 'both' }: Wish): boolean => channel !== 'both';

function cutFor(type: string, wish: Wish): Cut {
  if (type === 'application/pdf') {
    if (!isWhole(wish)) throw new ToolError('bad_answer', 'The dialer answered with a PDF instead of sound.');
    return {
      push: (chunk) => [chunk],
      complete: () => false,
      finish: () => ({ sound: {} }),
      soFar: () => ({}),
    };
  }
  if (!isWhole(wish)) return type === 'audio/wav' ? cutWav(wish) : cutMpeg(wish);
  const walk = type === 'audio/wav' ? walkWav(() => {}) : walkMpeg(() => {});
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
export function memory() {
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
