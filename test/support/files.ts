import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterThisFile } from './cleanup.ts';

/** An empty folder, gone again after the tests of the file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hitrate-mcp-test-'));
  afterThisFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
