/** Changes of the user file: one after the other, whole or not at all, and nothing but what was asked for. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { parseUserFile, type UserEntry, type UserFile } from '../../auth/user-file.ts';
import { replaceText } from '../../shared/installation/files.ts';
import { createLock } from '../../shared/installation/lock.ts';
import { errorReason } from '../../shared/safe-files.ts';
import { ToolError } from '../../shared/tool-error.ts';

const EMPTY: UserFile = { version: 1, users: [] };

/**
 * @param change gets the file as it stands, to change it in place
 * @throws SettingError where the file is damaged, or ToolError where nothing was changed
 */
export async function editUserFile(
  path: string,
  change: (file: UserFile) => void,
  { mayCreate = false } = {},
): Promise<void> {
  if (!mayCreate && !existsSync(path)) throw new ToolError('not_found', `There is no file ${path}.`);
  const lock = createLock(`${path}.lock`);
  try {
    await lock.hold(() => changeAndWrite(path, change));
  } catch (error) {
    const { syscall } = error as NodeJS.ErrnoException;
    if (!syscall) throw error;
    throw new ToolError('rejected', `${path} can't be written: ${errorReason(error)}. Nothing was changed.`);
  } finally {
    await lock.close();
  }
}

async function changeAndWrite(path: string, change: (file: UserFile) => void): Promise<void> {
  const exists = existsSync(path);
  const before = exists ? readFileSync(path, 'utf8') : JSON.stringify(EMPTY);
  parseUserFile(before, path);
  // Not what was parsed: the members stay in their order.
  const file = JSON.parse(before) as UserFile;
  change(file);
  const text = `${JSON.stringify(file, null, 2)}\n`;
  parseUserFile(text, path);
  // A link stays one, and root does not take the file away from the user whom the server runs as.
  await replaceText(exists ? realpathSync(path) : path, text, {
    owner: exists ? ownerToKeep(path) : undefined,
  });
}

function ownerToKeep(path: string): { uid: number; gid: number } | undefined {
  const { uid, gid } = statSync(path);
  return process.getuid?.() === 0 && uid !== 0 ? { uid, gid } : undefined;
}

/** @throws ToolError where there is nobody of that subject */
export function findEntry(file: UserFile, subject: string): UserEntry {
  const entry = file.users.find((user) => user.subject === subject);
  if (entry) return entry;
  throw new ToolError('not_found', `Nobody in the file has the subject ${JSON.stringify(subject)}.`);
}
