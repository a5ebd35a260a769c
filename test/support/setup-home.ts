/** A home in which assistants have settings, and the program `setup` run in it. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { fakeDialer } from './fake-dialer.ts';
import { newFolder } from './files.ts';
import { SECRET } from './host.ts';
import { type Ended, finished } from './process.ts';

export const FILES = {
  'claude-desktop': '.config/Claude/claude_desktop_config.json',
  'claude-code': '.claude.json',
  cursor: '.cursor/mcp.json',
  vscode: '.config/Code/User/mcp.json',
} as const;
export type HostId = keyof typeof FILES;

export interface Home {
  path: string;
  /** Runs it to its end; what it prints has no token in it. */
  setup(args: string[], env?: Record<string, string>): Promise<Ended>;
  file(host: HostId): string;
  write(host: HostId, text: string | Buffer): void;
  read(host: HostId): string;
  entry(host: HostId): any;
  backups(host: HostId): string[];
  /** Every file and folder with mode and content. */
  tree(): string[];
}

/** @param hosts that are found: their folders are there */
export function newHome(...hosts: HostId[]): Home {
  const path = newFolder();
  const file = (host: HostId) => join(path, FILES[host]);
  for (const host of hosts) {
    mkdirSync(dirname(file(host)), { recursive: true });
    if (host === 'claude-code') mkdirSync(join(path, '.claude'));
  }
  const read = (host: HostId) => readFileSync(file(host), 'utf8');
  return {
    path,
    async setup(args, env = {}) {
      const ended = await finished(['setup', ...args], { env: { HOME: path, ...env } });
      expect(ended.stdout + ended.stderr).not.toContain(SECRET);
      for (const host of Object.keys(FILES) as HostId[])
        if (statSync(file(host), { throwIfNoEntry: false })?.isFile())
          expect(read(host)).not.toContain(SECRET);
      return ended;
    },
    file,
    write(host, text) {
      mkdirSync(dirname(file(host)), { recursive: true });
      writeFileSync(file(host), text);
    },
    read,
    entry: (host) => JSON.parse(read(host))[host === 'vscode' ? 'servers' : 'mcpServers']?.hitrate,
    backups: (host) =>
      readdirSync(dirname(file(host)))
        .map((name) => join(dirname(file(host)), name))
        .filter((one) => one.startsWith(`${file(host)}.hitrate-backup-`))
        .sort(),
    tree: () =>
      readdirSync(path, { recursive: true, encoding: 'utf8' })
        .sort()
        .map((name) => {
          const { mode, mtimeMs } = statSync(join(path, name));
          const content = statSync(join(path, name)).isFile() ? readFileSync(join(path, name), 'hex') : '';
          return [name, mode, mtimeMs, content].join(' ');
        }),
  };
}

/** A dialer that answers all that the checks ask. */
export const healthyDialer = () =>
  fakeDialer(({ path }) => ({ body: path === '/api/calls/search' ? { rows: [], count: 0 } : [] }));
