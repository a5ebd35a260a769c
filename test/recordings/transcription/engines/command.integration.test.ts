/** A program as the engine: what it is given, and what is taken from it. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  engineOf,
  home,
  JSON_OUT,
  leavingNothing,
  printing,
  program,
  ran,
  SRT_OUT,
  TIMED,
  temporary,
  told,
} from '../../../support/command-engine.ts';
import { samples } from '../../../support/recordings.ts';

const { wav, mp3, seconds } = samples[0]!;
leavingNothing();

describe('a program', () => {
  it('a program is named by its file and runs one job at a time', () => {
    expect(engineOf(['/opt/whisper/whisper-cli', '{file}'])).toMatchObject({
      name: 'whisper-cli',
      parallel: 1,
    });
  });

  it.each([
    ['audio.wav', 'audio/wav', wav],
    ['audio.mp3', 'audio/mpeg', mp3],
  ] as const)(
    'a program finds the recording in a private folder of its own: %s',
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

  it('a program gets each argument unchanged, without a shell', async () => {
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

  it('a program sees the environment without the variables of Hitrate, such as the token', async () => {
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
  ])('a transcript is read from the output of the program: %s', async (_, text) => {
    expect(await ran(printing(text))).toMatchObject({ heard: TIMED });
  });

  it('a transcript is read from plain text and from empty output', async () => {
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
      'text before printed output',
      { 'audio.txt': '[00:00.500 --> 00:01.000] Hej', 'a.tsv': 'x', 'a.log': 'x' },
    ],
  ])('a transcript is read from the file that the program writes: %s', async (_, files) => {
    const command = program(
      `for (const [name, text] of Object.entries(${JSON.stringify(files)})) fs.writeFileSync(name, text);
      console.log('whisper 1.0: done');`,
    );
    expect(await ran(command)).toMatchObject({ heard: TIMED });
  });

  it('a transcript is not read through links, from folders or from pipes', async () => {
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

  it('a transcript file of more than 8 MB is skipped for another file, and is a bad answer without another', async () => {
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

  it('an error printed in place of a transcript is rejected, without the path in its words', async () => {
    const command = program(`console.log(JSON.stringify({ error: 'no sound in ' + args[0] }));`);
    expect(await ran([...command, '{file}'])).toEqual({
      kind: 'rejected',
      text: 'The speech engine answered with an error: "no sound in audio.wav". Check HITRATE_TRANSCRIBE_COMMAND.',
    });
  });

  it('a web page printed in place of a transcript is a bad answer', async () => {
    expect(await ran(printing('<!doctype html>'))).toMatchObject({
      kind: 'bad_answer',
      text: expect.stringMatching(/a web page.*HITRATE_TRANSCRIBE_COMMAND/),
    });
  });
});
