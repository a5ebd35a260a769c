/** Settings by which tests act at any hour and as often as they like, and keep their state to themselves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const stateDir = mkdtempSync(join(tmpdir(), 'hitrate-mcp-state-'));
process.on('exit', () => rmSync(stateDir, { recursive: true, force: true }));

export const TRUST_ENV = {
  HITRATE_STATE_DIR: stateDir,
  HITRATE_CALLING_HOURS: 'always',
  HITRATE_LIMITS: 'none',
  // Beside what is always confirmed nobody is asked, except in the tests of the guard.
  HITRATE_ASK: 'none',
};
