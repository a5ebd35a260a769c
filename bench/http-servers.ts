/** The servers that answer over HTTP in the measurements, and what asks them: each is a process of its own. */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashOfKey, newKey } from '../src/auth/bearer-key.ts';
import { BUNDLE, HTTP_LOAD, type LineProcess, startProcess } from './children.ts';

export const DIALER_TOKEN = 'bench';
const START_MS = 20_000;
const POLL_MS = 20;

export interface HttpServer {
  pid: number;
  /** Name and port. */
  host: string;
  end(): Promise<void>;
}

export interface TeamServer extends HttpServer {
  /** A key of each person. */
  keys: string[];
}

/** A message that is posted to /mcp. */
export interface Post {
  headers: Record<string, string>;
  body: object;
}

/** Starts a server whose first line is its address. */
export async function startHttpServer(script: string, dialerUrl: string): Promise<HttpServer> {
  const child = startProcess([script, dialerUrl, DIALER_TOKEN]);
  return { pid: child.pid, host: new URL(await child.line()).host, end: child.end };
}

/** Starts our server for so many people, who may ask as much as they like. */
export async function startTeamServer(people: number, dialerUrl: string): Promise<TeamServer> {
  const folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-bench-team-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'token'), DIALER_TOKEN, { mode: 0o600 });
  const keys = Array.from({ length: people }, newKey);
  const users = keys.map((key, index) => ({
    subject: `person-${index}`,
    token_file: 'token',
    access: 'destructive',
    key: hashOfKey(key),
  }));
  const path = join(folder, 'users.json');
  writeFileSync(path, JSON.stringify({ version: 1, users }), { mode: 0o600 });
  // It tells its address on stderr alone, which nobody reads here.
  const port = randomInt(20_000, 30_000);
  const child = startProcess([BUNDLE, 'serve', '--http', '--port', String(port), '--access', 'destructive'], {
    HITRATE_URL: dialerUrl,
    HITRATE_USERS: path,
    HITRATE_HTTP_LIMITS: 'requests_per_minute=1000000000,at_once=100000',
    HITRATE_STATE_DIR: join(folder, 'state'),
  });
  const host = `127.0.0.1:${port}`;
  await untilAlive(host);
  return { pid: child.pid, host, keys, end: child.end };
}

async function untilAlive(host: string): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (!(await fetch(`http://${host}/livez`).catch(() => undefined))?.ok) {
    if (performance.now() > deadline) throw new Error(`nothing answers at ${host}`);
    await sleep(POLL_MS);
  }
}

/** How a server did under load. Times in milliseconds. */
export interface LoadResult {
  requests: number;
  seconds: number;
  p50: number;
  p99: number;
}

export interface HttpLoad {
  /** Sends the same message for so long, on each connection once the one before is answered. */
  run(host: string, post: Post, connections: number, ms: number): Promise<LoadResult>;
  /** Has conversations on connections that stay open until the end. */
  open(host: string, conversations: Post[][]): Promise<void>;
  end(): Promise<void>;
}

const OPENED_AT_ONCE = 16;

export function startHttpLoad(): HttpLoad {
  const child = startProcess([HTTP_LOAD]);
  return {
    run: (host, post, connections, ms) =>
      give<LoadResult>(child, { order: 'load', host, post, connections, ms }),
    async open(host, conversations) {
      await give(child, { order: 'open', host, conversations, atOnce: OPENED_AT_ONCE });
    },
    end: child.end,
  };
}

/** @throws what went wrong there */
async function give<T>(child: LineProcess, order: object): Promise<T> {
  child.write(`${JSON.stringify(order)}\n`);
  const answer = JSON.parse(await child.line());
  if (answer.error) throw new Error(answer.error);
  return answer;
}
