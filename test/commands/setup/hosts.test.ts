import { describe, expect, it } from 'vitest';
import { type HostId, listHosts, type Machine } from '../../../src/commands/setup/hosts.ts';

const machine = (given: Partial<Machine>, there: string[] = []): Machine => ({
  platform: 'linux',
  env: {},
  home: '/home/ida',
  exists: (path) => there.includes(path),
  list: () => [],
  ...given,
});
const paths = (given: Partial<Machine>) =>
  Object.fromEntries(listHosts(machine(given)).map(({ id, path }) => [id, path]));
const found = (given: Partial<Machine>, ...there: string[]): HostId[] =>
  listHosts(machine(given, there)).flatMap((host) => (host.found ? [host.id] : []));

describe('the settings of a host', () => {
  it('lie on Linux in the home', () => {
    expect(paths({})).toEqual({
      'claude-desktop': '/home/ida/.config/Claude/claude_desktop_config.json',
      'claude-code': '/home/ida/.claude.json',
      cursor: '/home/ida/.cursor/mcp.json',
      vscode: '/home/ida/.config/Code/User/mcp.json',
    });
  });

  it('lie on Linux where XDG_CONFIG_HOME says, if that is a full path', () => {
    expect(paths({ env: { XDG_CONFIG_HOME: '/etc/ida' } })).toMatchObject({
      'claude-desktop': '/etc/ida/Claude/claude_desktop_config.json',
      vscode: '/etc/ida/Code/User/mcp.json',
    });
    expect(paths({ env: { XDG_CONFIG_HOME: 'config' } }).vscode).toBe('/home/ida/.config/Code/User/mcp.json');
  });

  it('lie on macOS in Application Support', () => {
    expect(paths({ platform: 'darwin', home: '/Users/ida' })).toEqual({
      'claude-desktop': '/Users/ida/Library/Application Support/Claude/claude_desktop_config.json',
      'claude-code': '/Users/ida/.claude.json',
      cursor: '/Users/ida/.cursor/mcp.json',
      vscode: '/Users/ida/Library/Application Support/Code/User/mcp.json',
    });
  });

  it('lie on Windows in AppData', () => {
    const windows = { platform: 'win32' as const, home: 'C:\\Users\\ida' };
    const expected = {
      'claude-desktop': 'C:\\Users\\ida\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
      'claude-code': 'C:\\Users\\ida\\.claude.json',
      cursor: 'C:\\Users\\ida\\.cursor\\mcp.json',
      vscode: 'C:\\Users\\ida\\AppData\\Roaming\\Code\\User\\mcp.json',
    };
    expect(paths(windows)).toEqual(expected);
    expect(paths({ ...windows, env: { APPDATA: 'D:\\data' } })).toMatchObject({
      'claude-desktop': 'D:\\data\\Claude\\claude_desktop_config.json',
      vscode: 'D:\\data\\Code\\User\\mcp.json',
    });
  });

  it('lie for a packaged Claude Desktop on Windows in the folder that it sees in the place of AppData', () => {
    const list = (folder: string) =>
      folder === 'C:\\Local\\Packages' ? ['Other_1', 'Claude_pzs8sxrjxfjjc'] : [];
    expect(paths({ platform: 'win32', env: { LOCALAPPDATA: 'C:\\Local' }, list })['claude-desktop']).toBe(
      'C:\\Local\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json',
    );
  });

  it('lie for Claude Code where CLAUDE_CONFIG_DIR says', () => {
    expect(paths({ env: { CLAUDE_CONFIG_DIR: '/c' } })['claude-code']).toBe('/c/.claude.json');
  });
});

describe('a host is there', () => {
  it.each<[HostId, string]>([
    ['claude-desktop', '/home/ida/.config/Claude'],
    ['claude-code', '/home/ida/.claude.json'],
    ['claude-code', '/home/ida/.claude'],
    ['cursor', '/home/ida/.cursor'],
    ['vscode', '/home/ida/.config/Code'],
  ])('%s: by %s', (id, path) => {
    expect(found({}, path)).toEqual([id]);
  });

  it.each<[HostId, string]>([
    ['claude-code', 'claude'],
    ['cursor', 'cursor'],
    ['vscode', 'code'],
  ])('%s: by its program %s on the PATH', (id, program) => {
    expect(found({ env: { PATH: '/usr/bin::/opt/bin' } }, `/opt/bin/${program}`)).toEqual([id]);
    const windows = { platform: 'win32' as const, env: { Path: 'C:\\a;C:\\b' } };
    expect(found(windows, `C:\\b\\${program}.cmd`)).toEqual([id]);
    expect(found({}, program)).toEqual([]);
  });

  it.each<[HostId, string]>([
    ['claude-desktop', '/Applications/Claude.app'],
    ['cursor', '/home/ida/Applications/Cursor.app'],
    ['vscode', '/Applications/Visual Studio Code.app'],
  ])('%s: by %s on macOS alone', (id, app) => {
    expect(found({ platform: 'darwin' }, app)).toEqual([id]);
    expect(found({}, app)).toEqual([]);
  });
});
