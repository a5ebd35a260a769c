/** Answers to HTTP requests. */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { HttpAnswer } from '../mcp/http-exchange.ts';

export const replyText = (
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void => reply(response, status, 'text/plain; charset=utf-8', `${text}\n`, headers);

export const replyJson = (response: ServerResponse, status: number, body: object): void =>
  reply(response, status, 'application/json', JSON.stringify(body));

export function reply(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}

/** Resolves when it is sent, or the client is gone: whoever reads slowly has a request under way for as long. */
export async function replyAnswer(
  response: ServerResponse,
  { status, type, body }: HttpAnswer,
): Promise<void> {
  if (response.destroyed) return;
  if (typeof body === 'string' || !body) {
    if (body && type) reply(response, status, type, body);
    else response.writeHead(status, { 'content-length': 0 }).end();
    return finished(response).catch(() => {});
  }
  response.writeHead(status, {
    'content-type': type!,
    'cache-control': 'no-store',
    // Proxies that gather an answer would keep the progress back.
    'x-accel-buffering': 'no',
  });
  await pipeline(Readable.fromWeb(body as never), response).catch(() => {});
}
