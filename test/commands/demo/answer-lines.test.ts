/** Answers as the demo shows them. */
import { describe, expect, it } from 'vitest';
import { answerLines, textLines } from '../../../src/commands/demo/answer-lines.ts';
import { waveformLines } from '../../../src/commands/demo/waveform-lines.ts';
import { createColours } from '../../../src/commands/terminal/colours.ts';
import { textWidth } from '../../../src/commands/terminal/text-width.ts';
import { bytesOf, mp3s } from '../../support/audio.ts';
import { samples, silence } from '../../support/recordings.ts';

const colours = createColours(false);
const linesOf = (data: unknown, width = 50, text = '') => answerLines(data, text, { width, colours });

describe('an answer', () => {
  it('members stand below each other, long ones wrapped beside their name', () => {
    expect(
      linesOf({ type: 'audio/wav', next: 'one two three four five six seven eight nine ten' }, 30),
    ).toEqual(['type  audio/wav', 'next  one two three four five', '      six seven eight nine ten']);
  });

  it('an object stands as members beside its name, figures in a row, a hash without its end', () => {
    expect(
      linesOf({
        sum: { orders: 2, value: 748 },
        found: { sms: true, says: ['product', 'price'], answer: { text: 'Ok', at: null }, none: [] },
        sha256: 'ab'.repeat(32),
      }),
    ).toEqual([
      'sum     orders 2, value 748',
      'found   sms     true',
      '        says    product, price',
      '        answer  text Ok, at null',
      '        none    none',
      'sha256  abababababababababa…',
    ]);
  });

  it('several texts that do not fit into one line are a list', () => {
    expect(linesOf({ notes: ['A rate of few calls says little.', 'Ask again.'] }, 30)).toEqual([
      'notes  - A rate of few calls',
      '         says little.',
      '       - Ask again.',
    ]);
  });

  it('a text that is shown as it is keeps its lines and spaces, and those that are too long are wrapped', () => {
    expect(textLines(`Order per vecka\n████  v48: 12\n${'x'.repeat(25)}`, 20)).toEqual([
      'Order per vecka',
      '████  v48: 12',
      'x'.repeat(20),
      `  ${'x'.repeat(5)}`,
    ]);
  });

  it('an error is its text, wrapped', () => {
    expect(linesOf(undefined, 20, 'not_found: There is no such order.')).toEqual([
      'not_found: There is',
      'no such order.',
    ]);
  });

  it('what people wrote can not move the cursor or hide', () => {
    const text = 'Anna\u001b[2J\u202e\u0007\nEk';
    for (const line of linesOf({ total: 1, returned: 1, columns: ['name'], rows: [[text]], note: { text } }))
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('no line is wider than asked for, whatever the answer', () => {
    const row = ['2026-11-27 11:01', 'Mawila Nathaniel (6)', 'x'.repeat(90), 399, null, ['a', 'b'], true];
    const data = {
      total: 1,
      returned: 1,
      columns: ['create_time', 'agent', 'detail', 'value', 'none', 'list', 'ok'],
      rows: [row],
      uri: `hitrate://${'y'.repeat(120)}`,
      nested: { deeper: { deepest: { text: 'word '.repeat(40) } } },
    };
    for (const width of [29, 69, 89])
      for (const line of linesOf(data, width)) expect(textWidth(line)).toBeLessThanOrEqual(width);
  });
});

describe('the waveform', () => {
  it('has a line for each channel, as wide as asked for, and the times of the ends below', () => {
    const { wav, seconds } = samples.find(({ name }) => name === 'order-dog-box')!;
    const { channels, times } = waveformLines(wav, 69)!;
    expect(channels.map((line) => line.slice(0, 7))).toEqual(['left   ', 'right  ']);
    for (const line of [...channels, times]) expect(textWidth(line)).toBe(69);
    expect(channels.join('')).toContain('█');
    expect(times.trim()).toMatch(new RegExp(`^0:00 +0:${Math.round(seconds)}$`));
  });

  it('is no wider than 72 characters of sound', () => {
    const { channels } = waveformLines(samples[0]!.wav, 200)!;
    expect(channels[0]!.length).toBe(7 + 72);
  });

  it('of silence is flat', () => {
    const { channels, times } = waveformLines(silence(65, 8000, 1), 30)!;
    expect(channels).toEqual([`mono   ${'▁'.repeat(23)}`]);
    expect(times).toMatch(/0:00 +1:05$/);
  });

  it('tells more than two channels by their numbers', () => {
    const { channels } = waveformLines(bytesOf('pcm16-four-8k.wav'), 40)!;
    expect(channels.map((line) => line.slice(0, 5))).toEqual(['ch. 1', 'ch. 2', 'ch. 3', 'ch. 4']);
  });

  it('of MP3 there is none', () => {
    expect(waveformLines(mp3s[0]!.bytes, 69)).toBeUndefined();
  });
});
