/** The settings of a start, read and checked once. */

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
import { type RecordingsConfig, readRecordingsConfig } from './recordings.ts';
import { secretFileWarnings } from './secret-file.ts';
import {
  CONFIRMATIONS,
  PRIVACY_MODES,
  type PrivacyMode,
  SETTINGS,
  TIERS,
  type Tier,
  TOOLSETS,
  type Toolset,
} from './settings.ts';
import { type ApprovalConfig, readApprovalConfig } from './team/approval.ts';
import { type AuthConfig, readAuthConfig } from './team/auth.ts';
import { type HttpConfig, readHttpConfig } from './team/http.ts';
import { readState, type StateConfig } from './team/state.ts';
import { readToken } from './token.ts';
import { readTrustConfig, type TrustConfig } from './trust.ts';
import { unknownVariables } from './unknown-variables.ts';

/** An entry of the file of dialers. */
export interface Profile {
  readonly name: string;
  /** What people call the company. */
  readonly title?: string;
  /** Whether a call must say which dialer it is for. */
  readonly isOneOfSeveral: boolean;
}

export interface Config {
  /** Absent where the settings name the one dialer. */
  readonly profile?: Profile;
  /** Where the dialer answers; undefined with the sandbox, which has an address only once it is called. */
  readonly origin?: string;
  readonly token?: string;
  readonly access: Tier;
  readonly toolsets: readonly Toolset[];
  readonly confirm: (typeof CONFIRMATIONS)[number];
  readonly identityNumbers: 'masked' | 'full';
  readonly privacy: PrivacyMode;
  readonly timezone: string;
  readonly region: string;
  readonly currency: string;
  readonly timeoutMs: number;
  readonly maxConnections: number;
  readonly logLevel: string;
  readonly sandbox: boolean;
  /** Whether dialers are set that only some commands know. */
  readonly hasDialersFile: boolean;
  readonly recordings: RecordingsConfig;
  readonly trust: TrustConfig;
  readonly auth: AuthConfig;
  /** Absent: over stdio. */
  readonly http?: HttpConfig;
  /** Who uses this server, as the user file names them; absent where that is whoever uses this machine. */
  readonly subject?: string;
  /** Where the state lies that this server shares with other replicas; absent where it is the only one. */
  readonly state?: StateConfig;
  readonly approval: ApprovalConfig;
  /** A line for each variable that looks like a setting and is none. */
  readonly unknownVariables: readonly string[];
  /** Those lines, and all else that does not prevent a start and should be known. */
  readonly warnings: readonly string[];
}

type Place = Pick<Config, 'sandbox' | 'origin' | 'profile'>;

/** Returns what people call the dialer: the name in its address, or the host of another address, behind the company's. */
export function dialerName({ sandbox, origin, profile }: Place): string {
  const isSandbox = sandbox || origin === undefined;
  if (!profile) return isSandbox ? 'the sandbox (invented people)' : hostName(origin);
  return `${profileName(profile)} (${isSandbox ? 'sandbox, invented people' : hostName(origin)})`;
}

function hostName(origin: string): string {
  const { host } = new URL(origin);
  return /^([^.]+)\.hitrate\.tech:3007$/.exec(host)?.[1] ?? host;
}

/** Returns `north, Norra bolaget`. */
export const profileName = ({ name, title }: Profile): string => (title ? `${name}, ${title}` : name);

/** Returns what the argument `dialer` of a call says; undefined where there is none. */
export const dialerArgument = ({ profile }: Pick<Config, 'profile'>): string | undefined =>
  profile?.isOneOfSeveral ? profile.name : undefined;

/** What answers show, and in which form. */
export type DisplaySettings = Pick<Config, 'timezone' | 'identityNumbers' | 'privacy'>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Reads flags and environment into one frozen Config; flags win.
 * @throws SettingError with one line that names the setting and says what is right.
 */
export const readConfig = (argv: readonly string[], env: Env): Config =>
  configOf(readGivenValues(argv, env), env);

/** @throws SettingError */
export function configOf(values: GivenValues, env: Env): Config {
  const sandbox = parseBoolean(values, 'sandbox');
  const origin = parseDialerOrigin(values, sandbox);
  const token = readToken(values);
  const unknown = unknownVariables(env);
  return Object.freeze({
    origin,
    token: sandbox ? (token ?? 'sandbox-admin') : token,
    access: parseChoice(values, 'access', TIERS),
    toolsets: parseToolsets(values),
    confirm: parseChoice(values, 'confirm', CONFIRMATIONS),
    identityNumbers: parseChoice(values, 'identityNumbers', ['masked', 'full'] as const),
    privacy: parseChoice(values, 'privacy', PRIVACY_MODES),
    timezone: parseTimezone(values),
    region: parseRegion(values),
    currency: parseCurrency(values),
    timeoutMs: parseWholeNumber(values, 'timeoutMs', 1_000, 600_000),
    maxConnections: parseWholeNumber(values, 'maxConnections', 1, 64),
    logLevel: parseChoice(values, 'logLevel', LOG_LEVELS),
    sandbox,
    hasDialersFile: values.dialers !== undefined,
    recordings: readRecordingsConfig(values),
    trust: readTrustConfig(values, env),
    auth: readAuthConfig(values),
    http: readHttpConfig(values),
    state: readState(values),
    approval: readApprovalConfig(values),
    unknownVariables: unknown,
    warnings: [
      ...unknown,
      ...secretFileWarnings(values, 'tokenFile', 'token'),
      ...secretFileWarnings(values, 'stateKeyFile', 'key'),
      ...secretFileWarnings(values, 'oauthClientSecretFile', "client's secret"),
      ...secretFileWarnings(values, 'tlsKey', 'key'),
    ],
  });
}

/** @throws SettingError */
export function parseToolsets(values: GivenValues): readonly Toolset[] {
  const text = values.toolsets?.text.toLowerCase() ?? 'all';
  if (text === 'all') return TOOLSETS;
  const names = text.split(',').map((name) => name.trim());
  const known: readonly string[] = TOOLSETS;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw settingError(
      values,
      'toolsets',
      `there is no toolset "${unknown}"; there are ${TOOLSETS.join(', ')}`,
    );
  return TOOLSETS.filter((name) => names.includes(name));
}

// Only what was given is checked: Intl's tables take 25 ms to load, a fifth of the time that a start takes.
function parseTimezone(values: GivenValues): string {
  const text = values.timezone?.text;
  if (text === undefined) return SETTINGS.timezone.default;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw settingError(values, 'timezone', 'must be a time zone such as Europe/Stockholm');
  }
}

function parseRegion(values: GivenValues): string {
  const text = values.region?.text.toUpperCase();
  if (text === undefined) return SETTINGS.region.default;
  const isCountry =
    /^[A-Z]{2}$/.test(text) && new Intl.DisplayNames('en', { type: 'region' }).of(text) !== text;
  if (!isCountry) throw settingError(values, 'region', 'must be a country of two letters such as SE');
  return text;
}

function parseCurrency(values: GivenValues): string {
  const text = values.currency?.text.toUpperCase();
  if (text === undefined) return SETTINGS.currency.default;
  if (!Intl.supportedValuesOf('currency').includes(text))
    throw settingError(values, 'currency', 'must be a currency of three letters such as SEK');
  return text;
}

/** Returns undefined for the sandbox, and where no dialer is set. @throws SettingError */
function parseDialerOrigin(values: GivenValues, sandbox: boolean): string | undefined {
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
  return values.url && parseUrlOrigin(values);
}

function parseUrlOrigin(values: GivenValues): string {
  const { from } = values.url!;
  const url = parseSecureUrl(values, 'url', 'https://demodialer.hitrate.tech:3007', 'the token');
  if (url.pathname !== '/' || url.search || url.hash)
    throw new SettingError(`${from}: must be the base URL without a path: ${url.origin}`);
  return url.origin;
}

/** Checks for the settings that serve, doctor and demo need. @throws SettingError */
export function requireDialer(config: Config): void {
  if (config.sandbox) return;
  // What is missing may be there under a name with a slip in it.
  const misspelt = config.unknownVariables.map((line) => `; ${line}`).join('');
  if (!config.origin && config.hasDialersFile)
    throw new SettingError(
      'several dialers are set, and this takes one: give HITRATE_DIALER or HITRATE_URL instead of HITRATE_DIALERS',
    );
  if (!config.origin)
    throw new SettingError(
      `no dialer is set: give HITRATE_DIALER (its name) or HITRATE_URL, or try --sandbox, which needs no account${misspelt}`,
    );
  // A server for a team has a token for each person.
  if (config.token || (config.http && config.auth.users)) return;
  if (config.profile)
    throw new SettingError(
      `HITRATE_DIALERS: dialers.${config.profile.name} has no token: give token_file (an administrator of the dialer makes tokens)`,
    );
  throw new SettingError(
    `no token is set: give HITRATE_TOKEN or HITRATE_TOKEN_FILE (an administrator of the dialer makes tokens)${misspelt}`,
  );
}
