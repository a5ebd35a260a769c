/** A speech server that a test scripts: real HTTP on loopback, which takes no form but a well-made one. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

interface Part {
  name: string;
  filename?: string;
  type?: string;
  bytes: Buffer;
}

export interface Posted {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  /** In their order. */
  parts: Part[];
  /** The text fields; the file is in `parts` alone. */
  fields: Record<string, string>;
  at: number;
}

export interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  /** JSON value, text or bytes. */
  body?: unknown;
}

/** What to answer; undefined when the script has dealt with the response itself. */
export type Script = (posted: Posted, response: ServerResponse) => Scripted | undefined;

export interface SpeechServer {
  origin: string;
  url: string;
  posted: Posted[];
  /** Connections open now. */
  open: Set<Socket>;
  /** What happens before the body is read; then nothing else does. */
  beforeBody?: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

export async function speechServer(script: Script): Promise<SpeechServer> {
  const open = new Set<Socket>();
  const http = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    if (server.beforeBody) return server.beforeBody(request, response);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const answer = answerTo(request, Buffer.concat(chunks), response);
    if (!answer) return;
    const { body = {} } = answer;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body));
  });
  http.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
  });
  function answerTo(request: IncomingMessage, body: Buffer, response: ServerResponse) {
    let parts: Part[];
    try {
      parts = multipart(request.headers, body);
    } catch (error) {
      return { status: 418, body: { error: `no well-made form: ${(error as Error).message}` } };
    }
    const fields = Object.fromEntries(
      parts.filter((part) => part.filename === undefined).map(({ name, bytes }) => [name, bytes.toString()]),
    );
    const { method, url, headers } = request;
    const posted = { method: method!, url: url!, headers, parts, fields, at: performance.now() };
    server.posted.push(posted);
    return script(posted, response);
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const server: SpeechServer = {
    origin,
    url: `${origin}/v1/audio/transcriptions`,
    posted: [],
    open,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

/** RFC 7578, to the letter. @throws Error for what departs from it */
function multipart(headers: IncomingHttpHeaders, body: Buffer): Part[] {
  const boundary = /^multipart\/form-data; boundary=([\w'()+,./:=?-]{1,70})$/.exec(
    headers['content-type'] ?? '',
  )?.[1];
  if (!boundary) throw new Error(`content type ${headers['content-type']}`);
  if (Number(headers['content-length']) !== body.length) throw new Error('content length');
  const text = body.toString('latin1');
  const pieces = `\r\n${text}`.split(`\r\n--${boundary}`);
  if (pieces.shift() !== '') throw new Error('a preamble');
  if (pieces.pop()?.trimEnd() !== '--') throw new Error('no end');
  return pieces.map((piece) => {
    const found = /^\r\n((?:[^\r\n]+\r\n)+)\r\n([\s\S]*)$/.exec(piece);
    if (!found) throw new Error('a part without a head');
    const head = found[1]!;
    const named =
      /^content-disposition: form-data; name="([^"\r\n]+)"(?:; filename="([^"\r\n]+)")?\r$/im.exec(head);
    if (!named) throw new Error(`a part without a name: ${head}`);
    return {
      name: named[1]!,
      filename: named[2],
      type: /^content-type: (\S+)\r$/im.exec(head)?.[1],
      bytes: Buffer.from(found[2]!, 'latin1'),
    };
  });
}
