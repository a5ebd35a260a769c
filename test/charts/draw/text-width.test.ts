/** How wide texts are, and how they are broken and shortened by that. */
import { describe, expect, it } from 'vitest';
import { shortenText, textWidth, wrapText } from '../../../src/charts/draw/text-width.ts';

const STYLE = { size: 12 };

describe('the width of a text', () => {
  it.each([
    ['', 0],
    ['0', 7.5],
    ['10', 13.068],
    // A letter that the font lacks takes about as much room as others.
    ['漢', 7.8],
  ])('of %j is %d pixels at 12 pixels', (text, width) => {
    expect(textWidth(text, STYLE)).toBeCloseTo(width, 3);
  });

  it('grows with the size, and bold letters are wider', () => {
    expect(textWidth('Ordervärde', { size: 24 })).toBeCloseTo(2 * textWidth('Ordervärde', STYLE));
    expect(textWidth('Ordervärde', { size: 12, bold: true })).toBeGreaterThan(textWidth('Ordervärde', STYLE));
  });

  it.each([
    ['å', 'a'],
    ['ä', 'a'],
    ['ö', 'o'],
    ['É', 'E'],
  ])('is known of %s, which is as wide as %s', (letter, plain) => {
    expect(textWidth(letter, STYLE)).toBeCloseTo(textWidth(plain, STYLE), 0);
  });
});

describe('a text of several lines', () => {
  it('is broken between words, and nothing of it is lost', () => {
    const text = 'Träffprocent (av ja och nej) per samtalsutfall och samtalstyp';
    const lines = wrapText(text, 150, STYLE);
    expect(lines).toMatchInlineSnapshot(`
      [
        "Träffprocent (av ja och",
        "nej) per samtalsutfall och",
        "samtalstyp",
      ]
    `);
    expect(lines.join(' ')).toBe(text);
    for (const line of lines) expect(textWidth(line, STYLE)).toBeLessThanOrEqual(150);
  });

  it('is never broken within a number', () => {
    expect(wrapText('Upp till 1\u00a0234\u00a0567\u00a0kr', 80, STYLE)).toContain(
      '1\u00a0234\u00a0567\u00a0kr',
    );
  });

  it.each([[''], ['ett']])('stays one line where it fits: %j', (text) => {
    expect(wrapText(text, 150, STYLE)).toEqual([text]);
  });

  it('has a word that is too wide on a line of its own, cut', () => {
    const lines = wrapText(`från ${'x'.repeat(300)} till`, 100, STYLE);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^x+…$/);
    expect(textWidth(lines[1]!, STYLE)).toBeLessThanOrEqual(100);
  });
});

describe('a text that is too wide', () => {
  it('ends in an ellipsis, with no space before it', () => {
    expect(shortenText('Nathaniel Mawila', 68, STYLE)).toBe('Nathaniel…');
  });

  it('keeps whole letters of two halves', () => {
    const text = shortenText('𝒜𝒜𝒜𝒜𝒜𝒜', 30, STYLE);
    expect(text).toMatch(/^𝒜+…$/u);
    expect(text.isWellFormed()).toBe(true);
  });

  it('keeps its first letter, however little room there is', () => {
    expect(shortenText('Nathaniel', 1, STYLE)).toBe('N…');
  });
});
