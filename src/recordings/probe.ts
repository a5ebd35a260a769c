/** What a recording or PDF is, from its bytes and not from what a header calls it. */
import type { Download } from '../dialer/download.ts';
import { ToolError } from '../errors.ts';
import type { Row } from '../tool.ts';

/** MIME type by the first bytes; undefined where they are neither audio nor PDF. */
export function sniff(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, 12);
  if (text.startsWith('RIFF') && text.slice(8) === 'WAVE') return 'audio/wav';
  if (text.startsWith('%PDF-')) return 'application/pdf';
  if (text.startsWith('ID3')) return 'audio/mpeg';
  // A frame of MPEG audio layer III starts with eleven set bits, then version and layer.
  if (head.length > 2 && head[0] === 0xff && (head[1]! & 0xe6) === 0xe2) return 'audio/mpeg';
  return undefined;
}

/**
 * Looks at the first bytes alone, so that a long recording is not loaded for its metadata.
 * Bytes are counted where the dialer did not announce them.
 * @returns `{type, bytes, duration_s?, channels?, sample_rate_hz?, codec?}`
 */
export async function describe(download: Download, progress?: (done: number) => void): Promise<Row> {
  const type = sniff(download.head);
  if (!type) {
    download.cancel();
    throw new ToolError('bad_answer', 'The dialer answered with bytes that are neither WAV, MP3 nor PDF.');
  }
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
  const { parseBuffer } = await import('music-metadata');
  try {
    const { format } = await parseBuffer(head, { mimeType: type, size: bytes }, { skipCovers: true });
    return {
      ...(format.duration && { duration_s: Math.round(format.duration * 10) / 10 }),
      channels: format.numberOfChannels,
      sample_rate_hz: format.sampleRate,
      codec: format.codec,
    };
  } catch {
    // The type is certain; a header that tells no more is said by leaving it out.
    return {};
  }
}
