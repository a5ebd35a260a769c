/** The settings that say what may be done, who is asked, and what is kept of it. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type CallingHours, parseCallingHours } from './calling-hours.ts';
import { parseLimitList, wholeNumber } from './limit-list.ts';
import {
  type Env,
  type GivenValues,
  parseBoolean,
  parseFolder,
  parseSecureUrl,
  readGivenValues,
  SettingError,
  settingError,
} from './parse.ts';
import { CONSEQUENCES, type Consequence, SETTINGS } from './settings.ts';

export interface TrustConfig {
  /** The kinds that a person is asked about, beside what is destructive. */
  readonly ask: readonly Consequence[];
  readonly openBrowser: boolean;
  readonly audit: { readonly dir?: string; readonly head?: AuditHead };
  readonly limits: LimitsConfig;
  /** Absent: at any time. */
  readonly callingHours?: CallingHours;
  /** Made when it is first written to. */
  readonly stateDir: string;
}

/** Where the last hash of the audit log goes besides. */
export type AuditHead =
  | { readonly to: 'stderr' }
  | { readonly to: 'syslog'; readonly host: string; readonly port: number }
  | { readonly to: 'http'; readonly url: string };

export const LIMITS = [
  'writes_per_minute',
  'writes_per_hour',
  'records_per_day',
  'erasures_per_day',
  'people_rung_per_hour',
] as const;
export type LimitName = (typeof LIMITS)[number];
/** What has no limit is absent. */
export type LimitsConfig = { readonly [name in LimitName]?: number };

/** @throws SettingError */
export const readTrustConfig = (values: GivenValues, env: Env): TrustConfig => ({
  ask: parseAsk(values),
  openBrowser: parseBoolean(values, 'openBrowser'),
  audit: { dir: parseFolder(values, 'auditDir'), head: parseAuditHead(values) },
  limits: parseLimits(values),
  callingHours: parseCallingHours(values),
  stateDir: parseStateDir(values, env),
});

function parseAsk(values: GivenValues): readonly Consequence[] {
  const text = (values.ask?.text ?? SETTINGS.ask.default).toLowerCase();
  if (text === 'all') return CONSEQUENCES;
  if (text === 'none') return [];
  const names = text.split(',').map((name) => name.trim());
  const known: readonly string[] = CONSEQUENCES;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw settingError(
      values,
      'ask',
      `there is no kind "${unknown}"; there are ${CONSEQUENCES.join(', ')}, or all, or none`,
    );
  return CONSEQUENCES.filter((name) => names.includes(name));
}

const parseLimits = (values: GivenValues): LimitsConfig =>
  values.limits?.text.toLowerCase() === 'none'
    ? {}
    : parseLimitList(values, 'limits', LIMITS, {
        read: (text) => (text === 'none' ? undefined : wholeNumber(text)),
        right: 'must be a whole number, or none',
      });

function parseAuditHead(values: GivenValues): AuditHead | undefined {
  const { text, from } = values.auditHead ?? {};
  if (text === undefined) return undefined;
  if (text.toLowerCase() === 'stderr') return { to: 'stderr' };
  const [, name, address, port = '514'] = SYSLOG.exec(text) ?? [];
  const host = name ?? address;
  if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535)
    return { to: 'syslog', host, port: Number(port) };
  if (/^https?:/i.test(text))
    return {
      to: 'http',
      url: parseSecureUrl(values, 'auditHead', 'https://log.example/head', 'the head').href,
    };
  // Not repeated: an address may hold a password.
  throw new SettingError(`${from}: must be stderr, syslog://host:514 or an http(s) address`);
}

/** A host by its name, or an IPv6 address between brackets. */
const SYSLOG = /^syslog:\/\/(?:([^/:@[\]\s]+)|\[([0-9a-f:.]+)\])(?::(\d{1,5}))?\/?$/i;

/** Returns the state folder alone: a stop must not fail because of a setting that it does not need. @throws SettingError */
export const readStateDir = (argv: readonly string[], env: Env): string =>
  parseStateDir(readGivenValues(argv, env), env);

/** @throws SettingError */
export function parseStateDir(values: GivenValues, env: Env): string {
  const text = values.stateDir?.text;
  if (text === undefined) return defaultStateDir(env);
  if (!isAbsolute(text)) throw settingError(values, 'stateDir', 'must be a full path, from the root on');
  return text;
}

/**
 * A folder of this user's own, where each system keeps such things. Hosts hand few variables on: of XDG_STATE_HOME most
 * servers would know nothing, and a stop that is said on the terminal would not reach them.
 */
function defaultStateDir(env: Env): string {
  if (process.platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'hitrate-mcp');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'hitrate-mcp');
  return join(homedir(), '.local', 'state', 'hitrate-mcp');
}
