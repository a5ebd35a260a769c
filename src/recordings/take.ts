/** The way of a recording or PDF from the dialer to wherever it goes: followed, cut, counted, hashed. */
import { createHash } from 'node:crypto';
import { megabytes } from '../dialer/body.ts';
import type { Download } from '../dialer/download.ts';
import { ToolError } from '../errors.ts';
import { cutMpeg } from './cut-mpeg.ts';
import { cutWav } from './cut-wav.ts';
import { walkMpeg } from './mpeg.ts';
import { estimate, typeOf } from './probe.ts';
import { type Cut, isWhole, type Sound, type Wish } from './sound.ts';
import { walkWav } from './wav.ts';

export interface Taken {
  type: string;
  /** Of what came out; where not all was read, as the dialer announced. */
  bytes: number;
  /** Absent where not all was read, and for a clip of a file whose own header is wrong. */
  sha256?: string;
  sound: Sound;
}

export interface Use {
  wish?: Wish;
  /** What comes out, in order. */
  write?: (bytes: Buffer) => void | Promise<void>;
  /** A clip's header, where it is another than the one that was written first. */
  rewrite?: (head: Buffer) => void;
  /** Ends the reading before its end. */
  enough?: () => boolean;
  progress?: (done: number, total?: number) => void;
  cap?: Cap;
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
  const hash = createHash('sha256');
  let read = 0;
  let bytes = 0;

  const over = (has: string) => {
    const sound = cut.soFar();
    return cap!.tooLarge(has, sound.duration_s && Math.floor((cap!.bytes / read) * sound.duration_s), sound);
  };
  const put = async (piece: Buffer) => {
    bytes += piece.length;
    if (cap && bytes > cap.bytes) throw over(`more than ${megabytes(cap.bytes)}`);
    hash.update(piece);
    await write?.(piece);
  };

  for await (const chunk of download.chunks) {
    read += chunk.length;
    const pieces = cut.push(chunk);
    if (cap && whole && (download.bytes ?? 0) > cap.bytes) throw over(megabytes(download.bytes!));
    for (const piece of pieces) await put(piece);
    progress?.(read, whole ? download.bytes : undefined);
    if (cut.complete()) break;
    if (enough?.()) return unread(download, type, cut);
  }
  const { sound, head, tail } = cut.finish();
  if (tail) await put(tail);
  if (head) rewrite?.(head);
  return { type, bytes, sound, ...(!head && { sha256: hash.digest('hex') }) };
}

/** What the start alone tells. */
async function unread({ head, bytes }: Download, type: string, cut: Cut): Promise<Taken> {
  const { duration_s, ...sound } = cut.soFar();
  return { type, bytes: bytes ?? 0, sound: { ...sound, ...(await estimate(head, type, bytes)) } };
}

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
