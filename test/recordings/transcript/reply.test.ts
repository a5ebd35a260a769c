import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ToolError } from '../../../src/errors.ts';
import type { Heard } from '../../../src/recordings/transcript/engine.ts';
import { readReply } from '../../../src/recordings/transcript/reply.ts';
import { visible } from '../../../src/text.ts';

const SECONDS = 5;
const HEARD = [
  { start_s: 0, end_s: 2.48, text: 'Hej, det är Anna på Hitrate.' },
  { start_s: 2.48, end_s: 4.1, text: 'Hej!' },
];
const TIMED: Heard = { segments: HEARD, timed: true };

const read = (reply: unknown, seconds = SECONDS): Heard =>
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

/** As OpenAI documents it; faster-whisper's servers and openai-whisper's files have the same in other words. */
const VERBOSE = {
  task: 'transcribe',
  language: 'swedish',
  duration: 4.5,
  text: ' Hej, det är Anna på Hitrate. Hej!',
  segments: [
    {
      id: 0,
      seek: 0,
      start: 0.0,
      end: 2.48,
      text: ' Hej, det är Anna på Hitrate.',
      tokens: [50364, 12],
      temperature: 0,
      avg_logprob: -0.28,
      compression_ratio: 1.2,
      no_speech_prob: 0.01,
    },
    { id: 1, seek: 0, start: 2.48, end: 4.1, text: ' Hej!', tokens: [], temperature: 0 },
  ],
};

/** As whisper-cli's -oj writes it. */
const WHISPER_CPP = {
  systeminfo: 'AVX = 1',
  model: { type: 'base', multilingual: true },
  params: { model: 'ggml-base.bin', language: 'sv', translate: false },
  result: { language: 'sv' },
  transcription: [
    {
      timestamps: { from: '00:00:00,000', to: '00:00:02,480' },
      offsets: { from: 0, to: 2480 },
      text: ' Hej, det är Anna på Hitrate.',
    },
    {
      timestamps: { from: '00:00:02,480', to: '00:00:04,100' },
      offsets: { from: 2480, to: 4100 },
      text: ' Hej!',
    },
  ],
};

const FORMS: [string, string][] = [
  [
    'lines of whisper-cli',
    '\n[00:00:00.000 --> 00:00:02.480]   Hej, det är Anna på Hitrate.\n[00:00:02.480 --> 00:00:04.100]   Hej!\n\n',
  ],
  [
    'lines of openai-whisper, after what it says first',
    'Detecting language using up to the first 30 seconds.\nDetected language: Swedish\n[00:00.000 --> 00:02.480]  Hej, det är Anna på Hitrate.\n[00:02.480 --> 00:04.100]  Hej!\n',
  ],
  [
    "lines of faster-whisper's example",
    '[0.00s -> 2.48s]  Hej, det är Anna på Hitrate.\r\n[2.48s -> 4.10s]  Hej!\r\n',
  ],
  [
    'SRT',
    '1\n00:00:00,000 --> 00:00:02,480\nHej, det är Anna\npå Hitrate.\n\n2\n00:00:02,480 --> 00:00:04,100\nHej!\n',
  ],
  [
    'SRT with a byte order mark and line ends of Windows',
    '\ufeff1\r\n00:00:00,000 --> 00:00:02,480\r\nHej, det är Anna\r\npå Hitrate.\r\n\r\n2\r\n00:00:02,480 --> 00:00:04,100\r\nHej!\r\n',
  ],
  [
    'VTT with notes, names and settings',
    'WEBVTT - a call\n\nNOTE 00:01 is\nnot said\n\nfirst\n00:00.000 --> 00:02.480 align:start position:0%\nHej, det är Anna på Hitrate.\n\n00:02.480 --> 00:04.100\nHej!\n',
  ],
];

describe('a transcript', () => {
  it('is read from verbose_json, with the language as it is named there', () => {
    expect(read(VERBOSE)).toEqual({ ...TIMED, language: 'swedish' });
  });

  it('is read from the JSON of whisper.cpp, whose times are milliseconds', () => {
    expect(read(WHISPER_CPP)).toEqual({ ...TIMED, language: 'sv' });
  });

  it('is read from JSON in which Python wrote numbers that JSON does not have', () => {
    const python = JSON.stringify(VERBOSE).replace('-0.28', 'NaN').replace('0.01', '-Infinity');
    expect(read(python)).toEqual({ ...TIMED, language: 'swedish' });
  });

  it.each(FORMS)('is read from %s', (_, text) => {
    expect(read(text)).toEqual(TIMED);
  });

  it.each([
    ['json', { text: ' Hej, det är Anna på Hitrate.\n Hej!\n', usage: { type: 'tokens' } }],
    ['verbose_json without segments', { text: 'Hej, det är Anna på Hitrate. Hej!', segments: [] }],
    ['segments without times', { segments: HEARD.map(({ text }) => ({ text, start: null })) }],
    ['text', 'Hej, det är Anna på Hitrate.\nHej!\n'],
  ])('that tells no times, as of %s, is one segment as long as the file', (_, reply) => {
    expect(read(reply)).toEqual({
      segments: [{ start_s: 0, end_s: SECONDS, text: 'Hej, det är Anna på Hitrate. Hej!' }],
      timed: false,
    });
  });

  it.each([
    ['an empty answer', ''],
    ['blank lines', ' \r\n\t\n'],
    ['characters that nobody sees', '\u200b\u2060'],
    ['json', { text: '' }],
    ['verbose_json', { text: '', segments: [] }],
    ['verbose_json of mere breath', { text: ' ', segments: [of(0, 5, ' ')] }],
    ['whisper.cpp', { transcription: [] }],
    ['VTT', 'WEBVTT\n\n'],
    ['a line with nothing after its times', '[00:00:00.000 --> 00:00:05.000]   '],
  ])('in which nothing is said, of %s, has no segment and misses no time', (_, reply) => {
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
  ])('may be plain text that looks like something else: %s', (text) => {
    expect(texts(text)).toEqual([text]);
  });
});

describe('what engines get wrong', () => {
  it.each([
    ['before the file', -3, 2, [0, 2]],
    ['after the file', 2, 99, [2, 5]],
    ['wholly after the file', 98, 99, [5, 5]],
    ['numbers as text', '1.5', ' 2.5 ', [1.5, 2.5]],
    ['an end before the start', 3, 1, [3, 3]],
    ['no end', 3, undefined, [3, 3]],
    ['without bounds', -1e308, 1e308, [0, 5]],
  ])('times %s', (_, start, end, expected) => {
    expect(times({ segments: [of(start, end)] })).toEqual([expected]);
  });

  it('a start that is missing: it was said after what stands before it', () => {
    expect(times({ segments: [of(1, 2), of('soon', 3), of(null, null)] })).toEqual([
      [1, 2],
      [2, 3],
      [3, 3],
    ]);
  });

  it('the order', () => {
    const reply = { segments: [of(3, 4, 'c'), of(1, 2, 'a'), of(1, 3, 'b')] };
    expect(texts(reply)).toEqual(['a', 'b', 'c']);
  });

  it('text that is none', () => {
    const reply = { segments: [of(0, 1, 5), of(0, 1, null), null, 7, [], of(2, 3, 'Hej'), of(3, 4, {})] };
    expect(texts(reply)).toEqual(['Hej']);
  });

  it('text that hides: it is in one line, and all of it can be seen', () => {
    expect(texts({ text: 'Hej\u200b\u202e \r\n\t  där\u0007' })).toEqual(['Hej där']);
  });

  it('a letter cut in two by whisper.cpp', () => {
    const bytes = Buffer.concat([Buffer.from('{"text":"Hej '), Buffer.from([0xc3]), Buffer.from('"}')]);
    expect(texts(bytes.toString('utf8'))).toEqual(['Hej \ufffd']);
  });

  it('how much there is', () => {
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
  ])('is a bad answer that says so, and what was expected: %s', (what, reply) => {
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
  ])('is rejected with its words where it is an error: %j', (reply, words) => {
    expect(refused(reply)).toEqual({
      kind: 'rejected',
      message: `The speech engine answered with an error${words}.`,
    });
  });

  it('has its words cut', () => {
    expect(refused({ error: 'x'.repeat(10_000) }).message.length).toBeLessThan(400);
  });
});

describe('whatever an engine gives', () => {
  /** @throws what is no ToolError, or where a promise of the interface is broken. */
  function holds(reply: string, seconds: number): void {
    let heard: Heard;
    try {
      heard = readReply(reply, seconds);
    } catch (error) {
      expect(error).toBeInstanceOf(ToolError);
      expect(['bad_answer', 'rejected']).toContain((error as ToolError).kind);
      expect(visible((error as ToolError).message)).toBe((error as ToolError).message);
      return;
    }
    const { segments, timed } = heard;
    let before = 0;
    for (const { start_s, end_s, text } of segments) {
      expect(start_s).toBeGreaterThanOrEqual(before);
      expect(end_s).toBeGreaterThanOrEqual(start_s);
      expect(end_s).toBeLessThanOrEqual(seconds);
      expect(text).toBe(visible(text).replace(/\s+/g, ' ').trim());
      expect(text).not.toBe('');
      before = start_s;
    }
    if (!timed) expect(segments).toEqual([{ start_s: 0, end_s: seconds, text: segments[0]!.text }]);
  }

  const length = fc.double({ min: 0, max: 7200, noNaN: true });
  const time = fc.oneof(
    fc.double(),
    fc.integer({ min: -5, max: 20 }),
    fc.double({ min: -1, max: 20 }).map(String),
    fc.constantFrom(null, 'NaN', '', {}, [1], true),
  );
  const said = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(' Hej', '', ' ', null, 3, {}));

  it('as text of any kind, is read or refused', () => {
    const scraps = fc.constantFrom(
      '-->',
      '->',
      '[',
      ']',
      '{',
      '"',
      '00:01.000',
      ',',
      '\n',
      '\n\n',
      'WEBVTT',
      ' ',
    );
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(scraps, fc.string({ maxLength: 5 }))).map((parts) => parts.join('')),
    );
    fc.assert(fc.property(any, length, holds), { numRuns: 1000 });
  });

  it('as JSON of any kind, is read or refused', () => {
    fc.assert(
      fc.property(fc.jsonValue(), length, (value, seconds) => holds(JSON.stringify(value), seconds)),
      { numRuns: 1000 },
    );
  });

  it('as segments with anything in them, keeps to the file and to the order', () => {
    const verbose = fc.record({ start: time, end: time, text: said }).map((one) => ({ one, cpp: false }));
    const cpp = fc
      .record({ offsets: fc.oneof(fc.record({ from: time, to: time }), fc.constant(null)), text: said })
      .map((one) => ({ one, cpp: true }));
    const reply = fc
      .record({ parts: fc.array(fc.oneof(verbose, cpp)), language: fc.jsonValue(), text: said })
      .map(({ parts, language, text }) => ({
        language,
        text,
        segments: parts.filter(({ cpp }) => !cpp).map(({ one }) => one),
        transcription: parts.filter(({ cpp }) => cpp).map(({ one }) => one),
      }));
    const either = fc
      .tuple(reply, fc.boolean())
      .map(([{ segments, ...rest }, drop]) => JSON.stringify(drop ? rest : { ...rest, segments }));
    fc.assert(fc.property(either, length, holds), { numRuns: 1000 });
  });

  it('as a good reply with a piece cut out or put in, is read or refused', () => {
    const good = fc.constantFrom(
      JSON.stringify(VERBOSE),
      JSON.stringify(WHISPER_CPP),
      ...FORMS.map(([, text]) => text),
    );
    const mutated = fc
      .tuple(good, fc.nat(1000), fc.nat(30), fc.string({ unit: 'binary', maxLength: 4 }))
      .map(([text, at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut));
    fc.assert(fc.property(mutated, length, holds), { numRuns: 2000 });
  });

  it.each([
    ['brackets', '['.repeat(2_000_000)],
    ['objects', '{"a":'.repeat(1_000_000)],
    ['errors', `{"error":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ['spaces after a comma', `[${', '.repeat(10)}${' '.repeat(4_000_000)}`],
    ['digits', `[${'1'.repeat(2_000_000)}:00 --> ${'1:'.repeat(1_000_000)}`],
    ['arrows', '[00:01 -->'.repeat(400_000)],
  ])('as no end of %s, is read or refused in no time to speak of', (_, reply) => {
    const started = performance.now();
    holds(reply, SECONDS);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
