/**
 * What waits for a person at the servers of this computer, for the overview, which is another process. A file tells
 * which tool wants to do something to what, until when, and nothing that opens the page: no secret, no address, no
 * reference, and nothing about people.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
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
import type { PendingApproval } from './pending-approval.ts';

export interface WaitingNote {
  tool: string;
  /** Such as `order:39`. */
  targets: string[];
  dialer: string;
  /** In milliseconds. */
  since: number;
  until: number;
}

export interface WaitingFiles {
  /**
   * Leaves a file for each of these and for no other. Best effort: an approval is the same where nothing can be
   * written. @returns when that is done
   */
  keep(approvals: readonly PendingApproval[]): Promise<void>;
}

const MAX_TARGETS = 20;
/** An id that is longer could be a phone number, or a text. */
const PLAIN_TARGET = /^[a-z_]+:[1-9]\d{0,7}$/;

const folderIn = (stateDir: string): string => join(stateDir, 'waiting');

interface KeptFile {
  path: string;
  written: Promise<unknown>;
  cancelCleanup(): void;
}

export function createWaitingFiles(stateDir: string, now: () => number): WaitingFiles {
  const files = new Map<PendingApproval, KeptFile>();

  function write({ request: { tool, targets = [], dialer }, ends }: PendingApproval): KeptFile {
    const path = join(folderIn(stateDir), `${randomBytes(9).toString('hex')}.json`);
    const note: WaitingNote = {
      tool,
      targets: targets.filter((target) => PLAIN_TARGET.test(target)).slice(0, MAX_TARGETS),
      dialer,
      since: now(),
      until: ends,
    };
    const written = ensureStateDir(folderIn(stateDir)).then(() =>
      replaceFile(path, { ...ownIdentity(), ...note }),
    );
    written.catch(() => {});
    return { path, written, cancelCleanup: onExit(() => rmSync(path, { force: true })) };
  }

  async function remove({ path, written, cancelCleanup }: KeptFile): Promise<void> {
    // It may be settled before it is written.
    await written.catch(() => {});
    await rm(path, { force: true }).catch(() => {});
    cancelCleanup();
  }

  return {
    async keep(approvals) {
      const over = [...files].filter(([approval]) => !approvals.includes(approval));
      for (const [approval] of over) files.delete(approval);
      for (const approval of approvals) if (!files.has(approval)) files.set(approval, write(approval));
      await Promise.all([
        ...over.map(([, file]) => remove(file)),
        ...[...files.values()].map(({ written }) => written.catch(() => {})),
      ]);
    },
  };
}

/** Returns what waits, the oldest first, and removes what is over or was left behind. @throws Error of the system */
export async function readWaiting(stateDir: string, now: number): Promise<WaitingNote[]> {
  const folder = folderIn(stateDir);
  const names = await readdir(folder).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const notes: WaitingNote[] = [];
  for (const name of names.filter((file) => file.endsWith('.json'))) {
    const path = join(folder, name);
    const entry = parseJson(await readFile(path, 'utf8').catch(() => ''));
    if (!isEntry(entry)) continue;
    if (isRunning(entry) === false || now >= entry.until) await rm(path, { force: true }).catch(() => {});
    else notes.push(entry);
  }
  return notes
    .map(({ tool, targets, dialer, since, until }) => ({ tool, targets, dialer, since, until }))
    .sort((a, b) => a.since - b.since);
}

function isEntry(value: unknown): value is ProcessIdentity & WaitingNote {
  if (!isProcessIdentity(value)) return false;
  const { tool, targets, dialer, since, until } = value as Partial<WaitingNote>;
  return (
    [tool, dialer].every((text) => typeof text === 'string') &&
    [since, until].every((time) => typeof time === 'number') &&
    Array.isArray(targets) &&
    targets.every((target) => typeof target === 'string' && PLAIN_TARGET.test(target))
  );
}
