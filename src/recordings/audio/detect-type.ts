/** What a recording or PDF is, from its bytes and not from what a header calls it. */
import { Readable } from 'node:stream';
import type { AudioInfo } from '../../define/recording.ts';
import type { Download } from '../../dialer/download.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { roundSeconds } from './clip.ts';

/** MIME type by the first bytes; undefined where they are neither audio nor PDF. */
function typeOfBytes(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, 12);
  if (text.startsWith('RIFF') && text.slice(8) === 'WAVE') return 'audio/wav';
  if (text.startsWith('%PDF-')) return 'application/pdf';
  if (text.startsWith('ID3')) return 'audio/mpeg';
  // A frame of MPEG audio layer III starts with eleven set bits, then version and layer.
  if (head.length > 2 && head[0] === 0xff && (head[1]! & 0xe6) === 0xe2) return 'audio/mpeg';
  return undefined;
}

/** @throws ToolError where the bytes are no file of those kinds */
export function typeOf(download: Download): string {
  const type = typeOfBytes(download.head);
  if (type) return type;
  throw new ToolError('bad_answer', 'The dialer answered with bytes that are neither WAV, MP3 nor PDF.');
}

/** The length of a file of which only the first bytes were read, where those tell it. @param bytes of the whole file */
export async function estimateDuration(
  head: Buffer,
  type: string,
  bytes: number | undefined,
): Promise<AudioInfo> {
  if (!type.startsWith('audio/')) return {};
  try {
    const { parseStream } = await import('music-metadata');
    // Not parseBuffer: it takes the head for the whole file, and so gets the length wrong.
    const start = Readable.from([head], { objectMode: false });
    const { format } = await parseStream(start, { mimeType: type, size: bytes }, { skipCovers: true });
    const { bitrate = 0, codecProfile } = format;
    // An MP3 without a frame count has no length of its own: its bytes at their constant rate are it.
    const constant = codecProfile === 'CBR' && bytes !== undefined ? (bytes * 8) / bitrate : undefined;
    const duration_s = format.duration ?? constant;
    // Of samples of no size there are infinitely many.
    return duration_s && Number.isFinite(duration_s) ? { duration_s: roundSeconds(duration_s) } : {};
  } catch {
    // The type is certain; a header that tells no more is said by leaving it out.
    return {};
  }
}
