/** What a run of a program must not leave behind, also where this process ends in the middle of it. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, type RmOptions, realpathSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onExit } from '../../../shared/exit-cleanup.ts';

/** What takes them off the list of what is to be cleaned up at the end of the process. */
const folders = new Map<string, () => void>();
const groups = new Map<ChildProcess, () => void>();
/** A process that is just being killed may still write. */
const THOROUGHLY: RmOptions = { recursive: true, force: true, maxRetries: 5, retryDelay: 20 };

/** For this user alone. Made in one step with being remembered: an end of the process has no place between them. */
export function newFolder(): string {
  // Programs name it in their complaints by its real path.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hitrate-mcp-'));
  folders.set(
    folder,
    onExit(() => rmSync(folder, THOROUGHLY)),
  );
  return folder;
}

/** What can't be removed is tried once more at the end of the process. */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, THOROUGHLY);
    folders.get(folder)?.();
    folders.delete(folder);
  } catch {}
}

/** The leader of a group of its own, which is killed when it ends by itself too: what it left running ends with it. */
export function watchGroup(leader: ChildProcess): void {
  if (leader.pid === undefined) return;
  groups.set(
    leader,
    onExit(() => killGroup(leader)),
  );
  leader.once('exit', () => killGroup(leader));
}

/** At most once, and no later than when the leader ends: after that its number may be another process's. */
export function killGroup(leader: ChildProcess): void {
  const forget = groups.get(leader);
  if (!forget) return;
  forget();
  groups.delete(leader);
  try {
    if (process.platform === 'win32') leader.kill('SIGKILL');
    else process.kill(-leader.pid!, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
