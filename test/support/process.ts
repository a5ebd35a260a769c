/** The built server as a bare process: what goes in on stdin, every line that comes out, and how it ends. */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { bundle, SECRET } from './host.ts';
import { until } from './waiting.ts';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  /** What came on stdout so far. */
  stdout(): string;
  stderr(): string;
  /** Messages on stdout so far. @throws where a line is no JSON-RPC. */
  messages(): any[];
  send(...messages: object[]): void;
  /** The answer to the request with that id. */
  answer(id: number): Promise<any>;
  ended: Promise<Ended>;
  /** Ends stdin or sends a signal. @returns the milliseconds until the process was gone. */
  end(how?: 'stdin' | NodeJS.Signals): Promise<number>;
}

export interface RunOptions {
  env?: Record<string, string>;
  cwd?: string;
}

/** With no environment but what is given. */
export function run(args: string[], { env = {}, cwd }: RunOptions = {}): Running {
  const child = spawn(process.execPath, [bundle, ...args], { env, cwd });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const read: any[] = [];
  let readTo = 0;
  const messages = () => {
    const end = stdout.lastIndexOf('\n') + 1;
    if (end > readTo)
      read.push(
        ...stdout
          .slice(readTo, end - 1)
          .split('\n')
          .map(jsonRpc),
      );
    readTo = Math.max(readTo, end);
    return read;
  };
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    messages,
    send: (...sent) => void child.stdin.write(sent.map((one) => `${JSON.stringify(one)}\n`).join('')),
    async answer(id) {
      await until(() => messages().some((one) => one.id === id));
      return messages().find((one) => one.id === id);
    },
    ended,
    async end(how = 'stdin') {
      if (child.exitCode !== null || child.signalCode !== null) return 0;
      const started = performance.now();
      const gone = new Promise((resolve) => child.on('exit', resolve));
      if (how === 'stdin') child.stdin.end();
      else child.kill(how);
      await gone;
      return performance.now() - started;
    },
  };
}

/** Runs a command to its end, with nothing on stdin: a server with a wrong setting stays for as long as a host does. */
export function finished(args: string[], options?: RunOptions): Promise<Ended> {
  const { child, ended } = run(args, options);
  child.stdin!.end();
  return ended;
}

/** A server against the given dialer, before any word of a host. */
export const serve = (url: string, env: Record<string, string> = {}, cwd?: string): Running =>
  run([], {
    env: { HITRATE_URL: url, HITRATE_TOKEN: SECRET, HITRATE_LOG_LEVEL: 'silent', ...env },
    cwd,
  });

export function jsonRpc(line: string): any {
  const message = JSON.parse(line);
  expect(message).toMatchObject({ jsonrpc: '2.0' });
  expect('id' in message || 'method' in message).toBe(true);
  return message;
}

export const initialize = (capabilities: object = {}) => ({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities, clientInfo: { name: 'test', version: '1' } },
});
export const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };
export const request = (id: number, method: string, params: object = {}) => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
});
export const toolCall = (id: number, name: string, args: object = {}, meta?: object) =>
  request(id, 'tools/call', { name, arguments: args, ...(meta && { _meta: meta }) });

/** Shakes hands. */
export async function greet(server: Running, capabilities?: object): Promise<void> {
  server.send(initialize(capabilities));
  await server.answer(0);
  server.send(initialized);
}

/** Whether a process runs, zombies aside. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // One that has ended stays on the list until its new parent looks.
  const stat = `/proc/${pid}/stat`;
  return !existsSync('/proc/self/stat') || (existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8')));
}
