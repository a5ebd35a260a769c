/** Bodies of requests, as long as they may be. */
import type { IncomingMessage } from 'node:http';

/** No call of a tool comes near it: rows to import are files. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Returns undefined for a body that is too long; the rest of it is not read. @throws where the client goes away */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The connection must stay: the answer that the body is too long goes over it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, bytes);
}
