/** The entry that a host starts the server by. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { GivenValues } from '../../config/parse.ts';
import { SETTINGS, type Setting, type SettingKey } from '../../config/settings.ts';
import type { Entry } from './edit-settings.ts';
import type { Host } from './hosts.ts';

export interface Launch {
  command: string;
  args: string[];
}

export type EntryEnv = Record<string, string>;

/** What setup itself answers for; a variable of another name that stands in an entry is the person's. */
const OWN_SETTINGS: readonly SettingKey[] = [
  'dialer',
  'url',
  'token',
  'tokenFile',
  'access',
  'downloadDir',
  'sandbox',
];

/** @param main the program that runs, as it was called */
export function launchOf(platform: NodeJS.Platform, node: string, main: string): Launch {
  // npx tidies its cache: a path into it leads nowhere one day.
  if (!/[\\/]_npx[\\/]/.test(main)) return { command: node, args: [main] };
  const npx = { command: 'npx', args: ['-y', 'hitrate-mcp'] };
  return platform === 'win32' ? { command: 'cmd', args: ['/c', npx.command, ...npx.args] } : npx;
}

/** Graphical hosts have no PATH to find a node by, and start servers in folders of their choice: both paths are full. */
export const ownLaunch = (): Launch =>
  launchOf(process.platform, process.execPath, realpathSync(process.argv[1]!));

/** Returns the settings as an entry has them. Secrets have no flags, and are left out. */
export function entryEnv(values: GivenValues): EntryEnv {
  const given = (Object.keys(SETTINGS) as SettingKey[]).flatMap((key) => {
    const { env, flag } = SETTINGS[key] as Setting;
    const text = values[key]?.text;
    if (text === undefined || flag === undefined) return [];
    return [[env, key === 'tokenFile' ? resolve(text) : text] as const];
  });
  return Object.fromEntries(given);
}

/** Returns the new entry. Of the present one all is kept that setup does not know. */
export function nextEntry(host: Host, launch: Launch, env: EntryEnv, present: Entry = {}): Entry {
  const { type: _type, command: _command, args: _args, env: presentEnv, url, headers, ...others } = present;
  // An entry with an address belongs to another kind of server altogether.
  const kept = url === undefined && headers === undefined ? others : {};
  return {
    ...(host.hasType && { type: 'stdio' }),
    ...launch,
    env: { ...keptVariables(presentEnv), ...env },
    ...kept,
  };
}

function keptVariables(env: Entry['env']): EntryEnv {
  const own: readonly string[] = OWN_SETTINGS.map((key) => SETTINGS[key].env);
  return Object.fromEntries(Object.entries(env ?? {}).filter(([name]) => !own.includes(name)));
}

/** Returns an entry to look at: what may be a secret is not shown. */
export function entryText({ type, command, args, url, env }: Entry): string {
  const open = new Set<string>(
    (Object.values(SETTINGS) as Setting[]).filter(({ flag }) => flag).map((setting) => setting.env),
  );
  const shown = Object.fromEntries(
    Object.entries(env ?? {}).map(([name, value]) => [name, open.has(name) ? value : '(not shown)']),
  );
  return JSON.stringify({ type, command, args, url: url && '(not shown)', env: env && shown }, undefined, 2);
}
