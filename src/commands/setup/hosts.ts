/** The hosts that setup knows: where each keeps its settings, and what shows that it is on this machine. */
import { existsSync, readdirSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import type { Env } from '../../config/parse.ts';

/** What decides where things are; tests have others than this machine's. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Env;
  home: string;
  exists(path: string): boolean;
  /** The names in a folder; none where there is no such folder. */
  list(folder: string): string[];
}

export interface Host {
  /** As `--hosts` takes it. */
  id: HostId;
  name: string;
  /** The settings file of this user, whether it exists or not. */
  path: string;
  /** The member in which the file lists its servers. */
  servers: 'mcpServers' | 'servers';
  /** Whether an entry says that its server is a program on stdio. */
  hasType: boolean;
  /** Claude Code rewrites its file while it runs, under a lock. */
  isLocked: boolean;
  found: boolean;
  /** What to do once the entry is there. */
  next: string;
}

export const HOST_IDS = ['claude-desktop', 'claude-code', 'cursor', 'vscode'] as const;
export type HostId = (typeof HOST_IDS)[number];

export const thisMachine = (home: string): Machine => ({
  platform: process.platform,
  env: process.env,
  home,
  exists: existsSync,
  list(folder) {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
});

/** Returns all of them, found or not. */
export function listHosts(machine: Machine): Host[] {
  const { join } = pathsOf(machine);
  const { env, home } = machine;
  const applications = applicationData(machine);
  const desktop = desktopFolder(machine, applications);
  const isThere = (folder: string, program: string | undefined, app: string): boolean =>
    machine.exists(folder) || (program !== undefined && isOnPath(machine, program)) || hasApp(machine, app);
  return [
    {
      id: 'claude-desktop',
      name: 'Claude Desktop',
      path: join(desktop, 'claude_desktop_config.json'),
      servers: 'mcpServers',
      hasType: false,
      isLocked: false,
      found: isThere(desktop, undefined, 'Claude.app'),
      next: 'quit it wholly (its window is not enough) and start it again',
    },
    {
      id: 'claude-code',
      name: 'Claude Code',
      path: join(env.CLAUDE_CONFIG_DIR || home, '.claude.json'),
      servers: 'mcpServers',
      hasType: true,
      isLocked: true,
      found:
        machine.exists(join(env.CLAUDE_CONFIG_DIR || home, '.claude.json')) ||
        machine.exists(env.CLAUDE_CONFIG_DIR || join(home, '.claude')) ||
        isOnPath(machine, 'claude'),
      next: 'start a new session; /mcp shows hitrate',
    },
    {
      id: 'cursor',
      name: 'Cursor',
      path: join(home, '.cursor', 'mcp.json'),
      servers: 'mcpServers',
      hasType: false,
      isLocked: false,
      found: isThere(join(home, '.cursor'), 'cursor', 'Cursor.app'),
      next: 'restart it; its settings show hitrate under MCP',
    },
    {
      id: 'vscode',
      name: 'VS Code',
      path: join(applications, 'Code', 'User', 'mcp.json'),
      servers: 'servers',
      hasType: true,
      isLocked: false,
      found: isThere(join(applications, 'Code'), 'code', 'Visual Studio Code.app'),
      next: 'run "MCP: List Servers", choose hitrate, and start it',
    },
  ];
}

const pathsOf = ({ platform }: Machine) => (platform === 'win32' ? win32 : posix);

/** Returns the folder in which programs keep what is the user's. */
function applicationData(machine: Machine): string {
  const { platform, env, home } = machine;
  const { join, isAbsolute } = pathsOf(machine);
  if (platform === 'win32') return env.APPDATA || join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  const given = env.XDG_CONFIG_HOME;
  return given && isAbsolute(given) ? given : join(home, '.config');
}

/** On Windows a packaged Claude Desktop sees a folder of its own in the place of the usual one, and only that. */
function desktopFolder(machine: Machine, applications: string): string {
  const { join } = pathsOf(machine);
  const usual = join(applications, 'Claude');
  if (machine.platform !== 'win32') return usual;
  const packages = join(machine.env.LOCALAPPDATA || join(machine.home, 'AppData', 'Local'), 'Packages');
  const name = machine.list(packages).find((one) => one.startsWith('Claude_'));
  return name === undefined ? usual : join(packages, name, 'LocalCache', 'Roaming', 'Claude');
}

function isOnPath(machine: Machine, program: string): boolean {
  const { join, delimiter } = pathsOf(machine);
  const path = machine.env.PATH ?? machine.env.Path ?? '';
  const endings = machine.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  return path
    .split(delimiter)
    .filter(Boolean)
    .some((folder) => endings.some((ending) => machine.exists(join(folder, program + ending))));
}

function hasApp(machine: Machine, app: string): boolean {
  const { join } = pathsOf(machine);
  const folders = ['/Applications', join(machine.home, 'Applications')];
  return machine.platform === 'darwin' && folders.some((folder) => machine.exists(join(folder, app)));
}
