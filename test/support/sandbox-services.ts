/** Services on a sandbox, behind a door that counts requests and can answer in its place. */
import { request } from 'node:http';
import type { CallHost, CallResult } from '../../src/call/call.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import type { State } from '../../src/sandbox/state.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { afterThisTest } from './cleanup.ts';
import { type Arrived, fakeDialer, type Script, type Scripted } from './fake-dialer.ts';
import { type Calls, callsTo } from './services.ts';

type Answer = Scripted | 'sandbox' | undefined;
type Instead = (...args: Parameters<Script>) => Answer | Promise<Answer>;

export interface SandboxServices {
  state: State;
  url: string;
  /** What has come to the dialer, oldest first. */
  requests: Arrived[];
  /** Answers in the sandbox's place, except where it says `sandbox`. */
  instead(script: Instead): void;
  /** Another process of the server, with nothing in memory. */
  fresh(env?: Record<string, string>): void;
  reply(tool: string, args?: object, context?: Partial<CallHost>): Promise<CallResult>;
  /** The answer. @throws ToolError */
  ask(tool: string, args?: object, context?: Partial<CallHost>): Promise<any>;
  /** The error, as a host is told. */
  refused(tool: string, args?: object): Promise<string>;
  calls: Calls;
}

export const TOKEN = 'sandbox-admin';

/** Gone after the test. */
export async function sandboxServices(env: Record<string, string> = {}): Promise<SandboxServices> {
  const sandbox = createSandbox({ calls: 400 });
  const { port, close } = await sandbox.listen();
  let script: Instead = () => 'sandbox';
  const door = await fakeDialer(async (arrived, response) => {
    const answer = await script(arrived, response);
    return answer === 'sandbox' ? forwarded(port, arrived) : answer;
  });
  const start = (more: Record<string, string> = {}) =>
    callsTo(door.url, { HITRATE_TOKEN: TOKEN, HITRATE_TIMEOUT_MS: '20000', ...env, ...more });
  const engines = [start()];
  afterThisTest(close);
  afterThisTest(door.close);
  afterThisTest(() => Promise.all(engines.map((one) => one.close())));
  const reply: SandboxServices['reply'] = (tool, args = {}, context = {}) =>
    engines.at(-1)!.engine.caller.call(tool, args, { signal: new AbortController().signal, ...context });
  return {
    state: sandbox.state,
    url: door.url,
    requests: door.requests,
    instead: (next) => {
      script = next;
    },
    fresh: (more) => {
      engines.push(start(more));
    },
    get calls() {
      return engines.at(-1)!;
    },
    reply,
    ask: async (...call) => (await reply(...call)).row,
    refused: (...call) =>
      reply(...call).then(
        ({ row }) => `answer: ${JSON.stringify(row)}`,
        (error) => {
          if (error instanceof ToolError) return `${error.kind}: ${error.message}`;
          throw error;
        },
      ),
  };
}

/** By node:http, since fetch sends no body with GET. */
function forwarded(port: number, { method, url, headers, body }: Arrived): Promise<any> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const { authorization } = headers;
  return new Promise((resolve, reject) => {
    const sent = request({
      port,
      method,
      path: url,
      headers: {
        authorization,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      },
    });
    sent.on('error', reject).on('response', async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const headers = { 'content-length': String(body.length) };
      resolve({ status: answer.statusCode, type: answer.headers['content-type'], headers, body });
    });
    sent.end(text);
  });
}

/** A broken answer to whatever has a path like that. */
export const failing =
  (path: RegExp, answer: object = { status: 500, body: { message: 'It broke' } }): Instead =>
  (arrived) =>
    path.test(arrived.path) ? answer : 'sandbox';

/** No answer at all to whatever has a path like that. */
export const silent =
  (path: RegExp): Instead =>
  (arrived) =>
    path.test(arrived.path) ? undefined : 'sandbox';
