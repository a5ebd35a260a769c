/** The servers of this user that may change something, each with a file in the state folder. */
import { rmSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tier } from '../config/settings.ts';
import { onExit } from '../shared/exit-cleanup.ts';
import { replaceFile } from '../shared/installation/files.ts';
import { ensureStateDir } from '../shared/installation/keys.ts';
import {
  isProcessIdentity,
  isRunning,
  ownIdentity,
  type ProcessIdentity,
} from '../shared/installation/process-identity.ts';
import { parseJson } from '../shared/json.ts';

export interface ServerInfo {
  dialer: string;
  access: Tier;
}

/** What a process notes of itself; one with several dialers notes each. */
interface Registration extends ServerInfo {
  profile?: string;
}

export interface RunningServer extends ServerInfo {
  pid: number;
  since: Date;
  /** False where it runs on another machine or in another container, if it still does. */
  isHere: boolean;
}

const folderIn = (stateDir: string): string => join(stateDir, 'servers');

/**
 * Notes that this process may change something, until it ends or the returned function is called.
 * @throws Error of the system
 */
export async function registerServer(
  stateDir: string,
  { dialer, access, profile }: Registration,
): Promise<() => Promise<void>> {
  const path = join(
    await ensureStateDir(folderIn(stateDir)),
    `${process.pid}${profile === undefined ? '' : `.${profile}`}.json`,
  );
  await replaceFile(path, { ...ownIdentity(), dialer, access, since: new Date() });
  const cancelCleanup = onExit(() => rmSync(path, { force: true }));
  return async () => {
    cancelCleanup();
    await rm(path, { force: true });
  };
}

/** Returns the servers that run, and removes what others have left behind. @throws Error of the system */
export async function runningServers(stateDir: string): Promise<RunningServer[]> {
  const folder = folderIn(stateDir);
  const names = await readdir(folder).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const servers: RunningServer[] = [];
  for (const name of names.filter((file) => file.endsWith('.json'))) {
    const path = join(folder, name);
    const entry = parseJson(await readFile(path, 'utf8').catch(() => ''));
    if (!isEntry(entry)) continue;
    const runs = isRunning(entry);
    if (runs === false) await rm(path, { force: true });
    else {
      const { pid, dialer, access, since } = entry;
      servers.push({ pid, dialer, access, since: new Date(since), isHere: runs === true });
    }
  }
  return servers.sort((a, b) => a.since.getTime() - b.since.getTime());
}

type Entry = ProcessIdentity & ServerInfo & { since: string };

function isEntry(value: unknown): value is Entry {
  if (!isProcessIdentity(value)) return false;
  const { dialer, access, since } = value as Partial<Entry>;
  return (
    [dialer, access, since].every((text) => typeof text === 'string') && !Number.isNaN(Date.parse(since!))
  );
}
