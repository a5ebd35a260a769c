/** The body of an answer: decompressed, counted, capped. */
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ToolError } from '../../shared/tool-error.ts';

export interface RawResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Readable;
}

export const header = (raw: Pick<RawResponse, 'headers'>, name: string): string | undefined => {
  const value = raw.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** Stops reading a response, whatever has become of its connection. */
export const discardBody = ({ body }: Pick<RawResponse, 'body'>): void => {
  body.on('error', () => {}).destroy();
};

const DECOMPRESSORS = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** Returns the body as it was before it was compressed. @throws ToolError bad_answer for an unknown encoding */
export function decompress(raw: RawResponse): Readable {
  const encoding = header(raw, 'content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return raw.body;
  const decompressor = DECOMPRESSORS.get(encoding)?.();
  if (!decompressor) {
    discardBody(raw);
    throw new ToolError(
      'bad_answer',
      `The dialer's answer is packed in a way that can't be read (${encoding}).`,
    );
  }
  raw.body.on('error', (error) => decompressor.destroy(error));
  decompressor.on('close', () => raw.body.destroy());
  return raw.body.pipe(decompressor);
}

/** Returns the whole body, of at most `cap` bytes. @throws ToolError too_large; the rest is not read */
export async function readCapped(
  raw: RawResponse,
  cap: number,
  tooLarge: (bytes: string) => string,
): Promise<Buffer> {
  const announced = Number(header(raw, 'content-length'));
  const overCap = (bytes: string) => {
    discardBody(raw);
    return new ToolError('too_large', tooLarge(bytes), raw.status);
  };
  if (announced > cap) throw overCap(megabytes(announced));
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of decompress(raw) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > cap) throw overCap(`more than ${megabytes(cap)}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

export const megabytes = (bytes: number): string =>
  `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
