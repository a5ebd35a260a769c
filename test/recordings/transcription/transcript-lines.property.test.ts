/** What a transcript's lines tell of who spoke. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hundredth,
  type Line,
  placeInTime,
  speakersOf,
} from '../../../src/recordings/transcription/transcript-lines.ts';
import { runs } from '../../support/runs.ts';

const NAMES = ['agent', 'customer', 'interpreter'];
const line = (speaker: string, start_s: number, end_s: number, text = 'Hej'): Line => ({
  speaker,
  start_s,
  end_s,
  text,
});
const second = fc.integer({ min: 0, max: 360_000 }).map((hundredths) => hundredths / 100);
const anyLines = (names: string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...names), second, fc.integer({ min: 0, max: 3000 })), { minLength: 1 })
    .map((all) => placeInTime(all.map(([name, at, lasts]) => line(name, at, hundredth(at + lasts / 100)))));

describe('the share of the talk', () => {
  it('reports talk shares of the time that somebody speaks, which add up to 1', () => {
    expect(
      speakersOf(
        ['agent', 'customer'],
        [line('agent', 10, 13), line('customer', 20, 21), line('agent', 90, 93)],
      ),
    ).toMatchObject([{ talk_share: 0.86 }, { talk_share: 0.14 }]);
    for (let count = 1; count <= NAMES.length; count++) {
      const names = NAMES.slice(0, count);
      fc.assert(
        fc.property(anyLines(names), (lines) => {
          const shares = speakersOf(names, lines).map(({ talk_share }) => talk_share);
          const said = lines.some(({ start_s, end_s }) => end_s > start_s);
          const sum = shares.reduce((one, other) => one + other, 0);
          // Each is rounded by itself.
          expect(Math.abs(sum - (said ? 1 : 0))).toBeLessThanOrEqual(count > 2 ? 0.0151 : 0.0101);
          for (const share of shares) expect(share).toBe(hundredth(share));
        }),
      );
    }
  });
});

describe('the longest pause', () => {
  it('reports the longest stretch of silence as the longest pause', () => {
    fc.assert(
      fc.property(anyLines(NAMES), (lines) => {
        // Of each start: how long nobody had spoken.
        const silences = lines.slice(1).map(({ start_s }, i) => {
          const before = Math.max(...lines.slice(0, i + 1).map(({ end_s }) => end_s));
          return Math.max(0, start_s - before);
        });
        const longest = Math.max(
          0,
          ...speakersOf(NAMES, lines).map(({ longest_pause_s }) => longest_pause_s),
        );
        expect(longest).toBeCloseTo(Math.max(0, ...silences), 5);
      }),
    );
  });
});

describe('lines', () => {
  it('splits lines that are longer than a page and loses neither text nor time', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'ö', '😀'), minLength: 1, maxLength: 5000 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), second, second, (words, start_s, lasts) => {
        const text = words.join(' ');
        const pieces = placeInTime([line('agent', start_s, start_s + lasts, text)]);
        expect(
          pieces
            .map((piece) => piece.text)
            .join('')
            .replaceAll(' ', ''),
        ).toBe(words.join(''));
        expect(pieces[0]!.start_s).toBeCloseTo(start_s, 2);
        expect(pieces.at(-1)!.end_s).toBeCloseTo(start_s + lasts, 2);
        for (const [i, piece] of pieces.entries()) {
          // Of characters that have two units, twice as many.
          expect(piece.text.length).toBeLessThanOrEqual(8000);
          expect(piece.text).not.toBe('');
          expect(piece.end_s).toBeGreaterThanOrEqual(piece.start_s);
          if (i > 0) expect(piece.start_s).toBeGreaterThanOrEqual(pieces[i - 1]!.start_s);
        }
      }),
      runs(50),
    );
  });
});
