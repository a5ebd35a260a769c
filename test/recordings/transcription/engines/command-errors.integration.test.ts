/** A program that fails, will not end or leaves others running: what is told of it, and that all of it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  engineOf,
  home,
  JSON_OUT,
  leavingNothing,
  pids,
  printing,
  program,
  ran,
  TIMED,
} from '../../../support/command-engine.ts';
import { alive } from '../../../support/process.ts';
import { SPEECH } from '../../../support/speech-file.ts';

leavingNothing();

describe('a program that fails', () => {
  const [node] = program('');

  it.each([
    [
      'with a code',
      `console.error('first\\nmodel\\u200b not  found\\n'); process.exitCode = 3;`,
      'failed with code 3: "model not found".',
    ],
    ['without a word', 'process.exitCode = 1;', 'failed with code 1, without a word.'],
    [
      'by a signal',
      `process.kill(process.pid, 'SIGSEGV'); hanging();`,
      'was ended by SIGSEGV, without a word.',
    ],
    [
      'after printing a transcript',
      `console.log(${JSON.stringify(JSON_OUT)}); process.exitCode = 9;`,
      'failed with code 9, without a word.',
    ],
    [
      'with the path in its words',
      `console.error("error: can't open '" + args[0] + "' in " + process.cwd() + "."); process.exitCode = 2;`,
      `failed with code 2: "error: can't open 'audio.wav' in .".`,
    ],
    [
      'with very many words',
      `fs.writeSync(2, 'x'.repeat(9_000_000)); process.exitCode = 2;`,
      `failed with code 2: "${'x'.repeat(199)}…".`,
    ],
  ])(
    'a program that fails %s is unavailable, with its code or signal and its last words',
    async (_, code, words) => {
      expect(await ran([...program(code), '{file}'])).toEqual({
        kind: 'unavailable',
        text: `"node" (HITRATE_TRANSCRIBE_COMMAND) ${words}`,
      });
    },
  );

  it.each<[string, () => string[], string]>([
    ['is not there', () => ['/nowhere/whisper-cli'], 'ENOENT'],
    ['is unknown by its name', () => ['no-such-whisper'], 'ENOENT'],
    ['may not be run', () => [notExecutable()], 'EACCES'],
    ['is a folder', () => [home], 'EACCES'],
    ['gets an argument that is too long', () => [node!, 'x'.repeat(3_000_000)], 'E2BIG'],
    ['gets an argument with a NUL character', () => [node!, 'a\0b'], 'ERR_INVALID_ARG_VALUE'],
  ])('a program that %s is unavailable, and the error names the setting', async (_, command, code) => {
    const words = command();
    const { kind, text } = await ran([...words, '{file}']);
    expect(kind).toBe('unavailable');
    expect(text).toContain(`HITRATE_TRANSCRIBE_COMMAND names "${words[0]}"`);
    expect(text).toContain(code);
  });

  function notExecutable(): string {
    const path = join(home, 'not-executable');
    writeFileSync(path, '');
    chmodSync(path, 0o644);
    return path;
  }

  it('a program that removes its own folder is unavailable', async () => {
    expect(await ran(program(`fs.rmSync(process.cwd(), { recursive: true });`))).toMatchObject({
      kind: 'unavailable',
      text: expect.stringContaining('ENOENT'),
    });
  });

  it('a program is not started where no temporary file can be written', async () => {
    process.env.TMPDIR = join(home, 'nowhere');
    expect(await ran(printing(JSON_OUT))).toMatchObject({
      kind: 'unavailable',
      text: expect.stringMatching(/temporary.*ENOENT/),
    });
    expect(pids()).toEqual([]);
  });
});

describe('a program that will not end', () => {
  const HANGS = {
    hangs: 'hanging();',
    'ignores every polite signal': `for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(s, () => {}); hanging();`,
    'closes its output and runs on': `fs.closeSync(1); fs.closeSync(2); hanging();`,
    'has printed all and runs on': `console.log(${JSON.stringify(JSON_OUT)}); hanging();`,
    'waits for one of its own': `child(hang);`,
    'complains without end': `setInterval(() => fs.writeSync(2, 'x'.repeat(60_000)), 1);`,
    'fills its folder': `let i = 0; setInterval(() => fs.writeFileSync('f' + i++, 'x'), 1);`,
  };

  /** All at a time, since each takes its time. */
  const inEachWay = async (check: (code: string) => Promise<unknown>) =>
    Object.fromEntries(
      await Promise.all(Object.entries(HANGS).map(async ([way, code]) => [way, await check(code)])),
    );
  const each = (value: unknown) => Object.fromEntries(Object.keys(HANGS).map((way) => [way, value]));

  it('a program that hangs in any way is killed at the deadline', async () => {
    const started = performance.now();
    expect(await inEachWay((code) => ran(program(code), 1500))).toEqual(
      each({ kind: 'timeout', text: expect.stringContaining('1.5 s') }),
    );
    expect(performance.now() - started).toBeLessThan(6000);
    expect(pids().length).toBeGreaterThan(Object.keys(HANGS).length);
  });

  it('a program that hangs in any way is killed at once when the call is cancelled', async () => {
    const cancel = new AbortController();
    const reason = new Error('not wanted any more');
    let abortedAt = 0;
    const ended = inEachWay(async (code) => {
      const thrown = await engineOf(program(code))
        .transcribe(SPEECH, cancel.signal)
        .catch((error) => error);
      expect(performance.now() - abortedAt).toBeLessThan(3000);
      return thrown;
    });
    await expect.poll(() => pids().length).toBeGreaterThan(Object.keys(HANGS).length);
    abortedAt = performance.now();
    cancel.abort(reason);
    expect(await ended).toEqual(each(reason));
  });

  it('a program that prints rubbish without end is killed and gives a bad answer', async () => {
    const flood = `const rubbish = Buffer.alloc(65_536, 'x'); for (;;) fs.writeSync(1, rubbish);`;
    expect(await ran(program(`try { ${flood} } catch {} hanging();`))).toMatchObject({
      kind: 'bad_answer',
      text: expect.stringMatching(/HITRATE_TRANSCRIBE_COMMAND\) printed more than 8\.0 MB/),
    });
  });

  it('a program is not started where the call is cancelled while the recording is still being written', async () => {
    const cancel = new AbortController();
    const running = engineOf(program('hanging();')).transcribe(
      { ...SPEECH, bytes: Buffer.alloc(100_000_000) },
      cancel.signal,
    );
    cancel.abort('enough');
    await expect(running).rejects.toBe('enough');
    expect(pids()).toEqual([]);
  });

  it('a program is not started where the call was cancelled before', async () => {
    const running = engineOf(program('hanging();')).transcribe(SPEECH, AbortSignal.abort('early'));
    await expect(running).rejects.toBe('early');
    expect(pids()).toEqual([]);
  });
});

describe('what a program leaves running', () => {
  it.each([
    ['with the output open', '{}'],
    ['without output', `{ stdio: 'ignore' }`],
  ])('a child process left running %s ends with its program and delays no answer', async (_, options) => {
    const started = performance.now();
    const command = program(
      `child(hang, ${options}).unref(); fs.writeSync(1, ${JSON.stringify(JSON_OUT)}); process.exit(0);`,
    );
    expect(await ran(command)).toMatchObject({ heard: TIMED });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('a child process left running in a process group of its own delays no answer either', async () => {
    const started = performance.now();
    const command = program(
      `child(hang, { detached: true }).unref(); fs.writeSync(1, ${JSON.stringify(JSON_OUT)}); process.exit(0);`,
    );
    expect(await ran(command)).toMatchObject({ heard: TIMED });
    expect(performance.now() - started).toBeLessThan(4000);
    // It asked to be left alone, and was: this test ends it.
    expect(pids().filter(alive)).toHaveLength(1);
    for (const pid of pids().filter(alive)) process.kill(pid, 'SIGKILL');
  });
});

describe('the end of this process', () => {
  const module = fileURLToPath(
    new URL('../../../../src/recordings/transcription/engines/command.ts', import.meta.url),
  );

  /** A process of ours that transcribes twice at a time, and ends itself as soon as `pids` programs run. */
  async function ending(command: string[], running: number): Promise<void> {
    const script = `
      import { readFileSync } from 'node:fs';
      import { commandEngine } from ${JSON.stringify(module)};
      const engine = commandEngine({ command: ${JSON.stringify(command)}, language: 'sv' });
      const speech = { bytes: Buffer.alloc(99), type: 'audio/wav', seconds: 1 };
      for (let i = 0; i < 2; i++) engine.transcribe(speech, new AbortController().signal).catch(console.error);
      setInterval(() => {
        const started = readFileSync(process.env.PIDS, 'utf8').split('\\n').length - 1;
        if (started >= ${running}) process.exit(7);
      }, 10);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: 'inherit',
    });
    expect(await once(child, 'exit')).toEqual([7, null]);
  }

  it('the end of this process ends running programs and their child processes, and removes the recordings', async () => {
    await ending(program('child(hang); hanging();'), 4);
    expect(pids()).toHaveLength(4);
    // And after it, as after every test: nothing runs, nothing is left.
  });

  it('an immediate end of this process removes the recordings too', async () => {
    await ending(program('hanging();'), 0);
  });

  it('the end of this process is listened for once, however often an engine is asked', async () => {
    await ran(printing(JSON_OUT));
    const listeners = process.listenerCount('exit');
    await Promise.all([ran(printing(JSON_OUT)), ran(printing(JSON_OUT)), ran(['/nowhere'])]);
    expect(process.listenerCount('exit')).toBe(listeners);
  });
});
