/** Who may talk to the page's server: a browser that shows its own page, and nothing else. */
import type { IncomingMessage } from 'node:http';
import { isObject, parseJson } from '../../shared/json.ts';

export interface Refusal {
  status: number;
  why: string;
}

/** An answer with a passkey has some 2 kB. */
const MAX_BODY_BYTES = 16_384;

const refuse = (status: number, why: string): Refusal => ({ status, why });

/**
 * Returns the origin that a request is for: a name that somebody has made to mean this computer (DNS rebinding) is none.
 */
export function ownOrigin({ headers }: IncomingMessage, port: number): string | undefined {
  const { host } = headers;
  return host === `127.0.0.1:${port}` || host === `localhost:${port}` ? `http://${host}` : undefined;
}

/** Why a request is not answered, whatever it asks for; undefined where it may be. @param origin that of the page */
export function requestRefusal({ method, headers }: IncomingMessage, origin: string): Refusal | undefined {
  const fetchSite = headers['sec-fetch-site'];
  if (method === 'GET') {
    // A link in another page may lead here; a frame, an image or a script may not.
    if ((headers['sec-fetch-dest'] ?? 'document') !== 'document') return refuse(403, 'only as a page');
    return undefined;
  }
  if (method !== 'POST') return refuse(405, 'only GET and POST');
  if (headers.origin !== origin) return refuse(403, 'another origin');
  if (fetchSite !== undefined && fetchSite !== 'same-origin') return refuse(403, 'another site');
  if (!/^application\/json(\s*;\s*charset=utf-8)?$/i.test(headers['content-type'] ?? ''))
    return refuse(415, 'only JSON');
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) return refuse(413, 'too long');
  return undefined;
}

export type Body = Record<string, unknown>;

/** Returns the JSON object that was sent. */
export async function readBody(request: IncomingMessage): Promise<{ body: Body } | { refusal: Refusal }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    // Read to its end, since who leaves off earlier cuts the connection, and can't say why.
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_BODY_BYTES) return { refusal: refuse(413, 'too long') };
  const body = parseJson(Buffer.concat(chunks).toString('utf8'));
  if (isObject(body)) return { body };
  return { refusal: refuse(400, 'no JSON object') };
}
