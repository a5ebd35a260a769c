/**
 * Checks that the real Claude Code, `claude` on the PATH, connects to a server for a team by docs/team-server.md's line.
 *
 *   tsx scripts/claude-over-http.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startTeamServer } from './team-server.ts';

const docs = readFileSync(resolve(import.meta.dirname, '..', 'docs', 'team-server.md'), 'utf8');
const line = /^ *(claude mcp add --transport http .*)$/m.exec(docs)?.[1];
const folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-claude-http-'));
const server = await startTeamServer(folder);
try {
  if (!line) throw new Error('docs/team-server.md has no line that adds the server to Claude Code');
  const add = line.replace(/https:\S+/, server.url).replace('<key>', server.key);
  const problems = [
    ...expectText(add, /Added HTTP MCP server hitrate/),
    ...expectText('claude mcp list', /hitrate: .*Connected/),
    ...expectText('claude mcp remove hitrate', /Removed/),
    // By the key it was that it connected.
    ...expectText(add.replace(server.key, 'hmcp_wrong'), /Added/),
    ...expectText('claude mcp list', /hitrate: .*(Failed|Needs authentication)/),
  ];
  for (const problem of problems) console.error(problem.replaceAll(server.key, 'hmcp_...'));
  process.exitCode = problems.length ? 1 : 0;
} finally {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a line; returns what it said where that is not as expected. */
function expectText(command: string, expected: RegExp): string[] {
  const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', timeout: 120_000 });
  const said = `${stdout}${stderr}`;
  return expected.test(said) ? [] : [`${command}\n  ${said.trim()}`];
}
