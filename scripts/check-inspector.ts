/**
 * Lists the tools of the built server by the protocol's own inspector, over stdio and over HTTP with a key.
 *
 *   tsx scripts/check-inspector.ts
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathWith, problemsWith, report } from './installed-programs.ts';
import { startTeamServer } from './team-server.ts';

const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';
/** It does not start on Node 20. */
const PACKAGES = [INSPECTOR, 'node@24'];

const main = resolve(import.meta.dirname, '..', 'dist', 'main.js');
report('inspector', await problemsWith('inspector', PACKAGES, check));

async function check(folder: string): Promise<string[]> {
  const listTools = (target: string[]) => toolsListed(target, folder);
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
    return isRight ? [] : [`expected as many over both, and none without a key (${nobody})`];
  } finally {
    server.stop();
  }
}

/** Returns how many there are; undefined where it does not get in. */
function toolsListed(target: string[], folder: string): number | undefined {
  const { stdout, status } = spawnSync('mcp-inspector', ['--cli', ...target, '--method', 'tools/list'], {
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, PATH: pathWith(folder) },
    maxBuffer: 64_000_000,
  });
  return status === 0 ? JSON.parse(stdout).tools.length : undefined;
}
