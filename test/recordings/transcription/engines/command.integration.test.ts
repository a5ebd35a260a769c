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
