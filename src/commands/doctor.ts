import { tools } from '../../tools/index.ts';
import { type Config, dialerName, profileName, requireDialer } from '../config/config.ts';
import { type Configs, readConfigs } from '../config/dialers/read-configs.ts';
import type { HttpConfig } from '../config/team/http.ts';
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
import { checkRecordings } from './doctor-recordings.ts';
import { checkTrust } from './doctor-trust.ts';
import { showWhile } from './terminal/progress-line.ts';

/** A read that needs no id, and what a token may do that can make it. */
interface Probe {
  tool: ReadName;
  args: Args;
  /** Completes "the token may". */
  right: string;
}

/** Returns one read for each right that tokens differ in. */
const probes = (config: Config): Probe[] => [
  { tool: 'list_campaigns', args: {}, right: 'see campaigns' },
  { tool: 'list_users', args: {}, right: 'see users' },
  { tool: 'search_calls', args: { limit: 1 }, right: 'search calls' },
  { tool: 'search_orders', args: { exact_date: today(config.timezone) }, right: 'search orders' },
  { tool: 'list_contactlists', args: {}, right: 'see contact lists' },
  { tool: 'list_products', args: {}, right: 'see products' },
  { tool: 'list_sms_templates', args: {}, right: 'see SMS templates' },
];

/** A clock that is further off makes "today" and the expiry of confirmations unreliable. */
const MAX_SKEW_MS = 60_000;

/** `doctor`: checks settings, address, token and clock, and says what to do. Exits with 1 if anything is wrong. */
export async function doctor(
  argv: string[],
  sandboxesOf: (configs: Configs) => (config: Config) => () => Promise<string>,
): Promise<void> {
  const configs = await readConfigs(argv, process.env);
  configs.forEach(requireDialer);
  const sandboxUrl = sandboxesOf(configs);
  const [{ http, auth }] = configs;
  if (http && auth.users)
    process.exit((await checkTeamServer(configs, http, auth.users, sandboxUrl)) ? 0 : 1);
  let healthy = true;
  for (const config of configs) {
    if (config.profile) process.stdout.write(`\n${profileName(config.profile)}\n`);
    healthy = (await checkAll(config, sandboxUrl(config))) && healthy;
  }
  process.exit(healthy ? 0 : 1);
}

/** What is each person's own is tried for each, and what is the server's once. */
async function checkTeamServer(
  configs: Configs,
  http: HttpConfig,
  users: string,
  sandboxUrl: (config: Config) => () => Promise<string>,
): Promise<boolean> {
  const { checkTeam } = await import('./doctor-team.ts');
  const checkToken = async (config: Config, who: string) => {
    const dialer = openDialer(config, config.origin ?? (await sandboxUrl(config)()));
    const where = `${who}${config.profile ? ` at ${config.profile.name}` : ''}: `;
    return checkConnection(createEndpoints(dialer, tools), config, where).finally(dialer.close);
  };
  const [config] = configs;
  for (const warning of config.warnings) tell('--', `settings: ${warning}`);
  const healthy = [
    await checkTeam(configs, http, users, tell, checkToken),
    await checkTrust(config, tell),
    await checkRecordings(config, tell),
  ];
  return healthy.every(Boolean);
}

const openDialer = ({ token, maxConnections }: Config, origin: string): Dialer =>
  createDialer({ origin: async () => origin, token: token!, maxConnections, env: process.env });

/** Prints what it finds. Returns whether all of it works. @param config with a dialer and a token */
export async function checkAll(config: Config, sandboxUrl: () => Promise<string>): Promise<boolean> {
  const origin = config.origin ?? (await sandboxUrl());
  const dialer = openDialer(config, origin);
  const endpoints = createEndpoints(dialer, tools);
  // A dialer that is set by its URL has no name beside its host.
  const hasName = config.origin === undefined || dialerName(config) !== new URL(origin).host;
  tell(
    'ok',
    `settings: ${hasName ? `${dialerName(config)} at ` : ''}${origin}, access ${config.access}, ${countOffered(config)} of ${tools.length} tools on offer`,
  );
  for (const warning of config.warnings) tell('--', `settings: ${warning}`);
  const trustHealthy = await checkTrust(config, tell);
  const healthy =
    (await checkConnection(endpoints, config)) &&
    (await checkRights(endpoints, config)) &&
    checkClock(dialer);
  await dialer.close();
  const recordingsHealthy = await checkRecordings(config, tell);
  return healthy && recordingsHealthy && trustHealthy;
}

const countOffered = (config: Config): number =>
  tools.filter((tool) => !withheldBySetting(tool, config)).length;

function advice(kind: ErrorKind, { profile, subject }: Config): string {
  if (kind === 'unauthenticated')
    return `let an administrator make a token of this dialer, and put it into ${profile || subject ? 'its token_file' : 'HITRATE_TOKEN'}`;
  const address = profile
    ? `dialer or url of ${profile.name} in HITRATE_DIALERS`
    : 'HITRATE_DIALER or HITRATE_URL';
  return `check ${address}, the network and any proxy`;
}

/** @param where stands before what is told */
async function checkConnection(endpoints: Endpoints, config: Config, where = ''): Promise<boolean> {
  const error = await probe(endpoints, config, 'list_offices', {});
  // A missing right still proves address, TLS and token.
  if (!error || error.kind === 'permission_denied') {
    tell('ok', `${where}address, TLS and token: the dialer answers and knows the token`);
    return true;
  }
  tell('bad', `${where}${error.kind}: ${error.message}`);
  tell('--', `what to do: ${advice(error.kind, config)}`);
  return false;
}

async function checkRights(endpoints: Endpoints, config: Config): Promise<boolean> {
  let healthy = true;
  const offered = probes(config).filter(({ tool }) =>
    config.toolsets.includes(endpoint(tools, tool).toolset),
  );
  for (const { tool, args, right } of offered) {
    const error = await probe(endpoints, config, tool, args);
    if (!error) tell('ok', `the token may ${right} (${tool})`);
    else if (error.kind === 'permission_denied')
      tell('--', `the token may not ${right} (${tool}): ${error.message}`);
    else {
      healthy = false;
      tell('bad', `${tool}: ${error.kind}: ${error.message}`);
    }
  }
  if (config.access !== 'read')
    tell('--', 'what the token may change is not tried, since that would change it');
  return healthy;
}

function checkClock(dialer: Dialer): boolean {
  const skew = dialer.clockSkewMs();
  if (skew === undefined) tell('--', 'clock: the dialer tells no time');
  else if (Math.abs(skew) <= MAX_SKEW_MS) tell('ok', `clock: within ${MAX_SKEW_MS / 1000} s of the dialer's`);
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

/** Makes a read. Returns its error, if any. */
async function probe(
  endpoints: Endpoints,
  config: Config,
  name: ReadName,
  args: Args,
): Promise<ToolError | undefined> {
  try {
    await showWhile(`Waiting for the dialer (${name})`, () =>
      withDeadline(config.timeoutMs, undefined, (deadline) => endpoints.read(name, args, deadline)),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return new ToolError(error.kind, withoutToken(error.message, config.token), error.status);
  }
}

const tell = (mark: 'ok' | 'bad' | '--', line: string): void =>
  void process.stdout.write(`${mark.padEnd(4)}${line}\n`);
