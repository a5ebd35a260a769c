/**
 * Runs README.md's lines for assistants with a command line, as they stand there, by the real programs in a home of
 * their own: the server is added, connected where the program tells that, and taken off again. No account is needed.
 *
 *   tsx scripts/check-hosts.ts [claude] [codex] [gemini]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { pathWith, problemsWith, report } from './installed-programs.ts';

/** What a host has written down about a server. */
interface ServerEntry {
  command?: string;
  args?: string[];
  env?: Record<string, string>;
}

interface CommandResult {
  ok: boolean;
  stdout: string;
  /** Of both streams. */
  text: string;
}

type Run = (line: string) => CommandResult;

interface HostProgram {
  /** With a version, so that a newer one does not fail what has not changed here. */
  package: string;
  /** Reads the server's entry; undefined where there is none. */
  readEntry(home: string, run: Run): ServerEntry | undefined;
  /** Its list starts what it lists, and says whether that connects. */
  listConnects: boolean;
  /** Scripts beside this one that check what this program alone has. */
  ownChecks?: string[];
}

const HOSTS: Record<string, HostProgram> = {
  claude: {
    package: '@anthropic-ai/claude-code@2.1.332',
    readEntry: (home) => readJson(join(home, '.claude.json'))?.mcpServers?.hitrate,
    listConnects: true,
    ownChecks: ['claude-tool-search.ts', 'claude-over-http.ts'],
  },
  codex: {
    package: '@openai/codex@0.169.0',
    readEntry: (_, run) => {
      const { ok, stdout } = run('codex mcp get hitrate --json');
      return ok ? JSON.parse(stdout).transport : undefined;
    },
    listConnects: false,
  },
  gemini: {
    package: '@google/gemini-cli@0.61.0',
    readEntry: (home) => readJson(join(home, '.gemini', 'settings.json'))?.mcpServers?.hitrate,
    listConnects: true,
  },
};

const root = resolve(import.meta.dirname, '..');
const readmeLines =
  readFileSync(join(root, 'README.md'), 'utf8').match(/^(claude|codex|gemini) mcp .*$/gm) ?? [];
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(HOSTS);
const problems: string[] = [];
for (const name of names) problems.push(...(await checkHost(name)));
report('hosts', problems);

async function checkHost(name: string): Promise<string[]> {
  const host = HOSTS[name];
  if (!host) return [`there is no host ${name}; there are ${Object.keys(HOSTS).join(', ')}`];
  return problemsWith(`hosts-${name}`, [host.package], async (folder) => checkLines(name, host, folder));
}

function checkLines(name: string, host: HostProgram, folder: string): string[] {
  const token = join(folder, 'token.txt');
  writeFileSync(token, 'no-real-token\n', { mode: 0o600 });
  const { home, run } = createHome(folder);
  const lines = readmeLines.filter((line) => line.startsWith(`${name} `));
  const addLines = lines.filter((line) => line.includes(' add '));
  const removeLine = lines.find((line) => line.includes(' remove '));
  if (addLines.length < 2 || !removeLine) return [`${name}: README.md has not all of its lines`];
  const problems = addLines.flatMap((line) => {
    const add = run(line.replaceAll('/path/to/hitrate-mcp', root).replaceAll('/path/to/token.txt', token));
    if (!add.ok) return [failure(line, add.text)];
    return [
      ...entryProblems(line, host.readEntry(home, run) ?? {}, token),
      ...listProblems(line, run(`${name} mcp list`), host),
      ...removalProblems(removeLine, run(removeLine), host.readEntry(home, run)),
    ];
  });
  problems.push(...ownProblems(host, run));
  if (!problems.length)
    console.log(
      `hosts: ${name}: ${addLines.length} lines add it, ${host.listConnects ? 'it connects, ' : ''}and one takes it off`,
    );
  return problems;
}

function ownProblems({ ownChecks = [] }: HostProgram, run: Run): string[] {
  return ownChecks.flatMap((script) => {
    const { ok, text } = run(`${join(root, 'node_modules', '.bin', 'tsx')} ${join(root, 'scripts', script)}`);
    if (ok) console.log(`hosts: ${script}: passed`);
    return ok ? [] : [failure(script, text)];
  });
}

/** Makes a home that holds nothing of the person's at the keyboard, and what runs a line in it. */
function createHome(folder: string): { home: string; run: Run } {
  const home = join(folder, 'home');
  const work = join(folder, 'work');
  for (const path of [home, work, join(home, '.gemini')]) mkdirSync(path);
  // Gemini CLI starts no servers in a folder that nobody trusts.
  writeFileSync(join(home, '.gemini', 'trustedFolders.json'), JSON.stringify({ [work]: 'TRUST_FOLDER' }));
  const env = {
    PATH: pathWith(folder),
    HOME: home,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  };
  const run = (line: string) => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
      cwd: work,
      env,
      encoding: 'utf8',
      timeout: 120_000,
    });
    return { ok: status === 0, stdout, text: `${stdout}${stderr}` };
  };
  return { home, run };
}

const failure = (line: string, text: string): string => `${line}\n  ${text.trim()}`;

/** Compares by value what the host has written down with what the line says. */
function entryProblems(line: string, entry: ServerEntry, token: string): string[] {
  const sandbox = line.includes('--sandbox');
  const expected = {
    command: 'node',
    args: [join(root, 'dist', 'main.js'), ...(sandbox ? ['--sandbox'] : [])],
    env: sandbox ? {} : { HITRATE_DIALER: 'demodialer', HITRATE_TOKEN_FILE: token },
  };
  const actual = { command: entry.command, args: entry.args, env: entry.env ?? {} };
  return isDeepStrictEqual(actual, expected) ? [] : [failure(line, `is kept as ${JSON.stringify(actual)}`)];
}

function listProblems(line: string, list: CommandResult, { listConnects }: HostProgram): string[] {
  const listed = /hitrate/.test(list.text) && (!listConnects || /hitrate.*Connected/.test(list.text));
  return listed ? [] : [failure(line, list.text)];
}

function removalProblems(line: string, removal: CommandResult, entry: ServerEntry | undefined): string[] {
  return removal.ok && !entry ? [] : [failure(line, removal.text)];
}

function readJson(path: string): any {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
