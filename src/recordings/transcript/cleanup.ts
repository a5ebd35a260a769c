/** What a run of a program must not leave behind, also where this process ends in the middle of it. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, type RmOptions, realpathSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();
const groups = new Set<ChildProcess>();
/** A process that is just being killed may still write. */
const THOROUGHLY: RmOptions = { recursive: true, force: true, maxRetries: 5, retryDelay: 20 };

let watching = false;
function watch(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const child of groups) killGroup(child);
    for (const folder of folders)
      try {
        rmSync(folder, THOROUGHLY);
      } catch {}
  });
}

/** For this user alone. Made in one step with being remembered: an end of the process has no place between them. */
export function newFolder(): string {
  watch();
  // Programs name it in their complaints by its real path.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hitrate-mcp-'));
  folders.add(folder);
  return folder;
}

/** What can't be removed is tried once more at the end of the process. */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, THOROUGHLY);
    folders.delete(folder);
  } catch {}
}

/** The leader of a group of its own, which is killed when it ends by itself too: what it left running ends with it. */
export function watchGroup(leader: ChildProcess): void {
  if (leader.pid === undefined) return;
  watch();
  groups.add(leader);
  leader.once('exit', () => killGroup(leader));
}

/** At most once, and no later than when the leader ends: after that its number may be another process's. */
export function killGroup(leader: ChildProcess): void {
  if (!groups.delete(leader)) return;
  try {
    if (process.platform === 'win32') leader.kill('SIGKILL');
    else process.kill(-leader.pid!, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
