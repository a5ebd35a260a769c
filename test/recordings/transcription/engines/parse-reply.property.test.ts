/** Whatever an engine gives is read or refused, soon, and what is read keeps to the file and to the order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recognition } from '../../../../src/recordings/transcription/engines/engine.ts';
import { readReply } from '../../../../src/recordings/transcription/engines/parse-reply.ts';
import { stripHidden } from '../../../../src/shared/text.ts';
import { ToolError } from '../../../../src/shared/tool-error.ts';
import { runs } from '../../../support/runs.ts';
import { FORMS, VERBOSE, WHISPER_CPP } from './transcript-forms.ts';

const SECONDS = 5;

describe('whatever an engine gives', () => {
  /** @throws what is no ToolError, or where a promise of the interface is broken. */
  function holds(reply: string, seconds: number): void {
    let heard: Recognition;
    try {
      heard = readReply(reply, seconds);
    } catch (error) {
      expect(error).toBeInstanceOf(ToolError);
      expect(['bad_answer', 'rejected']).toContain((error as ToolError).kind);
      expect(stripHidden((error as ToolError).message)).toBe((error as ToolError).message);
      return;
    }
    const { segments, timed } = heard;
    let before = 0;
    for (const { start_s, end_s, text } of segments) {
      expect(start_s).toBeGreaterThanOrEqual(before);
      expect(end_s).toBeGreaterThanOrEqual(start_s);
      expect(end_s).toBeLessThanOrEqual(seconds);
      expect(text).toBe(stripHidden(text).replace(/\s+/g, ' ').trim());
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

  it('a reply of any text is read or refused', () => {
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
    fc.assert(fc.property(any, length, holds), runs(1000));
  });

  it('a reply of any JSON is read or refused', () => {
    fc.assert(
      fc.property(fc.jsonValue(), length, (value, seconds) => holds(JSON.stringify(value), seconds)),
      runs(1000),
    );
  });

  it('a reply of segments with any content keeps to the length of the file and to the order of time', () => {
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
    fc.assert(fc.property(either, length, holds), runs(1000));
  });

  it('a good reply with a piece cut out or put in is read or refused', () => {
    const good = fc.constantFrom(
      JSON.stringify(VERBOSE),
      JSON.stringify(WHISPER_CPP),
      ...FORMS.map(([, text]) => text),
    );
    const mutated = fc
      .tuple(good, fc.nat(1000), fc.nat(30), fc.string({ unit: 'binary', maxLength: 4 }))
      .map(([text, at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut));
    fc.assert(fc.property(mutated, length, holds), runs(2000));
  });

  it.each([
    ['brackets', '['.repeat(2_000_000)],
    ['objects', '{"a":'.repeat(1_000_000)],
    ['errors', `{"error":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ['spaces after a comma', `[${', '.repeat(10)}${' '.repeat(4_000_000)}`],
    ['digits', `[${'1'.repeat(2_000_000)}:00 --> ${'1:'.repeat(1_000_000)}`],
    ['arrows', '[00:01 -->'.repeat(400_000)],
  ])('a reply of very many %s is read or refused within ten seconds of processor time', (_, reply) => {
    const started = process.cpuUsage();
    holds(reply, SECONDS);
    // Of the processor: a machine that is busy with other things takes longer.
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(10_000);
  });
});
