/** The built server for a team over invented people, with one person who has a key, for scripts that try clients. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const main = resolve(import.meta.dirname, '..', 'dist', 'main.js');

export interface TeamServer {
  /** Of /mcp. */
  url: string;
  key: string;
  stop(): void;
}

/** @param folder for its files */
export async function startTeamServer(folder: string): Promise<TeamServer> {
  mkdirSync(folder, { recursive: true });
  const users = join(folder, 'users.json');
  const token = join(folder, 'anna.token');
  writeFileSync(token, 'sandbox-admin\n', { mode: 0o600 });
  const user = (...args: string[]) =>
    execFileSync(process.execPath, [main, 'user', ...args, '--users', users], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  user('add', 'anna', '--token-file', token);
  const key = user('key', 'anna').trim();
  return { key, ...(await startServer(folder, ['--users', users])) };
}

/** @param flags beside those of a server over HTTP and invented people */
export async function startServer(
  folder: string,
  flags: readonly string[],
): Promise<Omit<TeamServer, 'key'>> {
  const args = ['serve', '--http', '--port', '0', '--sandbox', ...flags];
  const server = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, HITRATE_STATE_DIR: join(folder, 'state') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  for await (const text of server.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += text;
    const url = /serving at (\S+)/.exec(said)?.[1];
    if (!url) continue;
    // What it logs is nobody's here, and must not fill the pipe.
    server.stderr.resume();
    return { url, stop: () => void server.kill() };
  }
  throw new Error(`the server did not start: ${said}`);
}
