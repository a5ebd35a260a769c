import { request } from 'node:http';
import { afterEach, beforeEach } from 'vitest';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.ts';

export interface Answer {
  status: number;
  type: string;
  text: string;
  bytes: Buffer;
  json: any;
}

export interface Options {
  as?: string;
  body?: unknown;
  raw?: string | Buffer;
  headers?: Record<string, string>;
}

export interface Dialer {
  sandbox: Sandbox;
  url: string;
  call(what: string, options?: Options): Promise<Answer>;
  close(): Promise<void>;
}

/** Not fetch, which sends no body with a GET. */
function send(
  url: string,
  method: string,
  body: string | Buffer | undefined,
  headers: Record<string, string>,
) {
  return new Promise<{ status: number; type: string; bytes: Buffer }>((resolve, reject) => {
    const sent = request(url, { method, headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      const { statusCode = 0, headers: got } = answer;
      resolve({ status: statusCode, type: String(got['content-type']), bytes: Buffer.concat(chunks) });
    });
    sent.on('error', reject);
    // A GET has no body by itself, and then Node would send no length with it.
    if (body !== undefined) sent.setHeader('content-length', Buffer.byteLength(body));
    sent.end(body);
  });
}

/** A Monday afternoon, as good as any. */
export const monday = new Date('2026-11-23T12:00:00Z');

export async function startDialer(options: SandboxOptions = {}): Promise<Dialer> {
  const sandbox = createSandbox({ now: monday, ...options });
  const { url, close } = await sandbox.listen();
  const call = async (what: string, { as = 'admin', body, raw, headers }: Options = {}): Promise<Answer> => {
    const [method, path] = what.split(' ') as [string, string];
    const answer = await send(
      url + path,
      method,
      raw ?? (body === undefined ? undefined : JSON.stringify(body)),
      {
        ...(as === '' ? {} : { authorization: `Bearer sandbox-${as}` }),
        ...(body === undefined && raw === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    );
    const { status, type, bytes } = answer;
    const text = bytes.toString('utf8');
    const json = type.startsWith('application/json') ? JSON.parse(text) : undefined;
    return { status, type, text, bytes, json };
  };
  return { sandbox, url, call, close };
}

/** A fresh dialer for every test of a file, a small one, since most of them look at one thing only. */
export function useDialer(options: SandboxOptions = { calls: 500 }): () => Dialer {
  let dialer: Dialer;
  beforeEach(async () => {
    dialer = await startDialer(options);
  });
  afterEach(() => dialer.close());
  return () => dialer;
}
