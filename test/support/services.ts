/** What the tests of the HTTP side share: a dialer made of bare sockets, and calls through the engine. */

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import type { CallHost } from '../../src/call/call.ts';
import { createServices, type Services } from '../../src/call/services.ts';
import { readConfig } from '../../src/config/config.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { SECRET } from './host.ts';

/** A read and a write that every fault is tried with. */
export const READ: [string, Record<string, unknown>] = ['list_offices', {}];
export const WRITE: [string, Record<string, unknown>] = [
  'create_call_result',
  { type: 'loss', title: 'Too dear' },
];
/** The read that tells whether WRITE was done. */
export const CHECK = 'list_call_results';
export const OFFICES = [{ id: 1, name: 'Uppsala' }];

export interface Outcome {
  kind: string;
  text: string;
}

export interface Calls {
  engine: Services;
  /** The kind of error, or `answer`. */
  call(tool: readonly [string, object], context?: Partial<CallHost>): Promise<Outcome>;
  close(): Promise<void>;
}

/** All tools on offer, in this process. */
export function callsTo(url: string, env: Record<string, string> = {}): Calls {
  const settings = {
    HITRATE_URL: url,
    HITRATE_TOKEN: SECRET,
    HITRATE_ACCESS: 'destructive',
    HITRATE_CONFIRM: 'token',
    HITRATE_TIMEOUT_MS: '1000',
    HITRATE_LOG_LEVEL: 'silent',
    ...env,
  };
  const engine = createServices(readConfig([], settings), env, async () => url);
  return {
    engine,
    call: async ([name, args], context) =>
      outcome(
        engine.caller
          .call(name, args, { signal: new AbortController().signal, ...context })
          .then(({ row }) => row),
      ),
    close: () => engine.close(),
  };
}

/** @throws what is no ToolError: a call must end in nothing else. */
export async function outcome(work: Promise<unknown>): Promise<Outcome> {
  try {
    return { kind: 'answer', text: JSON.stringify(await work) };
  } catch (error) {
    if (error instanceof ToolError) return { kind: error.kind, text: error.message };
    throw error;
  }
}

/** Answers one whole request; `text` is all of it. */
export type OnRequest = (socket: Socket, text: string) => void;

export interface RawDialer {
  url: string;
  /** Requests that came in whole, oldest first. */
  requests: string[];
  /** Connections made so far. */
  connections: number;
  /** Connections open now. */
  open: Set<Socket>;
  on(answer: OnRequest): void;
  close(): Promise<void>;
}

/** A dialer of bare sockets: for faults that node:http can't commit. */
export async function rawDialer(first: OnRequest): Promise<RawDialer> {
  let answer = first;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    dialer.connections++;
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end === -1) return;
      const whole = end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length < whole) return;
      const request = text.slice(0, whole);
      text = text.slice(whole);
      dialer.requests.push(request);
      answer(socket, request);
    });
  });
  const dialer: RawDialer = {
    url: '',
    requests: [],
    connections: 0,
    open,
    on: (next) => {
      answer = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  dialer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return dialer;
}

/** A well-made answer, for the call after the fault. */
export const answers =
  (value: unknown): OnRequest =>
  (socket) => {
    const body = JSON.stringify(value);
    socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}content-length: ${body.length}\r\n\r\n${body}`);
  };

export const JSON_TYPE = 'content-type: application/json\r\n';

/** An address where nothing listens. */
export async function deadUrl(): Promise<string> {
  const dialer = await rawDialer(() => {});
  await dialer.close();
  return dialer.url;
}
