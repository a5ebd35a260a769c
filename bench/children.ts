/** The child processes that a measurement starts. None of them outlives the bench. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { blankProduct } from '../src/sandbox/data/product.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** BENCH_BUNDLE names another build, to compare two of them. */
export const BUNDLE = process.env.BENCH_BUNDLE ?? here('../dist/main.js');
/** What is in this folder runs as bare Node, without a loader that would be measured too: so it is JavaScript. */
export const MINIMAL_SDK_SERVER = here('processes/minimal-sdk-server.mjs');
export const BARE_SERVER = here('processes/bare-server.mjs');
export const MINIMAL_HTTP_SERVER = here('processes/minimal-http-server.mjs');
export const MINIMAL_STATELESS_SERVER = here('processes/minimal-stateless-server.mjs');
export const BARE_HTTP_SERVER = here('processes/bare-http-server.mjs');
export const HTTP_LOAD = here('processes/http-load.mjs');
export const RESOURCE_BY_HAND = here('processes/resource-by-hand.mjs');
export const PAGES_BY_HAND = here('processes/pages-by-hand.mjs');
const RECORDINGS_DIALER = here('processes/recordings-dialer.mjs');
const ROWS_DIALER = here('processes/rows-dialer.mjs');
const PRODUCT_DIALER = here('processes/product-dialer.mjs');

/** Lists all tools. */
export const ALL_TOOLS = ['--access', 'destructive'];

/** Of the children alone: what they count is not the person's. */
const stateDir = mkdtempSync(join(tmpdir(), 'hitrate-mcp-bench-state-'));
process.on('exit', () => rmSync(stateDir, { recursive: true, force: true }));

const running = new Set<ChildProcess>();

/** Starts a child with no settings of the person at the keyboard (HITRATE_*, NODE_OPTIONS, proxies). */
function start(args: string[], env: Record<string, string>): ChildProcessByStdio<Writable, Readable, null> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, HITRATE_STATE_DIR: stateDir, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  running.add(child);
  child.on('exit', () => running.delete(child));
  child.on('error', () => running.delete(child));
  // That a child has ended is told to whoever reads from it.
  child.stdin.on('error', () => {});
  return child;
}

/** Kills all children at once. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** A child whose stdout is read line by line. */
export interface LineProcess {
  readonly pid: number;
  write(text: string): void;
  /** @throws when the child ends before it has written another line. */
  line(): Promise<string>;
  /** The same without decoding it, which takes longer than some lines took to make. */
  rawLine(): Promise<Buffer[]>;
  end(): Promise<void>;
}

export function startProcess(args: string[], env: Record<string, string> = {}): LineProcess {
  const child = start(args, env);
  const lines: Buffer[][] = [];
  let partialLine: Buffer[] = [];
  let failure: Error | undefined;
  let reader: { resolve(line: Buffer[]): void; reject(error: Error): void } | undefined;

  child.stdout.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
      lines.push([...partialLine, chunk.subarray(from, to)]);
      partialLine = [];
      from = to + 1;
    }
    if (from < chunk.length) partialLine.push(chunk.subarray(from));
    if (reader && lines.length > 0) {
      reader.resolve(lines.shift()!);
      reader = undefined;
    }
  });
  const fail = (reason: string) => {
    failure = new Error(`node ${args.join(' ')}: ${reason}`);
    reader?.reject(failure);
    reader = undefined;
  };
  child.on('error', (error) => fail(error.message));
  child.on('close', (code, signal) => fail(`ended with ${signal ?? code}`));

  const rawLine = async () => {
    const line = lines.shift();
    if (line !== undefined) return line;
    if (failure) throw failure;
    return new Promise<Buffer[]>((resolve, reject) => {
      reader = { resolve, reject };
    });
  };
  return {
    pid: child.pid!,
    write: (text) => child.stdin.write(text),
    rawLine,
    line: async () => Buffer.concat(await rawLine()).toString(),
    end: async () => {
      if (failure) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

interface DialerProcess {
  url: string;
  end(): Promise<void>;
}

/** Starts the sandbox over HTTP, in a process of its own: its work is not the server's. */
export async function startSandbox(args: string[] = []): Promise<DialerProcess & { token: string }> {
  const child = startProcess([BUNDLE, 'sandbox', '--port', '0', ...args]);
  const url = /http:\/\/\S+:\d+/.exec(await child.line())?.[0];
  if (!url) throw new Error('the sandbox did not tell its address');
  return { url, token: 'sandbox-admin', end: child.end };
}

/** Starts a dialer and speech engine with recordings of any size. */
export const startRecordingsDialer = (): Promise<DialerProcess> => startOwnDialer(RECORDINGS_DIALER);

/**
 * Starts a dialer with so many calls and orders, which accepts customers too. @param pageMs how long a page of calls
 * takes at least
 */
export const startRowsDialer = (rows: number, pageMs = 0): Promise<DialerProcess> =>
  startOwnDialer(ROWS_DIALER, String(rows), String(pageMs));

/** Starts a dialer that answers at once, and always the same. */
export function startProductDialer(): Promise<DialerProcess> {
  const { fields: _, ...product } = {
    ...blankProduct(1, 2),
    client_id: 2,
    artnr: '10001',
    title: 'Dog box',
    product_type_id: 2,
    periodicity_id: 4,
    periodicity_parts: 12,
    price: 399,
  };
  return startOwnDialer(PRODUCT_DIALER, JSON.stringify(product));
}

async function startOwnDialer(...args: string[]): Promise<DialerProcess> {
  const child = startProcess(args);
  return { url: await child.line(), end: child.end };
}
