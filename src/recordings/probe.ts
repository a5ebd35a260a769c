/** What a recording or PDF is, from its bytes and not from what a header calls it. */
import { Readable } from 'node:stream';
import type { Download } from '../dialer/download.ts';
import { ToolError } from '../errors.ts';
import type { Row } from '../tool.ts';

/** MIME type by the first bytes; undefined where they are neither audio nor PDF. */
function sniff(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, 12);
  if (text.startsWith('RIFF') && text.slice(8) === 'WAVE') return 'audio/wav';
  if (text.startsWith('%PDF-')) return 'application/pdf';
  if (text.startsWith('ID3')) return 'audio/mpeg';
  // A frame of MPEG audio layer III starts with eleven set bits, then version and layer.
  if (head.length > 2 && head[0] === 0xff && (head[1]! & 0xe6) === 0xe2) return 'audio/mpeg';
  return undefined;
}

/** @throws ToolError where the bytes are no file of those kinds; the download is ended. */
export function typeOf(download: Download): string {
  const type = sniff(download.head);
  if (type) return type;
  download.cancel();
  throw new ToolError('bad_answer', 'The dialer answered with bytes that are neither WAV, MP3 nor PDF.');
}

/**
 * Looks at the first bytes alone, so that a long recording is not loaded for its metadata.
 * Bytes are counted where the dialer did not announce them.
 * @returns `{type, bytes, duration_s?, channels?, sample_rate_hz?, codec?}`
 */
export async function describe(download: Download, progress?: (done: number) => void): Promise<Row> {
  const type = typeOf(download);
  let bytes = download.bytes;
  if (bytes === undefined) {
    bytes = 0;
    for await (const chunk of download.chunks) {
      bytes += chunk.length;
      progress?.(bytes);
    }
  } else download.cancel();
  return { type, bytes, ...(type.startsWith('audio/') && (await audio(download.head, type, bytes))) };
}

async function audio(head: Buffer, type: string, bytes: number): Promise<Row> {
  try {
    const { parseStream } = await import('music-metadata');
    // Not parseBuffer: it takes the head for the whole file, and so gets the length wrong.
    const start = Readable.from([head], { objectMode: false });
    const { format } = await parseStream(start, { mimeType: type, size: bytes }, { skipCovers: true });
    const { bitrate = 0, codecProfile } = format;
    // An MP3 without a frame count has no length of its own: its bytes at their constant rate are it.
    const seconds = format.duration ?? (codecProfile === 'CBR' ? (bytes * 8) / bitrate : undefined);
    return {
      ...(seconds && { duration_s: Math.round(seconds * 10) / 10 }),
      channels: format.numberOfChannels,
      sample_rate_hz: format.sampleRate,
      codec: format.codec,
    };
  } catch {
    // The type is certain; a header that tells no more is said by leaving it out.
    return {};
  }
}
