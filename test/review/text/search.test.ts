import { describe, expect, it } from 'vitest';
import { clockTime } from '../../../src/review/page/text/clock-time.ts';
import { findQuotation } from '../../../src/review/page/text/quotation.ts';
import { findText } from '../../../src/review/page/text/search.ts';
import { segmentsOf } from '../../../src/review/page/text/segments.ts';

const found = (text: string, query: string): string[] =>
  findText(text, query).map(({ from, to }) => text.slice(from, to));

describe('findText', () => {
  it.each<[string, string, string[]]>([
    ['Du har ångerrätt', 'ÅNGERRÄTT', ['ångerrätt']],
    ['Du har ångerrätt', 'angerratt', ['ångerrätt']],
    ['Anna ångrar sig', 'å', ['å']],
    ['Anna ångrar sig', 'a', ['A', 'a', 'å', 'a']],
    // The same letter, written as one character and as two.
    ['a\u030angra', 'å', ['a\u030a']],
    ['ångra', 'a\u030angra', ['ångra']],
    ['Göteborg', 'goteborg', ['Göteborg']],
    ['i  tolv\nmånader', 'i tolv månader', ['i  tolv\nmånader']],
    ['aaaa', 'aa', ['aa', 'aa']],
    ['Straße', 'strasse', []],
    ['👍 ja 👍', 'ja', ['ja']],
    ['İstanbul', 'istanbul', ['İstanbul']],
    ['nej', '', []],
    ['nej', '   ', []],
    ['', 'nej', []],
    ['(a+b)', 'a+b', ['a+b']],
  ])('finds in %j what is asked as %j', (text, query, parts) => {
    expect(found(text, query)).toEqual(parts);
  });
});

describe('findQuotation', () => {
  const LINES = [
    'Hej, det är Johan på Djurboxen AB.',
    'Ja, det är jag.',
    'Den kostar 399 kronor i månaden,',
    'i tolv månader.',
    'Ja, det är jag.',
  ];
  const quoted = (quote: string, near = 0) =>
    findQuotation(quote, LINES, near).map(({ line, from, to }) => [line, LINES[line]!.slice(from, to)]);

  it('finds the words, whatever stands between them', () => {
    expect(quoted('det är: JOHAN')).toEqual([[0, 'det är Johan']]);
  });

  it('follows a quotation into the next line', () => {
    expect(quoted('399 kronor i månaden i tolv månader')).toEqual([
      [2, '399 kronor i månaden'],
      [3, 'i tolv månader'],
    ]);
  });

  it('finds each part of one that leaves something out', () => {
    expect(quoted('Johan … 399 kronor ... tolv')).toEqual([
      [0, 'Johan'],
      [2, '399 kronor'],
      [3, 'tolv'],
    ]);
  });

  it('takes the place that is nearest to where it was said', () => {
    expect(quoted('det är jag', 0)).toEqual([[1, 'det är jag']]);
    expect(quoted('det är jag', 4)).toEqual([[4, 'det är jag']]);
  });

  it('finds nothing of what nobody said, or of nothing', () => {
    expect(quoted('398 kronor')).toEqual([]);
    expect(quoted('399 kronor om året')).toEqual([]);
    expect(quoted('')).toEqual([]);
    expect(quoted('… !')).toEqual([]);
  });
});

describe('segmentsOf', () => {
  it('cuts at each beginning and end, and leaves nothing out', () => {
    const text = 'Du har ångerrätt i fjorton dagar.';
    const segments = segmentsOf(text, [{ from: 7, to: 16 }], [{ from: 10, to: 18 }]);
    expect(segments).toEqual([
      { text: 'Du har ', isQuoted: false },
      { text: 'ång', isQuoted: true },
      { text: 'errätt', isQuoted: true, found: 0 },
      { text: ' i', isQuoted: false, found: 0 },
      { text: ' fjorton dagar.', isQuoted: false },
    ]);
    expect(segments.map((segment) => segment.text).join('')).toBe(text);
  });

  it('has one piece where nothing is marked, and none of an empty text', () => {
    expect(segmentsOf('Ja.', [], [])).toEqual([{ text: 'Ja.', isQuoted: false }]);
    expect(segmentsOf('', [], [])).toEqual([]);
  });
});

describe('clockTime', () => {
  it.each([
    [0, '0:00'],
    [5.99, '0:05'],
    [65, '1:05'],
    [2700, '45:00'],
    [3723, '1:02:03'],
    [-1, '0:00'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(clockTime(seconds)).toBe(text);
  });
});
