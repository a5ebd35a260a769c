import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a measurement with a folder of its own, which is removed afterwards. */
export async function withTemporaryFolder<T>(measure: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'hitrate-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // A section that has run out of time does not get to its end.
  process.once('exit', remove);
  try {
    return await measure(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}
