/** Files that hold a secret: why one can't be read, and who else can read it. */
import { statSync } from 'node:fs';
import type { GivenValues } from './parse.ts';

const READ_FAILURES: Record<string, string> = {
  ENOENT: 'there is no such file; give its path in full',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

/** Returns why a file can't be read: the system's code, and what it means. */
export function describeFailure(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return [code, READ_FAILURES[code ?? '']].filter(Boolean).join(': ');
}

/** Warns of a file that others can read. Windows has no such modes. @param secret what is in it */
export function secretFileWarnings(
  values: GivenValues,
  key: 'tokenFile' | 'stateKeyFile',
  secret: string,
): string[] {
  const { text: path, from } = values[key] ?? {};
  if (path === undefined || process.platform === 'win32') return [];
  const mode = statSync(path).mode & 0o777;
  if (!statSync(path).isFile() || (mode & 0o044) === 0) return [];
  return [
    `${from}=${path}: other users of this machine can read the ${secret} (mode ${mode.toString(8)}): chmod 600 it.`,
  ];
}
