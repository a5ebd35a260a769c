/** Programs of the registry that a check runs, in a folder of their own: none is a dependency. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

const TIMEOUT_MS = 600_000;

/** Returns whether they could be installed. @param packages each with a version, so that a newer one fails nothing here */
export function installPrograms(folder: string, packages: readonly string[]): boolean {
  const npm = ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, ...packages];
  return spawnSync('npm', npm, { timeout: TIMEOUT_MS }).status === 0;
}

/** Returns a PATH on which they are found first, and with them what they start. */
export const pathWith = (folder: string): string =>
  [join(folder, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
