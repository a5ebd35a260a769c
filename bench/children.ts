/** The processes that a measurement starts. None of them outlives the bench. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** BENCH_BUNDLE names another build, to compare two of them. */
export const BUNDLE = process.env.BENCH_BUNDLE ?? here('../dist/main.js');
export const MINIMAL_SDK = here('minimal-sdk.mjs');
export const BARE = here('bare.mjs');
export const BY_HAND = here('by-hand.mjs');
export const PAGES_BY_HAND = here('pages-by-hand.mjs');
const LARGE = here('large.mjs');
const ROWS = here('rows.mjs');

/** Lists all tools. */
export const ALL_TOOLS = ['--access', 'destructive'];

const running = new Set<ChildProcess>();

/** Settings of the person at the keyboard (HITRATE_*, NODE_OPTIONS, proxies) change nothing that is measured. */
function start(args: string[], env: Record<string, string>): ChildProcessByStdio<Writable, Readable, null> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  running.add(child);
  child.on('exit', () => running.delete(child));
  child.on('error', () => running.delete(child));
  // What is written to a child that has ended is missed by its reader.
  child.stdin.on('error', () => {});
  return child;
}

/** At once, without a word. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Lines of a child's stdout, each waited for. */
export interface Talk {
  readonly pid: number;
  write(text: string): void;
  /** @throws when the child ends before it has written another line. */
  line(): Promise<string>;
  /** The same without decoding it, which takes longer than some lines took to make. */
  rawLine(): Promise<Buffer[]>;
  end(): Promise<void>;
}

export function talk(args: string[], env: Record<string, string> = {}): Talk {
  const child = start(args, env);
  const lines: Buffer[][] = [];
  let rest: Buffer[] = [];
  let ended: Error | undefined;
  let waiting: { resolve(line: Buffer[]): void; reject(error: Error): void } | undefined;

  child.stdout.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
      lines.push([...rest, chunk.subarray(from, to)]);
      rest = [];
      from = to + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
    if (waiting && lines.length > 0) {
      waiting.resolve(lines.shift()!);
      waiting = undefined;
    }
  });
  const fail = (why: string) => {
    ended = new Error(`node ${args.join(' ')}: ${why}`);
    waiting?.reject(ended);
    waiting = undefined;
  };
  child.on('error', (error) => fail(error.message));
  child.on('close', (code, signal) => fail(`ended with ${signal ?? code}`));

  const rawLine = async () => {
    const line = lines.shift();
    if (line !== undefined) return line;
    if (ended) throw ended;
    return new Promise<Buffer[]>((resolve, reject) => {
      waiting = { resolve, reject };
    });
  };
  return {
    pid: child.pid!,
    write: (text) => child.stdin.write(text),
    rawLine,
    line: async () => Buffer.concat(await rawLine()).toString(),
    end: async () => {
      if (ended) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

/** The sandbox over HTTP, in a process of its own: its work is not the server's. */
export async function startDialer(
  args: string[] = [],
): Promise<{ url: string; token: string; end(): Promise<void> }> {
  const child = talk([BUNDLE, 'sandbox', '--port', '0', ...args]);
  const url = /http:\/\/\S+:\d+/.exec(await child.line())?.[0];
  if (!url) throw new Error('the sandbox did not tell its address');
  return { url, token: 'sandbox-admin', end: child.end };
}

/** A dialer and speech engine with recordings of any size, in a process of its own too. */
export async function startLarge(): Promise<{ url: string; end(): Promise<void> }> {
  const child = talk([LARGE]);
  return { url: await child.line(), end: child.end };
}

/** A dialer with so many calls and orders, which takes customers too. @param pageMs what a page of calls takes at least */
export async function startRows(count: number, pageMs = 0): Promise<{ url: string; end(): Promise<void> }> {
  const child = talk([ROWS, String(count), String(pageMs)]);
  return { url: await child.line(), end: child.end };
}
