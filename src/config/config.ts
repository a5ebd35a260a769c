import { readFileSync, statSync } from 'node:fs';
import { editDistance } from '../shared/similar-text.ts';
import { oneLine } from '../shared/text.ts';
import {
  type Env,
  type GivenValues,
  parseBoolean,
  parseChoice,
  parseSecureUrl,
  parseWholeNumber,
  readGivenValues,
  SettingError,
  settingError,
} from './parse.ts';
import { type RecordingsConfig, recordingsConfig } from './recordings.ts';
import { SETTINGS, TIERS, type Tier, TOOLSETS, type Toolset } from './settings.ts';

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
  readonly currency: string;
  readonly timeoutMs: number;
  readonly maxConnections: number;
  readonly logLevel: string;
  readonly sandbox: boolean;
  readonly recordings: RecordingsConfig;
  /** Settings that are none: a line each. */
  readonly unknownVariables: readonly string[];
  /** Those, and all else that does not stop a start and should be known. */
  readonly warnings: readonly string[];
}

/** What people call the dialer: the name in its address, or the address of another. */
export function dialerName({ sandbox, origin }: Pick<Config, 'sandbox' | 'origin'>): string {
  if (sandbox || origin === undefined) return 'the sandbox (invented people)';
  const { host } = new URL(origin);
  return /^([^.]+)\.hitrate\.tech:3007$/.exec(host)?.[1] ?? host;
}

/** What answers show, and how. */
export type DisplaySettings = Pick<Config, 'timezone' | 'identityNumbers'>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Reads flags and environment into one frozen Config; flags win.
 * @throws SettingError with one line that names the setting and says what is right.
 */
export function readConfig(argv: readonly string[], env: Env): Config {
  const values = readGivenValues(argv, env);
  const sandbox = parseBoolean(values, 'sandbox');
  const origin = dialerOrigin(values, sandbox);
  const token = apiToken(values);
  const unknown = unknownVariables(env);
  return Object.freeze({
    origin,
    token: sandbox ? (token ?? 'sandbox-admin') : token,
    access: parseChoice(values, 'access', TIERS),
    toolsets: toolsets(values),
    confirm: parseChoice(values, 'confirm', ['auto', 'human', 'token'] as const),
    identityNumbers: parseChoice(values, 'identityNumbers', ['masked', 'full'] as const),
    timezone: timezone(values),
    region: region(values),
    currency: currency(values),
    timeoutMs: parseWholeNumber(values, 'timeoutMs', 1_000, 600_000),
    maxConnections: parseWholeNumber(values, 'maxConnections', 1, 64),
    logLevel: parseChoice(values, 'logLevel', LOG_LEVELS),
    sandbox,
    recordings: recordingsConfig(values),
    unknownVariables: unknown,
    warnings: [...unknown, ...openTokenFile(values)],
  });
}

function toolsets(values: GivenValues): readonly Toolset[] {
  const text = values.toolsets?.text.toLowerCase() ?? 'all';
  if (text === 'all') return TOOLSETS;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names)
    if (!TOOLSETS.includes(name as Toolset))
      throw settingError(
        values,
        'toolsets',
        `there is no toolset "${name}"; there are ${TOOLSETS.join(', ')}`,
      );
  return TOOLSETS.filter((name) => names.includes(name));
}

// What nobody set need not be checked: Intl's tables take 25 ms to load, a fifth of the time that a start takes.
function timezone(values: GivenValues): string {
  const text = values.timezone?.text;
  if (text === undefined) return SETTINGS.timezone.default;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw settingError(values, 'timezone', 'must be a time zone such as Europe/Stockholm');
  }
}

function region(values: GivenValues): string {
  const text = values.region?.text.toUpperCase();
  if (text === undefined) return SETTINGS.region.default;
  const named = /^[A-Z]{2}$/.test(text) && new Intl.DisplayNames('en', { type: 'region' }).of(text) !== text;
  if (!named) throw settingError(values, 'region', 'must be a country of two letters such as SE');
  return text;
}

function currency(values: GivenValues): string {
  const text = values.currency?.text.toUpperCase();
  if (text === undefined) return SETTINGS.currency.default;
  if (!Intl.supportedValuesOf('currency').includes(text))
    throw settingError(values, 'currency', 'must be a currency of three letters such as SEK');
  return text;
}

function apiToken(values: GivenValues): string | undefined {
  if (values.token && values.tokenFile)
    throw new SettingError('HITRATE_TOKEN and a token file are both set: give one of them');
  let token = values.token?.text;
  let holder = 'HITRATE_TOKEN: the token';
  if (values.tokenFile) {
    const { text: path, from } = values.tokenFile;
    try {
      token = readFileSync(path, 'utf8').trim();
    } catch (error) {
      throw new SettingError(`${from}=${path}: can't be read (${readFailure(error)})`);
    }
    if (!token) throw new SettingError(`${from}=${path}: the file is empty`);
    holder = `${from}=${path}: the token in the file`;
  }
  token = token?.replace(/^Bearer\s+/i, '');
  // The value is never repeated in the message: it is the secret.
  if (token && !/^[\x21-\x7e]+$/.test(token))
    throw new SettingError(`${holder} has a space, a line break or a character that no token has`);
  return token;
}

const READ_FAILURES: Record<string, string> = {
  ENOENT: 'there is no such file; give its path in full',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

function readFailure(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return [code, READ_FAILURES[code ?? '']].filter(Boolean).join(': ');
}

/** A token can do what its user can, so nobody else on this machine should read it. Windows has no such modes. */
function openTokenFile(values: GivenValues): string[] {
  if (!values.tokenFile || process.platform === 'win32') return [];
  const { text: path, from } = values.tokenFile;
  const mode = statSync(path).mode & 0o777;
  if (!statSync(path).isFile() || (mode & 0o044) === 0) return [];
  return [
    `${from}=${path}: other users of this machine can read the token (mode ${mode.toString(8)}): chmod 600 it.`,
  ];
}

function dialerOrigin(values: GivenValues, sandbox: boolean): string | undefined {
  const given = [values.dialer?.from, values.url?.from].filter(Boolean);
  if (given.length === 2) throw new SettingError(`${given.join(' and ')} are both set: give one of them`);
  if (sandbox) {
    if (given.length) throw new SettingError(`${given[0]} and the sandbox are both set: give one of them`);
    return undefined;
  }
  if (values.dialer) {
    const name = values.dialer.text.toLowerCase();
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
      throw settingError(
        values,
        'dialer',
        'must be the name alone, such as demodialer (a full address goes in HITRATE_URL)',
      );
    return `https://${name}.hitrate.tech:3007`;
  }
  return values.url && urlOrigin(values);
}

function urlOrigin(values: GivenValues): string {
  const { from } = values.url!;
  const url = parseSecureUrl(values, 'url', 'https://demodialer.hitrate.tech:3007', 'the token');
  if (url.pathname !== '/' || url.search || url.hash)
    throw new SettingError(`${from}: must be the base URL without a path: ${url.origin}`);
  return url.origin;
}

const PREFIX = 'HITRATE_';
const MAX_NAME_LENGTH = 32;

/** Variables that look like ours and are none: a line each, since a misspelt setting is silently not set. */
function unknownVariables(env: Env): string[] {
  const known: string[] = Object.values(SETTINGS).map((setting) => setting.env);
  return (
    Object.keys(env)
      .filter((name) => name.toUpperCase().startsWith(PREFIX))
      // There variables are the same in any case.
      .filter((name) => !known.includes(process.platform === 'win32' ? name.toUpperCase() : name))
      .map((name) => {
        const [near] = known
          .map((one) => ({ one, slips: editDistance(name.slice(0, MAX_NAME_LENGTH).toUpperCase(), one) }))
          .sort((a, b) => a.slips - b.slips);
        const hint = near!.slips <= 3 ? `: did you mean ${near!.one}?` : ' (--help lists them).';
        return `${oneLine(name, MAX_NAME_LENGTH)} is no setting and is ignored${hint}`;
      })
  );
}

/** The settings that serving, doctor and demo can't do without. @throws SettingError */
export function requireDialer(config: Config): void {
  if (config.sandbox) return;
  // What is missing may be there under a name with a slip in it.
  const meant = config.unknownVariables.map((line) => `; ${line}`).join('');
  if (!config.origin)
    throw new SettingError(
      `no dialer is set: give HITRATE_DIALER (its name) or HITRATE_URL, or try --sandbox, which needs no account${meant}`,
    );
  if (!config.token)
    throw new SettingError(
      `no token is set: give HITRATE_TOKEN or HITRATE_TOKEN_FILE (an administrator of the dialer makes tokens)${meant}`,
    );
}
