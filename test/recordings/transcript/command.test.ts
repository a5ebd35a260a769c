/** A program as the engine: what it is given, what is taken from it, and that nothing of it is left behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ToolError } from '../../../src/errors.ts';
import { commandEngine } from '../../../src/recordings/transcript/command.ts';
import type { Heard, Speech } from '../../../src/recordings/transcript/engine.ts';
import { samples } from '../support.ts';

const { wav, mp3, seconds } = samples[0]!;
const SPEECH: Speech = { bytes: wav, type: 'audio/wav', seconds };
const SEGMENTS = [{ start_s: 0.5, end_s: 1, text: 'Hej' }];
const TIMED: Heard = { segments: SEGMENTS, timed: true };
const JSON_OUT = JSON.stringify({ segments: [{ start: 0.5, end: 1, text: ' Hej' }] });
const SRT_OUT = '1\n00:00:00,500 --> 00:00:01,000\nHej\n';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'command-test-')));
/** Where the engine's folders appear, in this test's process alone. */
const temporary = join(home, 'tmp with space');
const pidFile = join(home, 'pids');
const { TMPDIR } = process.env;
mkdirSync(temporary);

beforeEach(() => {
  process.env.TMPDIR = temporary;
  process.env.PIDS = pidFile;
  writeFileSync(pidFile, '');
});
afterEach(async () => {
  try {
    await expect.poll(() => pids().filter(alive), { timeout: 3000 }).toEqual([]);
  } finally {
    // What a failing test shows must not outlive it.
    for (const pid of pids().filter(alive)) process.kill(pid, 'SIGKILL');
  }
  expect(readdirSync(temporary).filter((name) => name.startsWith('hitrate-mcp-'))).toEqual([]);
});
afterAll(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  rmSync(home, { recursive: true });
});

/** Of every process that a test's programs started. */
const pids = (): number[] => readFileSync(pidFile, 'utf8').split('\n').filter(Boolean).map(Number);

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // One that has ended stays on the list until its new parent looks.
  const stat = `/proc/${pid}/stat`;
  return !existsSync('/proc/self/stat') || (existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8')));
}

let made = 0;
/** A program that runs this code; what it starts by `child(code)` leaves its number too. */
function program(code: string): string[] {
  const path = join(home, `program-${made++}.mjs`);
  writeFileSync(
    path,
    `import * as fs from 'node:fs';
    import { spawn } from 'node:child_process';
    const args = process.argv.slice(2);
    fs.appendFileSync(process.env.PIDS, process.pid + '\\n');
    const child = (code, options) => {
      const started = spawn(process.execPath, ['-e', code], { stdio: 'inherit', ...options });
      fs.appendFileSync(process.env.PIDS, started.pid + '\\n');
      return started;
    };
    const hang = 'setInterval(() => {}, 1000);';
    const hanging = () => setInterval(() => {}, 1000);
    ${code}`,
  );
  return [process.execPath, path];
}

const never = () => new AbortController().signal;
const engineOf = (command: string[], deadlineMs?: number) =>
  commandEngine({ command, language: 'sv', deadlineMs });

async function ran(command: string[], deadlineMs = 10_000, speech = SPEECH) {
  try {
    return {
      kind: 'heard',
      text: '',
      heard: await engineOf(command, deadlineMs).transcribe(speech, never()),
    };
  } catch (error) {
    if (error instanceof ToolError) return { kind: error.kind, text: error.message };
    throw error;
  }
}
const printing = (text: string) => program(`process.stdout.write(${JSON.stringify(text)});`);
/** What a program found out, which it prints as JSON in a transcript's place. */
const told = async (code: string, args: string[] = [], speech = SPEECH): Promise<any> => {
  const path = join(home, 'told');
  const command = program(`fs.writeFileSync(${JSON.stringify(path)}, JSON.stringify(${code}));`);
  expect(await ran([...command, ...args], 10_000, speech)).toMatchObject({ kind: 'heard' });
  return JSON.parse(readFileSync(path, 'utf8'));
};

describe('a program', () => {
  it('is named by its file, and runs alone', () => {
    expect(engineOf(['/opt/whisper/whisper-cli', '{file}'])).toMatchObject({
      name: 'whisper-cli',
      parallel: 1,
    });
  });

  it.each([
    ['audio.wav', 'audio/wav', wav],
    ['audio.mp3', 'audio/mpeg', mp3],
  ] as const)(
    'finds the recording in a folder of its own, and nobody else does: %s',
    async (name, type, bytes) => {
      const found = await told(
        `{ args, cwd: process.cwd(), there: fs.readdirSync('.'), mode: [fs.statSync('.').mode, fs.statSync(args[0]).mode],
        bytes: fs.readFileSync(args[0]).toString('base64'), stdin: fs.readFileSync(0, 'utf8') }`,
        ['{file}', '{dir}'],
        { bytes, type, seconds },
      );
      const [file, dir] = found.args;
      expect(dir).toMatch(new RegExp(`^${temporary}/hitrate-mcp-\\w+$`));
      expect(file).toBe(join(dir, name));
      expect(found).toMatchObject({ cwd: dir, there: [name], stdin: '' });
      expect(found.mode.map((mode: number) => mode & 0o777)).toEqual([0o700, 0o600]);
      expect(Buffer.from(found.bytes, 'base64').equals(bytes)).toBe(true);
    },
  );

  it('gets each word as it stands, and no shell reads it', async () => {
    const words = [
      '$(touch x)',
      '`id`',
      'a b',
      '"quoted"',
      "it's",
      '*',
      '; exit 3',
      '$HOME',
      '',
      '\\',
      '$&',
      '{other}',
      'å',
      '-f={file}:{language}{language}',
    ];
    const { args } = await told('{ args }', [...words, '{dir}']);
    const dir = args.pop();
    expect(args).toEqual([...words.slice(0, -1), `-f=${dir}/audio.wav:svsv`]);
  });

  it('sees the environment without what is ours: the token lives there', async () => {
    const ours = { HITRATE_TOKEN: 'sekret', HITRATE_TRANSCRIBE_KEY: 'sekret', hitrate_token: 'sekret' };
    Object.assign(process.env, ours, { NOT_HITRATE_X: 'kept' });
    try {
      const env = await told('process.env');
      expect(Object.keys(env).filter((name) => /^hitrate/i.test(name))).toEqual([]);
      expect(env).toMatchObject({ NOT_HITRATE_X: 'kept', PATH: process.env.PATH });
      expect(JSON.stringify(env)).not.toContain('sekret');
    } finally {
      for (const name of [...Object.keys(ours), 'NOT_HITRATE_X']) delete process.env[name];
    }
  });
});

describe('a transcript', () => {
  it.each([
    ['JSON', JSON_OUT],
    ['whisper.cpp', '{"transcription":[{"offsets":{"from":500,"to":1000},"text":" Hej"}]}'],
    ['lines with times', '\n[00:00:00.500 --> 00:00:01.000]   Hej\n'],
    ['SRT', SRT_OUT],
    ['VTT', 'WEBVTT\n\n00:00.500 --> 00:01.000\nHej\n'],
  ])('is read from what the program prints: %s', async (_, text) => {
    expect(await ran(printing(text))).toMatchObject({ heard: TIMED });
  });

  it('is read from plain text and from nothing', async () => {
    expect(await ran(printing(' Hej\n'))).toMatchObject({
      heard: { segments: [{ start_s: 0, end_s: seconds, text: 'Hej' }], timed: false },
    });
    expect(await ran(printing(''))).toMatchObject({ heard: { segments: [] } });
  });

  it.each<[string, Record<string, string>]>([
    ['JSON', { 'audio.wav.json': JSON_OUT }],
    ['JSON before all else', { 'a.srt': 'x', 'a.txt': 'x', 'a.vtt': 'x', 'b.JSON': JSON_OUT, 'z.json': 'x' }],
    ['SRT before VTT and text', { 'a.txt': 'x', 'b.vtt': 'x', 'c.srt': SRT_OUT }],
    ['VTT before text', { 'a.txt': 'x', 'b.vtt': 'WEBVTT\n\n00:00.500 --> 00:01.000\nHej\n' }],
    [
      'text before what is printed',
      { 'audio.txt': '[00:00.500 --> 00:01.000] Hej', 'a.tsv': 'x', 'a.log': 'x' },
    ],
  ])('is read from the file that the program writes: %s', async (_, files) => {
    const command = program(
      `for (const [name, text] of Object.entries(${JSON.stringify(files)})) fs.writeFileSync(name, text);
      console.log('whisper 1.0: done');`,
    );
    expect(await ran(command)).toMatchObject({ heard: TIMED });
  });

  it('is not read through links, from folders, or from pipes', async () => {
    const outside = join(home, 'outside.json');
    writeFileSync(outside, '{"text":"not for you"}');
    const command = program(
      `fs.symlinkSync(${JSON.stringify(outside)}, 'a.json');
      fs.symlinkSync('nowhere', 'b.json');
      fs.mkdirSync('c.json');
      spawn('mkfifo', ['d.json']).on('exit', () => fs.writeFileSync('e.srt', ${JSON.stringify(SRT_OUT)}));`,
    );
    expect(await ran(command)).toMatchObject({ heard: TIMED });
    expect(existsSync(outside)).toBe(true);
  });

  it('of more than 8 MB is none, and the next best is taken', async () => {
    const big = `fs.writeFileSync('a.json', Buffer.alloc(8_000_001, ' '));`;
    expect(await ran(program(`${big} fs.writeFileSync('a.srt', ${JSON.stringify(SRT_OUT)});`))).toMatchObject(
      {
        heard: TIMED,
      },
    );
    expect(await ran(program(`${big} console.log('Hej');`))).toMatchObject({
      kind: 'bad_answer',
      text: expect.stringContaining('HITRATE_TRANSCRIBE_COMMAND'),
    });
  });

  it('in whose place an error is printed is rejected, without the path in its words', async () => {
    const command = program(`console.log(JSON.stringify({ error: 'no sound in ' + args[0] }));`);
    expect(await ran([...command, '{file}'])).toEqual({
      kind: 'rejected',
      text: 'The speech engine answered with an error: "no sound in audio.wav". Check HITRATE_TRANSCRIBE_COMMAND.',
    });
  });

  it('that is none is a bad answer', async () => {
    expect(await ran(printing('<!doctype html>'))).toMatchObject({
      kind: 'bad_answer',
      text: expect.stringMatching(/a web page.*HITRATE_TRANSCRIBE_COMMAND/),
    });
  });
});

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
      'though it printed',
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
  ])('%s is unavailable, with its code and its last words', async (_, code, words) => {
    expect(await ran([...program(code), '{file}'])).toEqual({
      kind: 'unavailable',
      text: `"node" (HITRATE_TRANSCRIBE_COMMAND) ${words}`,
    });
  });

  it.each<[string, () => string[], string]>([
    ['is not there', () => ['/nowhere/whisper-cli'], 'ENOENT'],
    ['has no such name', () => ['no-such-whisper'], 'ENOENT'],
    ['may not be run', () => [notExecutable()], 'EACCES'],
    ['is a folder', () => [home], 'EACCES'],
    ['gets too long a word', () => [node!, 'x'.repeat(3_000_000)], 'E2BIG'],
    ['gets a word that can be none', () => [node!, 'a\0b'], 'ERR_INVALID_ARG_VALUE'],
  ])('because it %s is unavailable, and the setting is named', async (_, command, code) => {
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

  it('by taking its folder away is unavailable', async () => {
    expect(await ran(program(`fs.rmSync(process.cwd(), { recursive: true });`))).toMatchObject({
      kind: 'unavailable',
      text: expect.stringContaining('ENOENT'),
    });
  });

  it('is not even started where no temporary file can be written', async () => {
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

  it('is killed at the deadline, whichever way it goes on', async () => {
    const started = performance.now();
    expect(await inEachWay((code) => ran(program(code), 1500))).toEqual(
      each({ kind: 'timeout', text: expect.stringContaining('1.5 s') }),
    );
    expect(performance.now() - started).toBeLessThan(6000);
    expect(pids().length).toBeGreaterThan(Object.keys(HANGS).length);
  });

  it('is killed at once when the call is cancelled, whichever way it goes on', async () => {
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
    await expect.poll(() => pids().length, { timeout: 15_000 }).toBeGreaterThan(Object.keys(HANGS).length);
    abortedAt = performance.now();
    cancel.abort(reason);
    expect(await ended).toEqual(each(reason));
  });

  it('and prints rubbish without end is a bad answer, and killed', async () => {
    const flood = `const rubbish = Buffer.alloc(65_536, 'x'); for (;;) fs.writeSync(1, rubbish);`;
    expect(await ran(program(`try { ${flood} } catch {} hanging();`))).toMatchObject({
      kind: 'bad_answer',
      text: expect.stringMatching(/HITRATE_TRANSCRIBE_COMMAND\) printed more than 8\.0 MB/),
    });
  });

  it('is not even started where the call is cancelled while the recording is still written', async () => {
    const cancel = new AbortController();
    const running = engineOf(program('hanging();')).transcribe(
      { ...SPEECH, bytes: Buffer.alloc(100_000_000) },
      cancel.signal,
    );
    cancel.abort('enough');
    await expect(running).rejects.toBe('enough');
    expect(pids()).toEqual([]);
  });

  it('is not even started where the call was cancelled before', async () => {
    const running = engineOf(program('hanging();')).transcribe(SPEECH, AbortSignal.abort('early'));
    await expect(running).rejects.toBe('early');
    expect(pids()).toEqual([]);
  });
});

describe('what a program leaves running', () => {
  it.each([
    ['and holds its output open', '{}'],
    ['in silence', `{ stdio: 'ignore' }`],
  ])('%s ends with it, and nobody waits', async (_, options) => {
    const started = performance.now();
    const command = program(
      `child(hang, ${options}).unref(); fs.writeSync(1, ${JSON.stringify(JSON_OUT)}); process.exit(0);`,
    );
    expect(await ran(command)).toMatchObject({ heard: TIMED });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('in a group of its own, with the output open, is not waited for either', async () => {
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
  const module = fileURLToPath(new URL('../../../src/recordings/transcript/command.ts', import.meta.url));

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

  it('in the middle of it all ends the programs, and theirs, and takes the recordings away', async () => {
    await ending(program('child(hang); hanging();'), 4);
    expect(pids()).toHaveLength(4);
    // And after it, as after every test: nothing runs, nothing is left.
  });

  it('at once takes the recordings away too', async () => {
    await ending(program('hanging();'), 0);
  });

  it('is listened for once, however often an engine is asked', async () => {
    await ran(printing(JSON_OUT));
    const listeners = process.listenerCount('exit');
    await Promise.all([ran(printing(JSON_OUT)), ran(printing(JSON_OUT)), ran(['/nowhere'])]);
    expect(process.listenerCount('exit')).toBe(listeners);
  });
});
