/** Programs of the registry that a check runs, in a folder of their own: none is a dependency. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const TIMEOUT_MS = 600_000;

/**
 * Returns the problems that a check finds with the packages installed in its folder. Where they can't be installed
 * nothing is checked, and that is said.
 * @param name of the check
 * @param packages each with a version, so that a newer one fails nothing here; the first is what the check is about
 */
export async function problemsWith(
  name: string,
  packages: readonly string[],
  check: (folder: string) => Promise<string[]>,
): Promise<string[]> {
  // Programs compare paths without links.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), `hitrate-mcp-${name}-`));
  try {
    const npm = ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, ...packages];
    if (spawnSync('npm', npm, { timeout: TIMEOUT_MS }).status === 0) return await check(folder);
    console.log(`${name}: ${packages[0]} can't be installed here: nothing was checked with it`);
    return [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tells the problems of a check, and sets the exit status. */
export function report(name: string, problems: readonly string[]): void {
  for (const problem of problems) console.error(`${name}: ${problem}`);
  process.exitCode = problems.length ? 1 : 0;
}

/** Returns a PATH on which they are found first, and with them what they start. */
export const pathWith = (folder: string): string =>
  [join(folder, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
