/** Reads settings: flags before environment, and one line for a person where one is wrong. */
import { realpathSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { parseArgs } from 'node:util';
import { isSecure } from '../shared/network/loopback.ts';
import { oneLine } from '../shared/text.ts';
import { SETTINGS, type Setting, type SettingKey } from './settings.ts';

/** A setting that is wrong: one line for a person, which names the setting and what is right. */
export class SettingError extends Error {}

export type Env = Record<string, string | undefined>;
/** The settings that were given. `from` is the flag or the variable. */
export type GivenValues = Partial<Record<SettingKey, { text: string; from: string }>>;

/** The flags as node:util's parseArgs takes them. */
const flagOptions = Object.fromEntries(
  Object.values(SETTINGS)
    .filter((setting): setting is Extract<typeof setting, { flag: string }> => 'flag' in setting)
    .map((setting) => [
      setting.flag,
      { type: 'value' in setting ? ('string' as const) : ('boolean' as const) },
    ]),
);

/** Flags with a value that single commands have beside the settings. */
const COMMAND_FLAGS = [
  'port',
  'calls',
  'language',
  'head',
  'target',
  'person',
  'tool',
  'since',
  'until',
  'format',
  'remove',
  'name',
  'hosts',
];

/** Whether the word after this flag is its value. */
export const takesValue = (flag: string): boolean =>
  COMMAND_FLAGS.some((name) => flag === `--${name}`) ||
  flagOptions[flag.replace(/^--/, '')]?.type === 'string';

/** Returns the words that are neither a flag nor its value, and the flags with their values. */
export function splitWords(argv: readonly string[]): { words: string[]; flags: string[] } {
  const words: string[] = [];
  const flags: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    if (!word.startsWith('-')) words.push(word);
    else if (takesValue(word)) flags.push(word, ...argv.slice(++index, index + 1));
    else flags.push(word);
  }
  return { words, flags };
}

/** Flags win over variables. @throws SettingError */
export function readGivenValues(argv: readonly string[], env: Env): GivenValues {
  if (argv.some((word) => /^--token(=|$)/.test(word)))
    throw new SettingError(
      'the token is never a flag, since process lists show flags: give HITRATE_TOKEN or --token-file',
    );
  const flags = parseFlags(argv);
  const values: GivenValues = {};
  for (const [key, setting] of Object.entries(SETTINGS) as [SettingKey, Setting][]) {
    const flag = setting.flag && flags[setting.flag];
    const text = (flag === undefined ? env[setting.env] : String(flag))?.trim();
    if (text && !isPlaceholder(text))
      values[key] = { text, from: flag === undefined ? setting.env : `--${setting.flag}` };
  }
  return values;
}

function parseFlags(argv: readonly string[]): Record<string, string | boolean | undefined> {
  try {
    return parseArgs({ args: [...argv], options: flagOptions, allowPositionals: false }).values;
  } catch (error) {
    throw new SettingError(
      `${(error as Error).message.split(/\.\s/)[0]}. hitrate-mcp --help lists the flags.`,
    );
  }
}

/** Hosts leave "${user_config.token}" as it stands when the person gave no value. */
export const isPlaceholder = (text: string): boolean => /^\$\{[^}]*\}$/.test(text);

/** @param right what is right */
export function settingError(values: GivenValues, key: SettingKey, right: string): SettingError {
  const { text, from } = values[key]!;
  // Cut, since what stands in the wrong place may be the token.
  return new SettingError(`${from}=${oneLine(text, 60)}: ${right}`);
}

export function parseChoice<T extends string>(
  values: GivenValues,
  key: SettingKey,
  allowed: readonly T[],
): T {
  const text = values[key]?.text ?? (SETTINGS[key] as Setting).default!;
  const choice = allowed.find((value) => value === text.toLowerCase());
  if (!choice) throw settingError(values, key, `must be one of ${allowed.join(', ')}`);
  return choice;
}

export function parseWholeNumber(values: GivenValues, key: SettingKey, min: number, max: number): number {
  const text = values[key]?.text ?? (SETTINGS[key] as Setting).default!;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= min && number <= max))
    throw settingError(values, key, `must be a whole number from ${min} to ${max}`);
  return number;
}

export function parseBoolean(values: GivenValues, key: SettingKey): boolean {
  const text = values[key]?.text.toLowerCase() ?? 'off';
  if (['1', 'true', 'on', 'yes'].includes(text)) return true;
  if (['0', 'false', 'off', 'no'].includes(text)) return false;
  throw settingError(values, key, 'must be on or off');
}

/** @param secret what would travel in the open. @throws SettingError unless it is https, or http to this machine */
export function parseSecureUrl(values: GivenValues, key: SettingKey, example: string, secret: string): URL {
  const { text, from } = values[key]!;
  if (!URL.canParse(text)) throw settingError(values, key, `must be a URL such as ${example}`);
  const url = new URL(text);
  // Of an address no more than the origin is repeated: the rest may hold secrets.
  if (url.username || url.password) throw new SettingError(`${from}: must not hold a user name or password`);
  if (!isSecure(url))
    throw new SettingError(
      `${from}=${url.origin}: must be https (plain http only for loopback): ${secret} would travel in the open`,
    );
  return url;
}

/** Returns its real path, without links; undefined where none is set. @throws SettingError */
export function parseFolder(values: GivenValues, key: 'downloadDir' | 'auditDir'): string | undefined {
  const { text } = values[key] ?? {};
  if (text === undefined) return undefined;
  // Hosts start servers in folders of their choice.
  if (!isAbsolute(text)) throw settingError(values, key, 'must be a full path, from the root on');
  try {
    // The native one, as the check before each write is: it spells a folder as the disk does.
    const folder = realpathSync.native(text);
    if (statSync(folder).isDirectory()) return folder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' ? `there is no such folder (${code}): make it first` : `can't be used (${code})`;
    throw settingError(values, key, why);
  }
  throw settingError(values, key, 'must be a folder');
}
