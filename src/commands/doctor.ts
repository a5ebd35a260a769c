import { tools } from '../../tools/index.ts';
import { type Config, dialerName, readConfig, requireDialer } from '../config/config.ts';
import type { Args } from '../define/row.ts';
import { endpoint } from '../define/tool.ts';
import type { ReadName } from '../define/tool-name.ts';
import { createDialer, type Dialer } from '../dialer/client.ts';
import { createEndpoints, type Endpoints } from '../dialer/endpoints.ts';
import { withheldBySetting } from '../guard/access.ts';
import { withDeadline } from '../shared/deadline.ts';
import { withoutToken } from '../shared/text.ts';
import { today } from '../shared/time.ts';
import { type ErrorKind, ToolError } from '../shared/tool-error.ts';
import { recordingsHealth } from './doctor-recordings.ts';

/** What a token is tried with: reads that need no id, one for each right that tokens differ in. */
const probes = (config: Config): [tool: ReadName, args: Args, lets: string][] => [
  ['list_campaigns', {}, 'see campaigns'],
  ['list_users', {}, 'see users'],
  ['search_calls', { limit: 1 }, 'search calls'],
  ['search_orders', { exact_date: today(config.timezone) }, 'search orders'],
  ['list_contactlists', {}, 'see contact lists'],
  ['list_products', {}, 'see products'],
  ['list_sms_templates', {}, 'see SMS templates'],
];

/** A clock that is further off makes "today" and the life of confirmations doubtful. */
const SKEW_MS = 60_000;

/** `doctor`: what is wrong with the settings, the way to the dialer or the token, and what to do. Exit 1 if anything is. */
export async function doctor(argv: string[], sandboxUrl: () => Promise<string>): Promise<void> {
  const config = readConfig(argv, process.env);
  requireDialer(config);
  const origin = config.origin ?? (await sandboxUrl());
  const dialer = createDialer({
    origin: async () => origin,
    token: config.token!,
    maxConnections: config.maxConnections,
    env: process.env,
  });
  const endpoints = createEndpoints(dialer, tools);
  // Of the sandbox the address is that of the moment.
  const named = config.origin === undefined || dialerName(config) !== new URL(origin).host;
  tell(
    'ok',
    `settings: ${named ? `${dialerName(config)} at ` : ''}${origin}, access ${config.access}, ${offered(config)} of ${tools.length} tools on offer`,
  );
  for (const warning of config.warnings) tell('--', `settings: ${warning}`);
  const healthy = (await reachable(endpoints, config)) && (await rights(endpoints, config)) && clock(dialer);
  await dialer.close();
  const recordings = await recordingsHealth(config, tell);
  process.exit(healthy && recordings ? 0 : 1);
}

const offered = (config: Config): number => tools.filter((tool) => !withheldBySetting(tool, config)).length;

const advice = (kind: ErrorKind): string =>
  kind === 'unauthenticated'
    ? 'let an administrator make a token of this dialer, and put it into HITRATE_TOKEN'
    : 'check HITRATE_DIALER or HITRATE_URL, the network and any proxy';

async function reachable(endpoints: Endpoints, config: Config): Promise<boolean> {
  const error = await probe(endpoints, config, 'list_offices', {});
  // A refusal for want of a right still proves address, TLS and token.
  if (!error || error.kind === 'permission_denied') {
    tell('ok', 'address, TLS and token: the dialer answers and knows the token');
    return true;
  }
  tell('bad', `${error.kind}: ${error.message}`);
  tell('--', `what to do: ${advice(error.kind)}`);
  return false;
}

async function rights(endpoints: Endpoints, config: Config): Promise<boolean> {
  let healthy = true;
  const wanted = probes(config).filter(([name]) => config.toolsets.includes(endpoint(tools, name).toolset));
  for (const [tool, args, lets] of wanted) {
    const error = await probe(endpoints, config, tool, args);
    if (!error) tell('ok', `the token may ${lets} (${tool})`);
    else if (error.kind === 'permission_denied')
      tell('--', `the token may not ${lets} (${tool}): ${error.message}`);
    else {
      healthy = false;
      tell('bad', `${tool}: ${error.kind}: ${error.message}`);
    }
  }
  if (config.access !== 'read')
    tell('--', 'what the token may change is not tried, since that would change it');
  return healthy;
}

function clock(dialer: Dialer): boolean {
  const skew = dialer.clockSkewMs();
  if (skew === undefined) tell('--', 'clock: the dialer tells no time');
  else if (Math.abs(skew) <= SKEW_MS) tell('ok', `clock: within ${SKEW_MS / 1000} s of the dialer's`);
  else {
    const ahead = skew > 0 ? 'behind' : 'ahead of';
    tell(
      'bad',
      `clock: this machine is ${Math.round(Math.abs(skew) / 1000)} s ${ahead} the dialer; set it right`,
    );
    return false;
  }
  return true;
}

/** The error that a read meets, if any. */
async function probe(
  endpoints: Endpoints,
  config: Config,
  name: ReadName,
  args: Args,
): Promise<ToolError | undefined> {
  try {
    await withDeadline(config.timeoutMs, undefined, (deadline) => endpoints.read(name, args, deadline));
    return undefined;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return new ToolError(error.kind, withoutToken(error.message, config.token), error.status);
  }
}

const tell = (mark: 'ok' | 'bad' | '--', line: string): void =>
  void process.stdout.write(`${mark.padEnd(4)}${line}\n`);
