/**
 * Checks what can be of the files for a server for a team where no container engine runs: the proxy's configuration by
 * haproxy, the unit by systemd-analyze, and the Dockerfile's first stage by running its commands in an empty folder.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const CHECKS = { proxy: checkProxy, unit: checkUnit, image: checkImage };

for (const [name, check] of Object.entries(CHECKS)) {
  const folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-deploy-'));
  try {
    console.log(`deploy: ${check(folder)}`);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    console.error(`deploy: ${name}: ${stderr || message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: string[], cwd = '.'): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).error === undefined;
}

function checkProxy(folder: string): string {
  if (!isInstalled('haproxy')) return 'haproxy is not installed here: its configuration was not checked';
  const [certificate, key, both] = ['cert.pem', 'key.pem', 'tls.pem'].map((file) => join(folder, file)) as [
    string,
    string,
    string,
  ];
  run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost'],
    ...['-keyout', key, '-out', certificate],
  ]);
  writeFileSync(both, readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'));
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, readFileSync('deploy/haproxy.cfg', 'utf8').replace('/etc/haproxy/tls.pem', both));
  run('haproxy', ['-c', '-f', file]);
  return 'haproxy takes its configuration';
}

function checkUnit(folder: string): string {
  if (!isInstalled('systemd-analyze'))
    return 'systemd-analyze is not installed here: the unit was not checked';
  const unit = readFileSync('deploy/hitrate-mcp.service', 'utf8');
  const file = join(folder, 'hitrate-mcp.service');
  // It looks for the program.
  writeFileSync(file, unit.replace('/usr/bin/node', process.execPath));
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
  // Of units of the system it tells too.
  const complaints = stderr.split('\n').filter((line) => line.includes('hitrate-mcp'));
  if (status !== 0 || complaints.length) throw new Error(stderr);
  return 'systemd-analyze takes the unit';
}

/** Runs what the first stage copies and runs, with what .dockerignore lets through. */
function checkImage(folder: string): string {
  const [stage = ''] = readFileSync('Dockerfile', 'utf8')
    .split(/^FROM .*$/m)
    .slice(1);
  const sent = readFileSync('.dockerignore', 'utf8').match(/(?<=^!).+$/gm) ?? [];
  const commands = stage.match(/^(COPY|RUN) .*$/gm) ?? [];
  for (const line of commands) {
    const [verb, ...words] = line.split(' ') as [string, ...string[]];
    if (verb === 'RUN') run('sh', ['-c', words.join(' ')], folder);
    else copy(words.slice(0, -1), join(folder, words.at(-1)!), sent);
  }
  const version = run(process.execPath, [join(folder, 'dist/main.js'), '--version']).trim();
  return `the ${commands.length} commands of the image's first stage make a server, ${version}`;
}

function copy(sources: string[], target: string, sent: readonly string[]): void {
  for (const source of sources) {
    if (!sent.includes(source) || !existsSync(source))
      throw new Error(`COPY ${source}: .dockerignore keeps it back`);
    mkdirSync(target, { recursive: true });
    const isFolder = sources.length === 1;
    cpSync(source, isFolder ? target : join(target, basename(source)), { recursive: true });
  }
}
