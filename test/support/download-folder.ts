/** A download folder with a host that saves into it, for the tests of saved files. */
import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Host } from '../../src/mcp/client.ts';
import { type FakeDialer, fakeDialer } from './fake-dialer.ts';
import { announced } from './file-sending.ts';
import { newFolder } from './files.ts';
import { answerOf, startHost } from './host.ts';
import { noise, samples } from './recordings.ts';

export const CALL = ['get_call_recording', { call_id: 4371 }] as const;
export const ORDER = ['get_order_recording', { order_id: 39 }] as const;
export const SMS = ['get_sms_history_pdf', { customer_id: 922 }] as const;
export const FILE = { deliver: 'file' };

export let dialer: FakeDialer;
/** What is outside of the folder that is set up. */
export let outside: string;
export let folder: string;
export let host: Host;

/** Starts them for a test file, and empties the folder before each test. */
export function useDownloadFolder(): void {
  beforeAll(async () => {
    outside = newFolder();
    folder = join(outside, 'downloads');
    mkdirSync(folder);
    dialer = await fakeDialer();
    host = await startHost({ HITRATE_URL: dialer.url, HITRATE_DOWNLOAD_DIR: folder });
  });
  afterAll(async () => {
    await host.close();
    await dialer.close();
  });
  beforeEach(() => {
    for (const name of readdirSync(outside)) if (name !== 'downloads') rmSync(join(outside, name));
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    dialer.requests.length = 0;
  });
}

export const { wav, mp3 } = samples[0]!;
export const minute = noise('a minute', 60);
export const other = noise('another', 60);
export const name = 'call-4371.wav';
export const saved = () => join(folder, name);
export const mode = (path: string) => (lstatSync(path).mode & 0o7777).toString(8);

/** What tells whether a file was touched. */
export const identity = (path: string) => {
  const { ino, mode, mtimeMs, ctimeMs } = lstatSync(path);
  return { ino, mode, mtimeMs, ctimeMs };
};

export async function save(
  body: Buffer,
  tool: readonly [string, Record<string, unknown>] = CALL,
  from = host,
) {
  dialer.script(() => announced(body));
  return answerOf(from, tool, FILE);
}
