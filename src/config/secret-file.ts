/** Files that hold a secret: why one can't be read, and who else can read it. */
import { readFileSync, statSync } from 'node:fs';
import { type GivenValues, SettingError } from './parse.ts';

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

/** @param from what names the file @throws SettingError */
export function readSecretFile(path: string, from: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new SettingError(`${from}=${path}: can't be read (${describeFailure(error)})`);
  }
}

/** Warns of a file that others can read. Windows has no such modes. @param secret what is in it */
export function secretFileWarnings(
  values: GivenValues,
  key: 'tokenFile' | 'stateKeyFile' | 'oauthClientSecretFile' | 'tlsKey',
  secret: string,
): string[] {
  const { text: path, from } = values[key] ?? {};
  if (path === undefined || process.platform === 'win32') return [];
  const file = statSync(path, { throwIfNoEntry: false });
  const mode = (file?.mode ?? 0) & 0o777;
  if (!file?.isFile() || (mode & 0o044) === 0) return [];
  return [
    `${from}=${path}: other users of this machine can read the ${secret} (mode ${mode.toString(8)}): chmod 600 it.`,
  ];
}
