/** Cleans up after the run of a program, also where this process ends in the middle of it. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, type RmOptions, realpathSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onExit } from '../../../shared/exit-cleanup.ts';

/** What cancels the clean-up at the end of the process, by folder and by leader of a process group. */
const folders = new Map<string, () => void>();
const groups = new Map<ChildProcess, () => void>();
/** A process that is just being killed may still write. */
const REMOVE_OPTIONS: RmOptions = { recursive: true, force: true, maxRetries: 5, retryDelay: 20 };

/**
 * Makes a temporary folder for this user alone. Made and registered for clean-up in one step: the process can't end
 * between the two.
 */
export function newFolder(): string {
  // Programs name it in their complaints by its real path.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hitrate-mcp-'));
  folders.set(
    folder,
    onExit(() => rmSync(folder, REMOVE_OPTIONS)),
  );
  return folder;
}

/** Removes a folder; what can't be removed now is tried once more at the end of the process. */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, REMOVE_OPTIONS);
    folders.get(folder)?.();
    folders.delete(folder);
  } catch {}
}

/** Kills a leader's group at the latest when the leader ends by itself: what it left running ends with it. */
export function watchGroup(leader: ChildProcess): void {
  if (leader.pid === undefined) return;
  groups.set(
    leader,
    onExit(() => killGroup(leader)),
  );
  leader.once('exit', () => killGroup(leader));
}

/** Kills at most once, and no later than when the leader ends: after that its number may be another process's. */
export function killGroup(leader: ChildProcess): void {
  const cancelCleanup = groups.get(leader);
  if (!cancelCleanup) return;
  cancelCleanup();
  groups.delete(leader);
  try {
    if (process.platform === 'win32') leader.kill('SIGKILL');
    else process.kill(-leader.pid!, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
