/**
 * README.md's lines for assistants with a command line, as they stand there, run by the real programs in a home of
 * their own: added, the server connected where the program tells that, taken off again. No account is needed.
 *
 *   node scripts/check-hosts.mjs [claude] [codex] [gemini]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** By version, so that a newer one does not fail what has not changed here. */
const HOSTS = {
  claude: {
    from: '@anthropic-ai/claude-code@2.1.332',
    holds: (home) => json(join(home, '.claude.json'))?.mcpServers?.hitrate,
    connects: true,
  },
  codex: {
    from: '@openai/codex@0.169.0',
    holds: (_, run) => {
      const { ok, stdout } = run('codex mcp get hitrate --json');
      return ok ? JSON.parse(stdout).transport : undefined;
    },
    // Its list does not start what it lists.
    connects: false,
  },
  gemini: {
    from: '@google/gemini-cli@0.61.0',
    holds: (home) => json(join(home, '.gemini', 'settings.json'))?.mcpServers?.hitrate,
    connects: true,
  },
};

const root = resolve(import.meta.dirname, '..');
const lines = readFileSync(join(root, 'README.md'), 'utf8').match(/^(claude|codex|gemini) mcp .*$/gm) ?? [];
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(HOSTS);
const problems = wanted.flatMap(check);
for (const problem of problems) console.error(`hosts: ${problem}`);
process.exit(problems.length ? 1 : 0);

function check(name) {
  const { from, holds, connects } = HOSTS[name];
  const folder = mkdtempSync(join(realpathSync(tmpdir()), `hitrate-mcp-${name}-`));
  try {
    const npm = ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, from];
    const installed = spawnSync('npm', npm, { encoding: 'utf8', timeout: 600_000 });
    if (installed.status !== 0) {
      console.log(`hosts: ${from} can't be installed here: its lines in README.md were not tried`);
      return [];
    }
    return tried(name, folder, holds, connects);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tried(name, folder, holds, connects) {
  const home = join(folder, 'home');
  const work = join(folder, 'work');
  const token = join(folder, 'token.txt');
  for (const one of [home, work, join(home, '.gemini')]) mkdirSync(one);
  // Gemini CLI starts no servers in a folder that nobody trusts.
  writeFileSync(join(home, '.gemini', 'trustedFolders.json'), JSON.stringify({ [work]: 'TRUST_FOLDER' }));
  writeFileSync(token, 'no-real-token\n', { mode: 0o600 });
  const env = {
    PATH: [join(folder, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    HOME: home,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  };
  const run = (line) => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
      cwd: work,
      env,
      encoding: 'utf8',
      timeout: 120_000,
    });
    return { ok: status === 0, stdout, text: `${stdout}${stderr}` };
  };
  const ours = lines.filter((line) => line.startsWith(`${name} `));
  const added = ours.filter((line) => line.includes(' add '));
  const removed = ours.find((line) => line.includes(' remove '));
  if (added.length < 2 || !removed) return [`${name}: README.md has not all of its lines`];
  const problems = [];
  for (const line of added) {
    const here = line.replaceAll('/path/to/hitrate-mcp', root).replaceAll('/path/to/token.txt', token);
    const add = run(here);
    if (!add.ok) {
      problems.push(`${line}\n  ${add.text.trim()}`);
      continue;
    }
    const held = holds(home, run) ?? {};
    const sandbox = line.includes('--sandbox');
    const right = {
      command: 'node',
      args: [join(root, 'dist', 'main.js'), ...(sandbox ? ['--sandbox'] : [])],
      env: sandbox ? {} : { HITRATE_DIALER: 'demodialer', HITRATE_TOKEN_FILE: token },
    };
    const got = { command: held.command, args: held.args, env: held.env ?? {} };
    if (!isDeepStrictEqual(got, right)) problems.push(`${line}\n  is kept as ${JSON.stringify(got)}`);
    const list = run(`${name} mcp list`);
    const there = /hitrate/.test(list.text) && (!connects || /hitrate.*Connected/.test(list.text));
    if (!there) problems.push(`${line}\n  ${list.text.trim()}`);
    const remove = run(removed);
    if (!remove.ok || holds(home, run)) problems.push(`${removed}\n  ${remove.text.trim()}`);
  }
  if (!problems.length)
    console.log(
      `hosts: ${name}: ${added.length} lines add it, ${connects ? 'it connects, ' : ''}and one takes it off`,
    );
  return problems;
}

function json(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
