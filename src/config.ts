import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  SETTINGS,
  type Setting,
  type SettingKey,
  TIERS,
  type Tier,
  TOOLSETS,
  type Toolset,
} from './settings.ts';
import { oneLine } from './text.ts';

export interface Config {
  /** Where the dialer answers; undefined with the sandbox, which has an address only once it is called. */
  readonly origin?: string;
  readonly token?: string;
  readonly access: Tier;
  readonly toolsets: readonly Toolset[];
  readonly confirm: 'auto' | 'human' | 'token';
  readonly identityNumbers: 'masked' | 'full';
  readonly timezone: string;
  readonly region: string;
  readonly timeoutMs: number;
  readonly maxConnections: number;
  readonly logLevel: string;
  readonly sandbox: boolean;
}

/** A setting that is wrong: one line for a person, which names the setting and what is right. */
export class SettingError extends Error {}

type Env = Record<string, string | undefined>;
type Values = Partial<Record<SettingKey, { text: string; from: string }>>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** The flags as node:util's parseArgs takes them. */
const flagOptions = Object.fromEntries(
  Object.values(SETTINGS)
    .filter((setting): setting is Extract<typeof setting, { flag: string }> => 'flag' in setting)
    .map((setting) => [
      setting.flag,
      { type: 'value' in setting ? ('string' as const) : ('boolean' as const) },
    ]),
);

/**
 * Reads flags and environment into one frozen Config; flags win.
 * @throws SettingError with one line that names the setting and says what is right.
 */
export function readConfig(argv: readonly string[], env: Env): Config {
  const values = gather(argv, env);
  const sandbox = bool(values, 'sandbox');
  const origin = dialerOrigin(values, sandbox);
  const token = apiToken(values);
  return Object.freeze({
    origin,
    token: sandbox ? (token ?? 'sandbox-admin') : token,
    access: oneOf(values, 'access', TIERS),
    toolsets: toolsets(values),
    confirm: oneOf(values, 'confirm', ['auto', 'human', 'token'] as const),
    identityNumbers: oneOf(values, 'identityNumbers', ['masked', 'full'] as const),
    timezone: timezone(values),
    region: region(values),
    timeoutMs: whole(values, 'timeoutMs', 1_000, 600_000),
    maxConnections: whole(values, 'maxConnections', 1, 64),
    logLevel: oneOf(values, 'logLevel', LOG_LEVELS),
    sandbox,
  });
}

function gather(argv: readonly string[], env: Env): Values {
  const values: Values = {};
  if (argv.some((word) => /^--token(=|$)/.test(word)))
    throw new SettingError(
      'the token is never a flag, since process lists show flags: give HITRATE_TOKEN or --token-file',
    );
  let flags: Record<string, string | boolean | undefined>;
  try {
    flags = parseArgs({ args: [...argv], options: flagOptions, allowPositionals: false }).values;
  } catch (error) {
    throw new SettingError(
      `${(error as Error).message.split(/\.\s/)[0]}. hitrate-mcp --help lists the flags.`,
    );
  }
  for (const [key, setting] of Object.entries(SETTINGS) as [SettingKey, Setting][]) {
    const flag = setting.flag && flags[setting.flag];
    const text = flag === undefined ? env[setting.env] : String(flag);
    // Hosts leave "${user_config.token}" as it stands when the person gave no value.
    const unset = text === undefined || text.trim() === '' || /^\$\{[^}]*\}$/.test(text.trim());
    if (!unset)
      values[key] = { text: text.trim(), from: flag === undefined ? setting.env : `--${setting.flag}` };
  }
  return values;
}

function wrong(values: Values, key: SettingKey, right: string): SettingError {
  const { text, from } = values[key]!;
  // Cut, since what stands in the wrong place may be the token.
  return new SettingError(`${from}=${oneLine(text, 60)}: ${right}`);
}

function oneOf<T extends string>(values: Values, key: SettingKey, allowed: readonly T[]): T {
  const text = values[key]?.text ?? (SETTINGS[key] as Setting).default!;
  const found = allowed.find((one) => one === text.toLowerCase());
  if (!found) throw wrong(values, key, `must be one of ${allowed.join(', ')}`);
  return found;
}

function whole(values: Values, key: SettingKey, min: number, max: number): number {
  const text = values[key]?.text ?? (SETTINGS[key] as Setting).default!;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= min && number <= max))
    throw wrong(values, key, `must be a whole number from ${min} to ${max}`);
  return number;
}

function bool(values: Values, key: SettingKey): boolean {
  const text = values[key]?.text.toLowerCase() ?? 'off';
  if (['1', 'true', 'on', 'yes'].includes(text)) return true;
  if (['0', 'false', 'off', 'no'].includes(text)) return false;
  throw wrong(values, key, 'must be on or off');
}

function toolsets(values: Values): readonly Toolset[] {
  const text = values.toolsets?.text.toLowerCase() ?? 'all';
  if (text === 'all') return TOOLSETS;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names)
    if (!TOOLSETS.includes(name as Toolset))
      throw wrong(values, 'toolsets', `there is no toolset "${name}"; there are ${TOOLSETS.join(', ')}`);
  return TOOLSETS.filter((name) => names.includes(name));
}

// What nobody set need not be checked: Intl's tables take 25 ms to load, a fifth of the time that a start takes.
function timezone(values: Values): string {
  const text = values.timezone?.text;
  if (text === undefined) return SETTINGS.timezone.default;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw wrong(values, 'timezone', 'must be a time zone such as Europe/Stockholm');
  }
}

function region(values: Values): string {
  const text = values.region?.text.toUpperCase();
  if (text === undefined) return SETTINGS.region.default;
  const named = /^[A-Z]{2}$/.test(text) && new Intl.DisplayNames('en', { type: 'region' }).of(text) !== text;
  if (!named) throw wrong(values, 'region', 'must be a country of two letters such as SE');
  return text;
}

function apiToken(values: Values): string | undefined {
  if (values.token && values.tokenFile)
    throw new SettingError('HITRATE_TOKEN and a token file are both set: give one of them');
  let token = values.token?.text;
  if (values.tokenFile) {
    const { text: path, from } = values.tokenFile;
    try {
      token = readFileSync(path, 'utf8').trim();
    } catch (error) {
      throw new SettingError(`${from}=${path}: can't be read (${(error as NodeJS.ErrnoException).code})`);
    }
    if (!token) throw new SettingError(`${from}=${path}: the file is empty`);
  }
  token = token?.replace(/^Bearer\s+/i, '');
  // The value is never repeated in the message: it is the secret.
  if (token && !/^[\x21-\x7e]+$/.test(token))
    throw new SettingError(
      'HITRATE_TOKEN: the token has a space, a line break or a character that no token has',
    );
  return token;
}

function dialerOrigin(values: Values, sandbox: boolean): string | undefined {
  const given = [values.dialer?.from, values.url?.from].filter(Boolean);
  if (given.length === 2) throw new SettingError(`${given.join(' and ')} are both set: give one of them`);
  if (sandbox) {
    if (given.length) throw new SettingError(`${given[0]} and the sandbox are both set: give one of them`);
    return undefined;
  }
  if (values.dialer) {
    const name = values.dialer.text.toLowerCase();
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
      throw wrong(
        values,
        'dialer',
        'must be the name alone, such as demodialer (a full address goes in HITRATE_URL)',
      );
    return `https://${name}.hitrate.tech:3007`;
  }
  return values.url && urlOrigin(values);
}

function urlOrigin(values: Values): string {
  const { text, from } = values.url!;
  if (!URL.canParse(text))
    throw wrong(values, 'url', 'must be a URL such as https://demodialer.hitrate.tech:3007');
  const url = new URL(text);
  // Of an address no more than the origin is repeated: the rest may hold secrets.
  if (url.username || url.password) throw new SettingError(`${from}: must not hold a user name or password`);
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw new SettingError(
      `${from}=${url.origin}: must be https (plain http only for loopback): the token would travel in the open`,
    );
  if (url.pathname !== '/' || url.search || url.hash)
    throw new SettingError(`${from}: must be the base URL without a path: ${url.origin}`);
  return url.origin;
}

/** Variables that look like ours and are none: a line each, since a misspelt setting is silently not set. */
export function misspelt(env: Env): string[] {
  const known: string[] = Object.values(SETTINGS).map((setting) => setting.env);
  return Object.keys(env)
    .filter((name) => name.startsWith('HITRATE_') && !known.includes(name))
    .map((name) => `${name} is no setting and is ignored; --help lists them.`);
}

/** The settings that serving, doctor and demo can't do without. @throws SettingError */
export function requireDialer(config: Config): void {
  if (config.sandbox) return;
  if (!config.origin)
    throw new SettingError(
      'no dialer is set: give HITRATE_DIALER (its name) or HITRATE_URL, or try --sandbox, which needs no account',
    );
  if (!config.token)
    throw new SettingError(
      'no token is set: give HITRATE_TOKEN or HITRATE_TOKEN_FILE (an administrator of the dialer makes tokens)',
    );
}
