/** A program of the operator's choice as the engine, through the built server: it hears the real file, and little else. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../../src/mcp/client.ts';
import { type FakeDialer, fakeDialer } from '../../../support/fake-dialer.ts';
import { newFolder } from '../../../support/files.ts';
import { type Listener, listener } from '../../../support/hearing-engine.ts';
import { SECRET } from '../../../support/host.ts';
import {
  expectLines,
  expectShares,
  first,
  hostAt,
  linesOf,
  sharesOf,
  transcribe,
  unheard,
} from '../../../support/transcripts.ts';

/** Takes what it reads to the listener, and gives what that heard as whisper.cpp's -oj does. */
const PROGRAM = `
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
const [listener, notes, file, dir, language, way, ...words] = process.argv.slice(2);
writeFileSync(notes, JSON.stringify({ env: Object.keys(process.env), cwd: process.cwd(), file, dir, language, words, there: readdirSync(dir) }));
const form = new FormData();
form.append('file', new Blob([readFileSync(file)], { type: 'audio/wav' }), basename(file));
const { segments } = await (await fetch(listener, { method: 'POST', body: form })).json();
const transcription = segments.map(({ start, end, text }) => ({
  offsets: { from: Math.round(start * 1000), to: Math.round(end * 1000) },
  text: ' ' + text,
}));
const json = JSON.stringify({ result: { language: 'sv' }, transcription });
if (way === 'written') writeFileSync(file + '.json', json);
else process.stdout.write(json);
process.stderr.write('whisper_print_timings: total time\\n');
`;

let dialer: FakeDialer;
let speech: Listener;
let home: string;
let temporary: string;
beforeAll(async () => {
  [dialer, speech] = await Promise.all([fakeDialer(), listener()]);
  [home, temporary] = [newFolder(), newFolder()];
  writeFileSync(join(home, 'my program.mjs'), PROGRAM);
});
afterAll(() => Promise.all([dialer.close(), speech.close()]));

const notes = () => JSON.parse(readFileSync(join(home, 'notes'), 'utf8'));
const start = (way: string, more: Record<string, string> = {}): Promise<Host> =>
  hostAt(dialer, {
    HITRATE_TOKEN: SECRET,
    HITRATE_TRANSCRIBE_COMMAND: `"${process.execPath}" '${home}/my program.mjs' ${speech.url} ${home}/notes {file} {dir} {language} ${way}`,
    TMPDIR: temporary,
    ...more,
  });

describe.each(['printed', 'written'])('a program whose JSON is %s', (way) => {
  let host: Host;
  let told: any;
  let recording: Buffer;
  beforeAll(async () => {
    host = await start(`${way} "two words" pre'fix  x'{language} ''`, { HITRATE_TRANSCRIBE_LANGUAGE: 'sv' });
    recording = unheard();
    dialer.script(() => ({ body: recording, type: 'audio/wav' }));
    const { data, text, isError } = await transcribe(host, { call_id: 1 });
    expect(isError, text).toBe(false);
    told = data;
  });
  afterAll(() => host.close());

  it('the transcript by a program tells who said what and when', () => {
    expectLines(linesOf(told), first.lines);
    expectShares(told.speakers, sharesOf(['agent', 'customer'], first.lines));
    expect(told).toMatchObject({ language: 'sv' });
  });

  it('the program gets its quoted words whole and a file in a folder of its own', () => {
    const { file, dir, cwd, language, words, there } = notes();
    expect({ cwd, file }).toEqual({ cwd: dir, file: join(dir, 'audio.wav') });
    expect(dir.startsWith(join(temporary, 'hitrate-mcp-'))).toBe(true);
    expect(there).toEqual(['audio.wav']);
    expect({ language, words }).toEqual({ language: 'sv', words: ['two words', 'prefix  xsv', ''] });
  });

  it('the program gets none of the settings in its environment, such as the token', () => {
    expect(notes().env.filter((name: string) => /hitrate/i.test(name))).toEqual([]);
    expect(notes().env).toContain('TMPDIR');
  });

  it('the program leaves nothing on the disk, and the answer does not name its folder', async () => {
    expect(existsSync(notes().dir)).toBe(false);
    expect(readdirSync(temporary)).toEqual([]);
    expect(JSON.stringify(told)).not.toContain(temporary);
  });

  it('the program does not run again for a recording that is already transcribed', async () => {
    const heard = speech.posted.length;
    expectLines(linesOf((await transcribe(host, { order_id: 1 })).data), first.lines);
    expect(speech.posted).toHaveLength(heard);
  });
});

it('the error for a program that fails quotes the message, and no file is left behind', async () => {
  const failing = join(home, 'fails.mjs');
  writeFileSync(
    failing,
    `process.stderr.write('error: no model at ' + process.argv[2] + '.bin\\n'); process.exit(3);`,
  );
  const host = await start('', { HITRATE_TRANSCRIBE_COMMAND: `${process.execPath} ${failing} {file}` });
  const { text, isError } = await transcribe(host, { call_id: 1 });
  expect(isError).toBe(true);
  expect(text).toMatch(
    /^unavailable: .*HITRATE_TRANSCRIBE_COMMAND.*failed with code 3: "error: no model at audio/,
  );
  expect(text).not.toContain(temporary);
  expect(readdirSync(temporary)).toEqual([]);
  await host.close();
});

it('the error for a program that does not exist names the program', async () => {
  const host = await start('', { HITRATE_TRANSCRIBE_COMMAND: 'no-such-program {file}' });
  const { text } = await transcribe(host, { call_id: 1 });
  expect(text).toMatch(/^unavailable: HITRATE_TRANSCRIBE_COMMAND names "no-such-program": there is no such/);
  expect(readdirSync(temporary)).toEqual([]);
  await host.close();
});
