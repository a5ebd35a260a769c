/** Text that fits a terminal, colours where there are any, and the line that tells what is going on. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createColours, hasColours } from '../../../src/commands/terminal/colours.ts';
import { fitTable } from '../../../src/commands/terminal/fitting-table.ts';
import { createProgressLine, showWhile } from '../../../src/commands/terminal/progress-line.ts';
import { terminalWidth } from '../../../src/commands/terminal/terminal-width.ts';
import { cutText, padLeft, padRight, textWidth } from '../../../src/commands/terminal/text-width.ts';
import { wrapText } from '../../../src/commands/terminal/wrap-text.ts';

describe('the width of a text', () => {
  it.each([
    ['Malmö', 5],
    // An o and a combining diaeresis.
    ['Malmo\u0308', 5],
    ['日本', 4],
    ['ok 👍', 5],
    ['▁▂▃█', 4],
    ['a\u200bb', 2],
    ['', 0],
  ])('textWidth counts %j as %i columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  it('padRight and padLeft fill up to a width, and leave what is wider as it is', () => {
    expect(padRight('日本', 6)).toBe('日本  ');
    expect(padLeft('12', 4)).toBe('  12');
    expect(padLeft('12345', 4)).toBe('12345');
  });

  it('cutText ends what is too wide with an ellipsis, within the width', () => {
    expect(cutText('Malmö', 5)).toBe('Malmö');
    expect(cutText('Göteborg', 5)).toBe('Göte…');
    expect(textWidth(cutText('日本語', 4))).toBeLessThanOrEqual(4);
  });
});

describe('wrapText', () => {
  it('breaks between words and indents the later lines', () => {
    expect(wrapText('- one two three four', 10, 2)).toEqual(['- one two', '  three', '  four']);
  });

  it('breaks a word that is longer than a line, and loses nothing of it', () => {
    const lines = wrapText(`see ${'x'.repeat(25)}`, 10, 2);
    expect(lines.every((line) => line.length <= 10)).toBe(true);
    expect(lines.join('').replaceAll(' ', '')).toBe(`see${'x'.repeat(25)}`);
  });

  it('leaves a short text and an empty one as they are', () => {
    expect(wrapText('short', 10)).toEqual(['short']);
    expect(wrapText('', 10)).toEqual(['']);
  });
});

describe('fitTable', () => {
  const columns = ['id', 'time', 'agent', 'value'];
  const rows = [
    ['1', '11:01', 'Axel Gran (26)', '1399'],
    ['12', '15:39', 'Mawila Nathaniel (6)', '5'],
  ];

  it('shows all columns where they fit, numbers to the right', () => {
    const { head, rows: lines, omitted } = fitTable({ columns, rows }, 60);
    expect([head, ...lines.map(({ line }) => line)]).toEqual([
      'id  time   agent                 value',
      ' 1  11:01  Axel Gran (26)         1399',
      '12  15:39  Mawila Nathaniel (6)      5',
    ]);
    expect(omitted).toEqual([]);
  });

  it('leaves out columns that do not fit and names them, the preferred ones last', () => {
    const narrow = fitTable({ columns, rows }, 20, ['id', 'value']);
    expect(narrow.head).toBe('id  time   value');
    expect(narrow.omitted).toEqual(['agent']);
  });

  it('puts long texts below their row, wrapped', () => {
    const text = 'a text that is to be read and takes more than a line of this table';
    const { head, rows: lines } = fitTable(
      {
        columns: ['id', 'text', 'ok'],
        rows: [
          ['1', text, 'yes'],
          ['2', '', 'no'],
        ],
      },
      40,
    );
    expect(head).toBe('id  ok');
    expect(lines[0]!.line).toBe(' 1  yes');
    expect(lines[0]!.texts.map((line) => line.trim()).join(' ')).toBe(text);
    for (const line of lines[0]!.texts) {
      expect(line).toMatch(/^ {4}\S/);
      expect(line.length).toBeLessThanOrEqual(40);
    }
    expect(lines[1]!.texts).toEqual([]);
  });
});

describe('colours', () => {
  const terminal = { isTTY: true };

  it.each([
    [terminal, {}, true],
    [terminal, { NO_COLOR: '' }, true],
    [terminal, { NO_COLOR: '1' }, false],
    [terminal, { NO_COLOR: '0' }, false],
    [terminal, { TERM: 'dumb' }, false],
    [terminal, { TERM: 'xterm-256color' }, true],
    [{}, {}, false],
    [{ isTTY: false }, { TERM: 'xterm-256color' }, false],
  ])('of the stream %o in the environment %o, hasColours is %s', (stream, env, expected) => {
    expect(hasColours(stream, env)).toBe(expected);
  });

  it('colours surround a text where they are shown, and leave it as it is elsewhere', () => {
    expect(createColours(true).bold('yes')).toBe('\u001b[1myes\u001b[22m');
    expect(createColours(false).bold('yes')).toBe('yes');
  });
});

it.each([
  [{ isTTY: true, columns: 90 }, 90],
  [{ isTTY: true, columns: 200 }, 100],
  [{ isTTY: true, columns: 10 }, 40],
  [{ isTTY: true }, 80],
  [{ columns: 200 }, 80],
])('the width of %o is %i columns', (stream, width) => {
  expect(terminalWidth(stream)).toBe(width);
});

describe('the progress line', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function terminal(isTTY: boolean, env = {}) {
    let written = '';
    const stream = { isTTY, columns: 20, write: (text: string) => (written += text) };
    return { line: createProgressLine(stream, env), written: () => written };
  }

  it('a line takes the place of the one before, fits the terminal, and is erased', () => {
    const { line, written } = terminal(true);
    line.show('1 of 9 calls read');
    line.show('a text that is wider than that');
    line.erase();
    line.erase();
    const [nothing, ...shown] = written().split('\r\u001b[2K');
    expect(nothing).toBe('');
    expect(shown).toEqual(['1 of 9 calls read', 'a text that is wid…', '']);
  });

  it.each([
    ['what is no terminal', false, {}],
    ['a terminal that can not erase', true, { TERM: 'dumb' }],
  ])('nothing is written to %s', async (_, isTTY, env) => {
    const { line, written } = terminal(isTTY, env);
    line.show('1 of 9 calls read');
    line.erase();
    expect(written()).toBe('');
  });

  it('showWhile tells each second how long the work has taken, and erases that at the end', async () => {
    const { line, written } = terminal(true);
    const result = await showWhile(
      'Waiting',
      async () => {
        await vi.advanceTimersByTimeAsync(2_500);
        return 7;
      },
      line,
    );
    expect(result).toBe(7);
    expect(written().split('\r\u001b[2K')).toEqual(['', 'Waiting, 1 s', 'Waiting, 2 s', '']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('showWhile shows nothing of quick work, and erases the line of work that fails', async () => {
    const quick = terminal(true);
    await showWhile('Waiting', async () => {}, quick.line);
    expect(quick.written()).toBe('');
    const failing = terminal(true);
    const work = async () => {
      await vi.advanceTimersByTimeAsync(1_000);
      throw new TypeError('It broke');
    };
    await expect(showWhile('Waiting', work, failing.line)).rejects.toThrow('It broke');
    expect(failing.written().endsWith('Waiting, 1 s\r\u001b[2K')).toBe(true);
  });
});
