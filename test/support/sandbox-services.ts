/** What the tests of answers share: a sandbox behind a door that counts requests and can answer in its place. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { CallHost, CallResult } from '../../src/call/call.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import type { Call, Customer, Order, Sms, State } from '../../src/sandbox/state.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { type Arrived, fakeDialer, type Script, type Scripted } from './fake-dialer.ts';
import { type Calls, callsTo } from './services.ts';

type Answer = Scripted | 'sandbox' | undefined;
type Instead = (...args: Parameters<Script>) => Answer | Promise<Answer>;

export interface World {
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

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

export const TOKEN = 'sandbox-admin';

/** Gone after the test. */
export async function world(env: Record<string, string> = {}): Promise<World> {
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
  closing.push(close, door.close, () => Promise.all(engines.map((one) => one.close())));
  const reply: World['reply'] = (tool, args = {}, context = {}) =>
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

/** An empty folder, gone after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hitrate-mcp-insight-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Rows of an answer as objects. */
export const table = ({ columns = [], rows = [] }: { columns?: string[]; rows?: unknown[][] }): any[] =>
  rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));

/** `YYYY-MM-DD HH:mm:ss` in Stockholm, made without the code under test. */
export const localSecond = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleString('sv-SE', { timeZone: 'Europe/Stockholm' });

/** The same to the minute. */
export const local = (seconds: number): string => localSecond(seconds).slice(0, 16);

let next = 900_000;

/** One more customer, like 922, with nothing of its own. */
export function addCustomer(state: State, more: Partial<Customer> = {}): Customer {
  const like = structuredClone(state.customers.get(922)!);
  const customer: Customer = { ...like, id: ++next, custom_fields: [], ...more };
  state.customers.set(customer.id, customer);
  return customer;
}

/** One more call, like the one of order 39, without a recording. */
export function addCall(state: State, more: Partial<Call>): Call {
  const like = state.calls.find(({ id }) => id === 4371)!;
  const call: Call = { ...like, id: ++next, recording: false, ...more };
  state.calls.push(call);
  state.calls.sort((a, b) => a.init_time - b.init_time);
  return call;
}

/** One more order, like 39, without a recording. */
export function addOrder(state: State, more: Partial<Order>): Order {
  const like = structuredClone(state.orders.get(39)!);
  const order: Order = { ...like, id: ++next, order_recording_id: null, ...more };
  state.orders.set(order.id, order);
  return order;
}

const SMS = { customer_id: 922, campaign_id: 2, user_id: 6, message: 'Hej', sent: 0 };

/** One more SMS to the customer. */
export function addSms(state: State, more: Partial<Sms>): Sms {
  const sms: Sms = { ...SMS, sender: 'Djurboxen', sms_type: 'Customer SMS', ...more };
  state.sms.push(sms);
  state.sms.sort((a, b) => a.sent - b.sent);
  return sms;
}
