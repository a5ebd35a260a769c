import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/commands/setup/edit-settings.ts';
import { entryEnv, entryText, launchOf, nextEntry } from '../../../src/commands/setup/entry.ts';
import type { Host } from '../../../src/commands/setup/hosts.ts';

const host = (hasType: boolean) => ({ hasType }) as Host;
const LAUNCH = { command: '/bin/node', args: ['/m.js'] };
const ENV = { HITRATE_DIALER: 'demodialer', HITRATE_ACCESS: 'read' };
const next = (present?: Entry, hasType = false) => nextEntry(host(hasType), LAUNCH, ENV, present);

describe('the command of an entry', () => {
  it('is the node and the program that run, by their full paths', () => {
    expect(launchOf('linux', '/opt/node/bin/node', '/srv/hitrate-mcp/dist/main.js')).toEqual({
      command: '/opt/node/bin/node',
      args: ['/srv/hitrate-mcp/dist/main.js'],
    });
  });

  it('is npx where npx runs it, whose cache is tidied one day', () => {
    const main = '/home/ida/.npm/_npx/0a1b/node_modules/hitrate-mcp/dist/main.js';
    expect(launchOf('darwin', '/bin/node', main)).toEqual({ command: 'npx', args: ['-y', 'hitrate-mcp'] });
    expect(launchOf('win32', 'node.exe', main.replaceAll('/', '\\'))).toEqual({
      command: 'cmd',
      args: ['/c', 'npx', '-y', 'hitrate-mcp'],
    });
  });
});

describe('an entry', () => {
  it('says that it is a program on stdio where the host wants that', () => {
    expect(next()).toEqual({ ...LAUNCH, env: ENV });
    expect(next(undefined, true)).toEqual({ type: 'stdio', ...LAUNCH, env: ENV });
  });

  it('keeps what setup does not know of the present one', () => {
    const present = {
      type: 'stdio',
      command: 'old',
      args: ['--sandbox'],
      env: { HITRATE_TOOLSETS: 'orders', HTTPS_PROXY: 'http://proxy' },
      disabled: true,
    };
    expect(next(present)).toEqual({
      ...LAUNCH,
      env: { HITRATE_TOOLSETS: 'orders', HTTPS_PROXY: 'http://proxy', ...ENV },
      disabled: true,
    });
  });

  it('has no other dialer, token or tier of the present one', () => {
    const env = {
      HITRATE_URL: 'https://x',
      HITRATE_TOKEN: 't',
      HITRATE_TOKEN_FILE: '/t',
      HITRATE_SANDBOX: 'on',
      HITRATE_ACCESS: 'destructive',
      HITRATE_DOWNLOAD_DIR: '/d',
    };
    expect(next({ env })).toEqual({ ...LAUNCH, env: ENV });
  });

  it('takes nothing from one that has an address in the place of a program', () => {
    const present = { type: 'http', url: 'https://x/mcp', headers: { Authorization: 'Bearer t' }, oauth: {} };
    expect(next(present)).toEqual({ ...LAUNCH, env: ENV });
  });

  it('has the settings that were given, and no secret', () => {
    const from = '';
    expect(
      entryEnv({
        dialer: { text: 'demodialer', from },
        toolsets: { text: 'orders', from },
        token: { text: 'secret', from },
        transcribeKey: { text: 'secret', from },
        tokenFile: { text: '/t/../token', from },
      }),
    ).toEqual({
      HITRATE_DIALER: 'demodialer',
      HITRATE_TOOLSETS: 'orders',
      HITRATE_TOKEN_FILE: '/token',
    });
  });

  it('is shown without what may be a secret', () => {
    const text = entryText({
      command: 'x',
      env: { HITRATE_DIALER: 'demodialer', HITRATE_TOKEN: 'hush', HTTPS_PROXY: 'http://me:hush@proxy' },
      url: 'https://x/mcp?key=hush',
      headers: { Authorization: 'hush' },
    });
    expect(text).toContain('"HITRATE_DIALER": "demodialer"');
    expect(text).toContain('"HITRATE_TOKEN": "(not shown)"');
    expect(text).not.toContain('hush');
  });
});
