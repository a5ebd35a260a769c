/** Ways in which a scripted dialer sends a file: whole, piece by piece, stalling, cut off. */
import { Readable } from 'node:stream';
import type { Script, Scripted } from './fake-dialer.ts';

/** With its length announced; else node:http sends chunks. */
export const announced = (body: Buffer, type = 'application/octet-stream'): Scripted => ({
  body,
  type,
  headers: { 'content-length': String(body.length) },
});

export const chunked = (body: Buffer, type = 'application/octet-stream'): Scripted => ({
  body,
  type,
  headers: { 'transfer-encoding': 'chunked' },
});

interface Pace {
  /** Bytes at a time. */
  piece?: number;
  /** Waited for between the pieces. */
  between?: () => Promise<unknown>;
  /** After so many bytes nothing more comes. */
  stallAt?: number;
  unannounced?: boolean;
}

/** A file that is sent piece by piece, no faster than it is taken. */
export interface Sending {
  script: Script;
  /** Bytes that the connection has taken so far. */
  sent(): number;
  /** The response is over, one way or the other. */
  over: Promise<void>;
}

export function sending(body: Buffer, pace: Pace = {}): Sending {
  const { piece = 64_000, between, stallAt = body.length, unannounced } = pace;
  let sent = 0;
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  async function* pieces() {
    while (sent < stallAt) {
      const bytes = body.subarray(sent, Math.min(sent + piece, stallAt));
      sent += bytes.length;
      yield bytes;
      await between?.();
    }
    if (stallAt < body.length) await over;
  }
  const script: Script = (_, response) => {
    response.on('close', end).writeHead(200, {
      'content-type': 'application/octet-stream',
      ...(!unannounced && { 'content-length': String(body.length) }),
    });
    Readable.from(pieces()).pipe(response);
    return undefined;
  };
  return { script, sent: () => sent, over };
}

/** Its start, then nothing. */
export const stalling = (body: Buffer): Sending => sending(body, { stallAt: 100_000 });

/** Half of it, then the connection breaks. */
export const cutting =
  (body: Buffer, headers: Record<string, string> = {}): Script =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream', ...headers });
    response.write(body.subarray(0, body.length / 2), () => setImmediate(() => response.destroy()));
    return undefined;
  };
