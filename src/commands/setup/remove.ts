/** `--remove`: takes the entry out of every host that has one, and says what is left. */

import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { SETTINGS } from '../../config/settings.ts';
import { readStateDir } from '../../config/trust.ts';
import { changeHost } from './change-host.ts';
import { type Entry, readEntry, withEntry, withoutEntry } from './edit-settings.ts';
import type { Host } from './hosts.ts';
import { askYesNo, say } from './questions.ts';
import { readSettingsFile } from './settings-file.ts';
import { orProblem, type Wish } from './wish.ts';

interface Present {
  host: Host;
  entry?: Entry;
}

/** Returns whether all of it went well. */
export async function remove(wish: Wish, hosts: readonly Host[]): Promise<boolean> {
  const stateDir = readStateDir(wish.settings, process.env);
  const read = await Promise.all(hosts.map((host) => orProblem(host, () => readPresent(host))));
  const all = read.filter((one) => one !== undefined);
  const chosen = all.filter(({ host, entry }) => entry && (wish.hosts ?? hosts).includes(host));
  const readable = all.length === read.length;
  if (!chosen.length) {
    say('No host has an entry hitrate. Nothing was written.');
    return readable;
  }
  for (const { host } of chosen) say(`${host.name}: ${host.path}`);
  if (!wish.yes && !(await askYesNo('Take it out?', true))) {
    say('Nothing was written.');
    return true;
  }
  const rest = all.filter((one) => !chosen.includes(one));
  // What another host still uses, or may use, stays.
  const unused = readable ? unusedTokenFiles(chosen, rest, stateDir) : [];
  const doomed: string[] = [];
  for (const path of unused)
    if (wish.yes || (await askYesNo(`Delete the token file ${path} too?`, false))) doomed.push(path);
  const removed = [];
  for (const { host } of chosen) if (await orProblem(host, () => takeOut(host))) removed.push(host);
  const succeeded = removed.length === chosen.length;
  if (succeeded) await Promise.all(doomed.map((path) => rm(path, { force: true })));
  tellLeft(chosen, succeeded ? doomed : [], stateDir);
  return readable && succeeded;
}

async function readPresent(host: Host): Promise<Present> {
  const { text } = await readSettingsFile(host.path);
  return { host, entry: readEntry(text, host.servers) };
}

const tokenFilesOf = (entries: readonly Present[]): string[] => [
  ...new Set(
    entries.flatMap(({ entry }) => {
      const path = entry?.env?.[SETTINGS.tokenFile.env];
      return typeof path === 'string' ? [resolve(path)] : [];
    }),
  ),
];

/** Returns those that setup itself has made and nobody else names. */
function unusedTokenFiles(removed: readonly Present[], rest: readonly Present[], stateDir: string): string[] {
  const used = tokenFilesOf(rest);
  return tokenFilesOf(removed).filter(
    (path) =>
      dirname(path) === resolve(stateDir) &&
      basename(path).startsWith('token-') &&
      !used.includes(path) &&
      existsSync(path),
  );
}

async function takeOut(host: Host): Promise<true> {
  await changeHost(host, (text, backups) => textBefore(host, text, backups));
  return true;
}

/** Returns the backup of which setup has made this very text; without one, the text without the entry. */
function textBefore({ servers }: Host, text: string, backups: readonly string[]): string {
  const entry = readEntry(text, servers);
  if (!entry) return text;
  const isBefore = (backup: string): boolean => {
    try {
      return readEntry(backup, servers) === undefined && withEntry(backup, servers, entry) === text;
    } catch {
      return false;
    }
  };
  return backups.find(isBefore) ?? withoutEntry(text, servers);
}

function tellLeft(chosen: readonly Present[], deleted: readonly string[], stateDir: string): void {
  say('Now restart the assistants. What is left:');
  for (const path of tokenFilesOf(chosen))
    if (!deleted.includes(path) && existsSync(path)) say(`  the token file ${path}`);
  if (existsSync(stateDir)) say(`  the folder of keys, PIN, passkeys and limits: ${stateDir}`);
  say('  the backups beside the settings files (*.hitrate-backup-*);');
  say('  the token itself: let an administrator delete it in the dialer.');
}
