/**
 * Lists the tools of the built server by the protocol's own inspector, over stdio and over HTTP with a key.
 *
 *   tsx scripts/check-inspector.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installPrograms, pathWith } from './installed-programs.ts';
import { startTeamServer } from './team-server.ts';

const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';
/** It does not start on Node 20. */
const PACKAGES = [INSPECTOR, 'node@24'];

const main = resolve(import.meta.dirname, '..', 'dist', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-inspector-'));
try {
  process.exitCode = await check();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Returns the exit status. */
async function check(): Promise<number> {
  if (!installPrograms(folder, PACKAGES)) {
    console.log(`inspector: ${INSPECTOR} can't be installed here: nothing was checked`);
    return 0;
  }
  const server = await startTeamServer(join(folder, 'server'));
  try {
    const over = ['--transport', 'http', '--header', `Authorization: Bearer ${server.key}`];
    const counts = {
      stdio: listTools([process.execPath, main, '--sandbox']),
      HTTP: listTools([server.url, ...over]),
    };
    const nobody = listTools([server.url, '--transport', 'http']);
    for (const [way, count] of Object.entries(counts))
      console.log(`inspector: ${count ?? 'no'} tools over ${way}`);
    const isRight = counts.stdio && counts.stdio === counts.HTTP && nobody === undefined;
    if (!isRight) console.error(`inspector: expected as many over both, and none without a key (${nobody})`);
    return isRight ? 0 : 1;
  } finally {
    server.stop();
  }
}

/** Returns how many there are; undefined where it does not get in. */
function listTools(target: string[]): number | undefined {
  const { stdout, status } = spawnSync('mcp-inspector', ['--cli', ...target, '--method', 'tools/list'], {
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, PATH: pathWith(folder) },
    maxBuffer: 64_000_000,
  });
  return status === 0 ? JSON.parse(stdout).tools.length : undefined;
}
