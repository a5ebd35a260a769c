/** setup on a terminal, which script(1) makes. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { afterThisTest } from '../../../support/cleanup.ts';
import { bundle, SECRET } from '../../../support/host.ts';
import { type Home, healthyDialer, newHome } from '../../../support/setup-home.ts';
import { until } from '../../../support/waiting.ts';

// That of util-linux: others have other flags.
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');

interface Terminal {
  /** Waits for what is printed next, then types. */
  answer(question: string, text: string): Promise<void>;
  screen(): string;
  ended: Promise<number | null>;
}

function open(home: Home, ...args: string[]): Terminal {
  const line = [process.execPath, bundle, 'setup', ...args].map((word) => `'${word}'`).join(' ');
  const child: ChildProcess = spawn('script', ['-qefc', line, '/dev/null'], {
    env: { HOME: home.path, PATH: process.env.PATH, TERM: 'dumb', SHELL: '/bin/sh' },
    stdio: 'pipe',
  });
  afterThisTest(() => child.kill('SIGKILL'));
  let screen = '';
  let seen = 0;
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
  });
  return {
    async answer(question, text) {
      await until(() => screen.indexOf(question, seen) >= 0);
      seen = screen.indexOf(question, seen) + question.length;
      child.stdin!.write(text);
    },
    screen: () => screen,
    ended: new Promise((resolve) => child.on('close', (code) => resolve(code))),
  };
}

describe.runIf(hasScript)('setup on a terminal', () => {
  it('asks again where an answer is wrong, hides the token, and writes into the hosts that were chosen', async () => {
    const dialer = await healthyDialer();
    const home = newHome('cursor', 'vscode');
    const terminal = open(home);
    await terminal.answer('Dialer (', 'no name\r');
    await terminal.answer('must be the name alone', `${dialer.url}\r`);
    // Typed before it is asked for again.
    await terminal.answer('API token (', `two words\r${SECRET}\r`);
    await terminal.answer('has a space', '');
    await terminal.answer('Access:', 'all\r');
    await terminal.answer('must be one of read, write, destructive', 'read\r');
    await terminal.answer('Download folder', 'Downloads\r');
    await terminal.answer('must be a full path', `${home.path}\r`);
    await terminal.answer('Set up which?', '7\r');
    await terminal.answer('numbers from 1 to 2', '2\r');
    expect(await terminal.ended).toBe(0);
    await dialer.close();
    expect(terminal.screen()).not.toContain(SECRET);
    expect(() => home.read('cursor')).toThrow('ENOENT');
    expect(home.entry('vscode').env).toMatchObject({
      HITRATE_URL: dialer.url,
      HITRATE_ACCESS: 'read',
      HITRATE_DOWNLOAD_DIR: home.path,
    });
    expect(readFileSync(home.entry('vscode').env.HITRATE_TOKEN_FILE, 'utf8')).toBe(`${SECRET}\n`);
  });

  it.each(['Dialer (', 'API token (', 'Access:', 'Download folder', 'Set up which?', 'Replace it?'])(
    'has written nothing where Ctrl-C answers: %s',
    async (last) => {
      const dialer = await healthyDialer();
      const home = newHome('cursor');
      home.write('cursor', '{"mcpServers": {"hitrate": {"command": "old"}}}');
      const before = home.tree();
      const terminal = open(home);
      const answers = {
        'Dialer (': dialer.url,
        'API token (': SECRET,
        'Access:': '',
        'Download folder': '',
        'Set up which?': '',
      };
      for (const [question, text] of Object.entries(answers)) {
        if (question === last) break;
        await terminal.answer(question, `${text}\r`);
      }
      await terminal.answer(last, '\u0003');
      expect(await terminal.ended).toBe(130);
      await dialer.close();
      expect(terminal.screen()).toContain('Nothing was written.');
      expect(home.tree()).toEqual(before);
    },
  );

  it('writes nothing after a failed check unless the person wants it all the same', async () => {
    const home = newHome('cursor');
    const start = async (answer: string) => {
      const terminal = open(home, '--url', 'http://127.0.0.1:1', '--access', 'read', '--hosts', 'cursor');
      await terminal.answer('API token (', `${SECRET}\r`);
      await terminal.answer('Download folder', '\r');
      await terminal.answer('Something is wrong', answer);
      return terminal.ended;
    };
    expect(await start('\r')).toBe(1);
    expect(existsSync(home.file('cursor'))).toBe(false);
    expect(await start('y\r')).toBe(0);
    expect(home.entry('cursor')).toBeDefined();
  });

  it('keeps the token file on --remove unless the person says yes to that too', async () => {
    const dialer = await healthyDialer();
    const home = newHome('cursor');
    const setUp = async () => {
      await home.setup(['--yes'], { HITRATE_TOKEN: SECRET, HITRATE_URL: dialer.url });
      return home.entry('cursor').env.HITRATE_TOKEN_FILE;
    };
    for (const [answer, isKept] of [
      ['\r', true],
      ['y\r', false],
    ] as const) {
      const token = await setUp();
      const terminal = open(home, '--remove');
      await terminal.answer('Take it out?', '\r');
      await terminal.answer('Delete the token file', answer);
      expect(await terminal.ended).toBe(0);
      expect(existsSync(token)).toBe(isKept);
      expect(home.entry('cursor')).toBeUndefined();
    }
    await dialer.close();
  });
});
