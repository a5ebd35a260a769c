/** A transcript is read from every form in which engines write it, with their mistakes mended; all else is refused. */
import { describe, expect, it } from 'vitest';
import type { Recognition } from '../../../../src/recordings/transcription/engines/engine.ts';
import { readReply } from '../../../../src/recordings/transcription/engines/parse-reply.ts';
import { ToolError } from '../../../../src/shared/tool-error.ts';
import { FORMS, VERBOSE, WHISPER_CPP } from './transcript-forms.ts';

const SECONDS = 5;
const HEARD = [
  { start_s: 0, end_s: 2.48, text: 'Hej, det är Anna på Hitrate.' },
  { start_s: 2.48, end_s: 4.1, text: 'Hej!' },
];
const TIMED: Recognition = { segments: HEARD, timed: true };

const read = (reply: unknown, seconds = SECONDS): Recognition =>
  readReply(typeof reply === 'string' ? reply : JSON.stringify(reply), seconds);
const texts = (reply: unknown) => read(reply).segments.map(({ text }) => text);
const times = (reply: unknown) => read(reply).segments.map(({ start_s, end_s }) => [start_s, end_s]);
const of = (start: unknown, end: unknown, text: unknown = 'Hej') => ({ start, end, text });

function refused(reply: unknown): { kind: string; message: string } {
  try {
    return { kind: 'heard', message: JSON.stringify(read(reply)) };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { kind: error.kind, message: error.message };
  }
}

describe('a transcript', () => {
  it('a transcript is read from verbose_json, with the language named there', () => {
    expect(read(VERBOSE)).toEqual({ ...TIMED, language: 'swedish' });
  });

  it('a transcript is read from the JSON of whisper.cpp, whose times are milliseconds', () => {
    expect(read(WHISPER_CPP)).toEqual({ ...TIMED, language: 'sv' });
  });

  it('a transcript is read from JSON in which Python wrote numbers that JSON does not have', () => {
    const python = JSON.stringify(VERBOSE).replace('-0.28', 'NaN').replace('0.01', '-Infinity');
    expect(read(python)).toEqual({ ...TIMED, language: 'swedish' });
  });

  it.each(FORMS)('a transcript is read from %s', (_, text) => {
    expect(read(text)).toEqual(TIMED);
  });

  it.each([
    ['json', { text: ' Hej, det är Anna på Hitrate.\n Hej!\n', usage: { type: 'tokens' } }],
    ['verbose_json without segments', { text: 'Hej, det är Anna på Hitrate. Hej!', segments: [] }],
    ['segments without times', { segments: HEARD.map(({ text }) => ({ text, start: null })) }],
    ['text', 'Hej, det är Anna på Hitrate.\nHej!\n'],
  ])('a transcript without times from %s is one segment as long as the file', (_, reply) => {
    expect(read(reply)).toEqual({
      segments: [{ start_s: 0, end_s: SECONDS, text: 'Hej, det är Anna på Hitrate. Hej!' }],
      timed: false,
    });
  });

  it.each([
    ['an empty answer', ''],
    ['blank lines', ' \r\n\t\n'],
    ['invisible characters', '\u200b\u2060'],
    ['json', { text: '' }],
    ['verbose_json', { text: '', segments: [] }],
    ['verbose_json with a blank segment', { text: ' ', segments: [of(0, 5, ' ')] }],
    ['whisper.cpp', { transcription: [] }],
    ['VTT', 'WEBVTT\n\n'],
    ['a line with nothing after its times', '[00:00:00.000 --> 00:00:05.000]   '],
  ])('a transcript without words from %s has no segment and counts as timed', (_, reply) => {
    expect(read(reply)).toEqual({ segments: [], timed: true });
  });

  it.each([
    '[Music] Hej',
    '[1: hej]',
    '{Musik} Hej',
    '"Hej"',
    '42',
    'true',
    'at 10:30 --> gate 4',
    'a < b > c',
  ])('a transcript may be plain text that looks like another form: %s', (text) => {
    expect(texts(text)).toEqual([text]);
  });
});

describe('what engines get wrong', () => {
  it.each([
    ['before the file', -3, 2, [0, 2]],
    ['after the file', 2, 99, [2, 5]],
    ['wholly after the file', 98, 99, [5, 5]],
    ['written as text', '1.5', ' 2.5 ', [1.5, 2.5]],
    ['with an end before the start', 3, 1, [3, 3]],
    ['without an end', 3, undefined, [3, 3]],
    ['far beyond the file on both sides', -1e308, 1e308, [0, 5]],
  ])('times %s are corrected', (_, start, end, expected) => {
    expect(times({ segments: [of(start, end)] })).toEqual([expected]);
  });

  it('a segment without a start is placed after the segment before', () => {
    expect(times({ segments: [of(1, 2), of('soon', 3), of(null, null)] })).toEqual([
      [1, 2],
      [2, 3],
      [3, 3],
    ]);
  });

  it('segments out of order are sorted by time', () => {
    const reply = { segments: [of(3, 4, 'c'), of(1, 2, 'a'), of(1, 3, 'b')] };
    expect(texts(reply)).toEqual(['a', 'b', 'c']);
  });

  it('segments without text are left out', () => {
    const reply = { segments: [of(0, 1, 5), of(0, 1, null), null, 7, [], of(2, 3, 'Hej'), of(3, 4, {})] };
    expect(texts(reply)).toEqual(['Hej']);
  });

  it('the text of a transcript is put on one line, without hidden characters', () => {
    expect(texts({ text: 'Hej\u200b\u202e \r\n\t  där\u0007' })).toEqual(['Hej där']);
  });

  it('a letter cut in two by whisper.cpp is read as a replacement character', () => {
    const bytes = Buffer.concat([Buffer.from('{"text":"Hej '), Buffer.from([0xc3]), Buffer.from('"}')]);
    expect(texts(bytes.toString('utf8'))).toEqual(['Hej \ufffd']);
  });

  it('a very long transcript is read in full', () => {
    const many = Array.from({ length: 50_000 }, (_, i) => of(50_000 - i, i));
    expect(read({ segments: many }, 60_000).segments).toHaveLength(50_000);
    expect(texts('hej '.repeat(2_000_000))[0]).toHaveLength(7_999_999);
  });
});

describe('what is no transcript', () => {
  it.each([
    ['a web page', '<!doctype html><html><body>Hej</body></html>'],
    ['a web page', '\n<HTML><head><title>502</title></head></HTML>'],
    ['bytes that are no text', Buffer.from('RIFF\u0000\u0001\u0002\u0003\u0004WAVE', 'latin1').toString()],
    ['bytes that are no text', Buffer.alloc(5000, 0xfe).toString()],
    ['bytes that are no text', Buffer.from('Hej, det är Anna', 'utf16le').toString()],
    ['more than 8.0 MB', 'hej '.repeat(12_500_000)],
    ['JSON of another shape', { status: 'ok' }],
    ['JSON of another shape', { text: 5 }],
    ['JSON of another shape', { segments: 'Hej' }],
    ['JSON of another shape', []],
    ['JSON that is cut off or broken', '{"text": "Hej, det '],
    ['JSON that is cut off or broken', "{'text': 'Hej'}"],
    ['JSON that is cut off or broken', '{"text":"Hej"}\n{"text":"där"}'],
  ])('a reply of %s is a bad answer that names the expected forms', (what, reply) => {
    expect(refused(reply)).toEqual({
      kind: 'bad_answer',
      message: `The speech engine gave ${what} instead of a transcript: expected is JSON as OpenAI or whisper.cpp write it, SRT, VTT or text.`,
    });
  });

  it.each([
    [{ error: 'failed to read audio' }, ': "failed to read audio"'],
    [{ error: { message: 'no\u200b such\nmodel', code: 7 } }, ': "no such model"'],
    [{ error: true, detail: [{ loc: ['body', 'model'], msg: 'missing' }] }, ': "model: missing"'],
    [{ error: { code: 7 }, text: 'Hej' }, ', without words'],
  ])('a reply with an error is rejected with its words: %j', (reply, words) => {
    expect(refused(reply)).toEqual({
      kind: 'rejected',
      message: `The speech engine answered with an error${words}.`,
    });
  });

  it('a reply with a very long error has its words shortened', () => {
    expect(refused({ error: 'x'.repeat(10_000) }).message.length).toBeLessThan(400);
  });
});
