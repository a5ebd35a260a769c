import { request } from 'undici';
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

/** A Monday afternoon, as good as any. */
export const monday = new Date('2026-11-23T12:00:00Z');

export async function startDialer(options: SandboxOptions = {}): Promise<Dialer> {
  const sandbox = createSandbox({ now: monday, ...options });
  const { url, close } = await sandbox.listen();
  const call = async (what: string, { as = 'admin', body, raw, headers }: Options = {}): Promise<Answer> => {
    const [method, path] = what.split(' ') as [string, string];
    const answer = await request(url + path, {
      method: method as 'GET',
      headers: {
        ...(as === '' ? {} : { authorization: `Bearer sandbox-${as}` }),
        ...(body === undefined && raw === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    const type = String(answer.headers['content-type']);
    const text = bytes.toString('utf8');
    const json = type.startsWith('application/json') ? JSON.parse(text) : undefined;
    return { status: answer.statusCode, type, text, bytes, json };
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
