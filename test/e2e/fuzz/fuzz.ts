/**
 * The built server under calls that nobody would make on purpose. What must hold: each request is answered once, in
 * JSON-RPC and within bounds; nothing fails inside; no guarded act goes out without a yes; memory stays flat.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '../../../src/sandbox/seed/random.ts';
import { bundle } from '../../support/host.ts';
import { fuzzDialer } from './dialer.ts';
import { oddFrame } from './frames.ts';
import { DEEP, deepText, type Schema, values } from './values.ts';

export interface Fuzzed {
  calls: number;
  /** Requests that arrived at the dialer. */
  requests: number;
  seconds: number;
  /** Resident memory in MB: after a warm-up, and at the end. */
  memory: [number, number];
  /** How often each kind of answer came. */
  outcomes: Record<string, number>;
  /** What must not be, the first ones of each sort. */
  violations: string[];
}

interface Options {
  seed: number;
  calls: number;
}

const LONGEST_ANSWER = 45_000;
const LONGEST_ERROR = 4_200;
/** Requests under way at a time. */
const WINDOW = 64;
/** The slowest call, with its own time-out and pauses between tries. */
const HANG_MS = 20_000;
const TIMEOUT_MS = 4_000;
/** Of the resident memory between a fifth of the way and the end. */
const GROWTH = 1.35;
const SLACK_MB = 40;
const MOST = 20;
/** Tools of many requests, which would take all the time. */
const HEAVY = /^(collect|export|import|customer_overview|call_report|order_report|check_)/;
const KINDS =
  /^(invalid_arguments|not_found|permission_denied|unauthenticated|conflict|rejected|too_large|rate_limited|unavailable|timeout|outcome_unknown|bad_answer): /;

export async function fuzz({ seed, calls }: Options): Promise<Fuzzed> {
  const r = random(seed);
  const make = values(r);
  const dialer = await fuzzDialer(seed);
  const folder = mkdtempSync(join(tmpdir(), 'hitrate-fuzz-'));
  const child = spawn(process.execPath, [bundle, '--access', 'destructive'], {
    env: {
      PATH: process.env.PATH,
      HITRATE_URL: dialer.url,
      HITRATE_TOKEN: 'sandbox-admin',
      HITRATE_TIMEOUT_MS: String(TIMEOUT_MS),
      HITRATE_DOWNLOAD_DIR: folder,
      HITRATE_STATE_DIR: join(folder, '.state'),
      HITRATE_CONFIRM: 'token',
      HITRATE_LIMITS: 'none',
      HITRATE_CALLING_HOURS: 'always',
      HITRATE_LOG_LEVEL: 'error',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  const violations: string[] = [];
  const seen = new Map<string, number>();
  const violate = (sort: string, what: string) => {
    const count = (seen.get(sort) ?? 0) + 1;
    seen.set(sort, count);
    if (count <= 3 && violations.length < MOST) violations.push(`${sort}: ${what.slice(0, 1_500)}`);
  };
  /** The lines of requests under way; of those that were cancelled no answer is due, and none wrong. */
  const open = new Map<string | number, string>();
  const cancelled = new Map<string | number, string>();
  const outcomes: Record<string, number> = {};
  const count = (outcome: string) => {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  };
  let tools: { name: string; inputSchema: Schema }[] = [];
  /** Of confirmations, by tool: used for another one, where they must not hold. */
  const tokens = new Map<string, string>();
  let lastAnswer = performance.now();
  let awake = () => {};

  function read(line: string) {
    let message: any;
    try {
      message = JSON.parse(line);
    } catch {
      return violate('stray stdout', line);
    }
    if (message.jsonrpc !== '2.0') return violate('no JSON-RPC', line);
    if (message.method !== undefined) return count(message.id === undefined ? 'notification' : 'request');
    const asked = open.get(message.id) ?? cancelled.get(message.id);
    if (asked === undefined) return violate('answered twice or unasked', line);
    open.delete(message.id);
    cancelled.delete(message.id);
    lastAnswer = performance.now();
    const wrong = (sort: string) => violate(sort, `${asked.slice(0, 700)} -> ${line.slice(0, 700)}`);
    const { result, error } = message;
    if (error) {
      count(`error ${error.code}`);
      if (typeof error.message !== 'string' || /\n|Zod|"code":/.test(error.message)) wrong('a dump');
      if (error.message?.length > LONGEST_ERROR) wrong('a long error');
      if (!error.message?.isWellFormed()) wrong('half a character');
      if (error.code === -32603 && !KINDS.test(error.message)) wrong('an internal error');
      return;
    }
    if (result.tools) tools = result.tools;
    if (!result.content) return count('result');
    const text: string = result.content[0]?.text ?? '';
    if (/itself failed/.test(text)) wrong('itself failed');
    if (!text.isWellFormed()) wrong('half a character');
    if ('structuredContent' in result) wrong('structuredContent');
    if (result.isError) {
      const kind = KINDS.exec(text)?.[1];
      if (!kind) wrong('an error of no kind');
      if (text.length > LONGEST_ERROR) wrong('a long error');
      return count(kind ?? 'no kind');
    }
    if (text.length > LONGEST_ANSWER) wrong('a long answer');
    const token = /"token":"([^"]+)"/.exec(text)?.[1];
    if (token) tokens.set(JSON.parse(asked).params.name, token);
    count(token ? 'confirmation_required' : 'answer');
  }

  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) read(line);
    awake();
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-20_000);
  });
  const ended = once(child, 'close');
  process.once('exit', () => child.kill('SIGKILL'));
  let gone: string | undefined;
  child.on('exit', (code, signal) => {
    gone = `${signal ?? code}`;
    awake();
  });

  const write = (line: string | Buffer) =>
    child.stdin.write(typeof line === 'string' ? `${line}\n` : Buffer.concat([line, Buffer.from('\n')]));
  const ask = (id: string | number, method: string, params: unknown) => {
    const line = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    open.set(id, line);
    write(line.includes(DEEP) ? line.replaceAll(`"${DEEP}"`, deepText(200_000)) : line);
  };
  const answered = async (holds: () => boolean) => {
    while (!holds() && gone === undefined) {
      if (performance.now() - lastAnswer > HANG_MS) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        awake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return gone === undefined;
  };

  const started = performance.now();
  ask('init', 'initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'fuzz', version: '1' },
  });
  write('{"jsonrpc":"2.0","method":"notifications/initialized"}');
  ask('list', 'tools/list', {});
  await answered(() => open.size === 0);
  const light = tools.filter(({ name }) => !HEAVY.test(name));
  const heavy = tools.filter(({ name }) => HEAVY.test(name));
  const megabytes = () =>
    gone === undefined
      ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1_000
      : 0;
  let warm = 0;

  for (let i = 1; i <= calls; i++) {
    if (i === Math.ceil(calls / 5)) warm = megabytes();
    if (open.size >= WINDOW && !(await answered(() => open.size < WINDOW))) break;
    // Ids of both kinds.
    const id = r.chance(0.9) ? i : `id-${i}`;
    if (r.chance(0.06)) {
      const { line, answered: due } = oddFrame(r, make, id);
      if (due) open.set(id, String(line));
      write(typeof line === 'string' ? line.replaceAll(`"${DEEP}"`, deepText(200_000)) : line);
      continue;
    }
    const tool = r.pick(r.chance(0.01) ? heavy : light);
    const args = make.members(tool.inputSchema);
    const guarded = 'confirm' in (tool.inputSchema.properties ?? {}) && r.chance(0.3);
    const stolen = guarded ? [...tokens].find(([name]) => name !== tool.name)?.[1] : undefined;
    ask(id, 'tools/call', {
      name: r.chance(0.003) ? make.text() : tool.name,
      arguments: stolen && typeof args === 'object' && args ? { ...args, confirm: stolen } : args,
      ...(r.chance(0.05) && { _meta: { progressToken: r.pick([1, 'p', '__proto__']) } }),
    });
    if (r.chance(0.02)) {
      write(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } }));
      cancelled.set(id, open.get(id)!);
      open.delete(id);
    }
  }

  if (!(await answered(() => open.size === 0)) && gone === undefined)
    for (const line of open.values()) violate('never answered', line);
  if (gone !== undefined) violate('a crash', `ended with ${gone}: ${stderr.slice(-1_000)}`);
  const seconds = (performance.now() - started) / 1_000;
  const memory: [number, number] = [warm, megabytes()];
  if (memory[1] > warm * GROWTH + SLACK_MB)
    violate(
      'memory',
      `${Math.round(warm)} MB after a fifth of the calls, ${Math.round(memory[1])} MB at the end`,
    );
  for (const act of dialer.unconfirmed) violate('an act without a yes', act);
  for (const line of stderr.split('\n').slice(1, -1))
    if (!line.startsWith('{')) violate('stray stderr', line);
  child.stdin.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
  if (gone !== '0') violate('its end', `${gone}`);
  await dialer.close();
  rmSync(folder, { recursive: true, force: true });
  return { calls, requests: dialer.requests(), seconds, memory, outcomes, violations };
}
