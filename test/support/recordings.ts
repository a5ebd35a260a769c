/** What the tests of recordings share: the spoken samples, and a host in process. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { CallToolResult, ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, expect } from 'vitest';
import { connectHost, type Host } from '../../src/mcp/client.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import type { Script, Scripted } from './fake-dialer.ts';
import { bundle, SECRET } from './host.ts';

const folder = new URL('../../src/sandbox/speech/', import.meta.url);

export interface Sample {
  name: string;
  seconds: number;
  wav: Buffer;
  mp3: Buffer;
}

/** Every sample, with its length as it was measured when it was made. */
export const samples: Sample[] = JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')).map(
  ({ name, seconds }: Sample) => ({
    name,
    seconds,
    wav: readFileSync(new URL(`${name}.wav`, folder)),
    mp3: readFileSync(new URL(`${name}.mp3`, folder)),
  }),
);

/** PCM of silence: WAV with the given form. */
export function silence(seconds: number, rate: number, channels: number): Buffer {
  const data = Buffer.alloc(seconds * rate * channels * 2);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * channels * 2, 28);
  head.writeUInt16LE(channels * 2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

export const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

/** A sandbox over HTTP, and a call of its that was recorded. */
export async function spokenSandbox() {
  const sandbox = createSandbox();
  const listening = await sandbox.listen();
  const recorded = sandbox.state.calls.filter((call) => call.recording);
  return { ...listening, state: sandbox.state, recorded };
}

export const fetched = async (url: string): Promise<Buffer> => {
  const answer = await fetch(url, { headers: { authorization: 'Bearer sandbox-admin' } });
  return Buffer.from(await answer.arrayBuffer());
};

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** WAV that is as long as others and sounds like none of them. */
export function noise(seed: string, seconds: number, rate = 8000, channels = 2): Buffer {
  const wav = silence(seconds, rate, channels);
  return wav.fill(createHash('sha256').update(seed).digest(), 44);
}

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

/** All that a tool's answer consists of. */
export async function answerOf(
  host: Host,
  [name, args]: readonly [string, Record<string, unknown>],
  more: Record<string, unknown> = {},
  signal?: AbortSignal,
): Promise<{ about: any; besides: any; text: string; isError: boolean }> {
  const result = (await host.client.callTool({ name, arguments: { ...args, ...more } }, undefined, {
    signal,
  })) as CallToolResult;
  expect(JSON.stringify(result)).not.toContain(SECRET);
  const [first, besides, ...rest] = result.content;
  expect(rest).toEqual([]);
  const { text } = first as { text: string };
  if (result.isError) expect(result).toEqual({ isError: true, content: [{ type: 'text', text }] });
  else expect(result).not.toHaveProperty('structuredContent');
  return {
    about: result.isError ? undefined : JSON.parse(text),
    besides,
    text,
    isError: result.isError === true,
  };
}

export const bytesOf = (read: ReadResourceResult): Buffer =>
  Buffer.from((read.contents[0] as { blob: string }).blob, 'base64');

/** An empty folder, gone again after the tests of the file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hitrate-mcp-recordings-'));
  folders.push(folder);
  return folder;
}
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A host whose server is started by a line of shell, as `"$@"`: under another umask, by another user. */
export const startBehind = (shell: string, env: Record<string, string>): Promise<Host> =>
  connectHost({
    command: 'sh',
    args: ['-c', shell, 'sh', process.execPath, bundle],
    env: { HITRATE_TOKEN: SECRET, HITRATE_LOG_LEVEL: 'silent', ...env },
  });
