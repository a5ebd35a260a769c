/** The lines of a transcript as a list of buttons, with what is quoted and found in them. */
import { clockTime } from '../../text/clock-time.ts';
import type { QuotedPart } from '../../text/quotation.ts';
import type { Range } from '../../text/search.ts';
import { segmentsOf } from '../../text/segments.ts';
import { sideName } from '../sound/lanes.ts';
import type { Line } from './transcribe.ts';

/** A place in the transcript where the searched words are. */
export interface Hit {
  line: number;
  range: Range;
}

export interface LineList {
  setLines(lines: readonly Line[], quoted: readonly QuotedPart[]): void;
  /** @param chosen which of the hits the person is at */
  setHits(hits: readonly Hit[], chosen: number): void;
  /** Marks the line that is heard. */
  setCurrent(line: number): void;
  buttonAt(line: number): HTMLElement | null;
  /** Writes it anew, as in another language. */
  render(): void;
}

export function createLineList(list: HTMLElement, onChosen: (line: Line) => void): LineList {
  let lines: readonly Line[] = [];
  let quoted: readonly QuotedPart[] = [];
  let hits: readonly Hit[] = [];
  let chosen = -1;
  let current = -1;

  const buttonAt = (line: number): HTMLElement | null => list.querySelector(`[data-line="${line}"]`);

  function lineItem({ speaker, start_s }: Line, index: number): HTMLLIElement {
    const [item, button] = [document.createElement('li'), document.createElement('button')];
    button.type = 'button';
    button.dataset.line = String(index);
    if (index === current) button.setAttribute('aria-current', 'true');
    button.append(
      textElement('span', 'when', clockTime(start_s)),
      ' ',
      textElement('span', 'speaker', sideName(speaker)),
      ' ',
      wordsOf(index),
    );
    item.append(button);
    return item;
  }

  function wordsOf(index: number): HTMLElement {
    const span = textElement('span', 'words', '');
    const own = [...hits.entries()].filter(([, { line }]) => line === index);
    const found = own.map(([, { range }]) => range);
    const parts = quoted.filter(({ line }) => line === index);
    for (const segment of segmentsOf(lines[index]!.text, parts, found)) {
      const tag = segment.found === undefined ? 'span' : 'mark';
      const piece = textElement(tag, segment.isQuoted ? 'quoted' : '', segment.text);
      if (segment.found !== undefined && own[segment.found]![0] === chosen) piece.dataset.chosen = '';
      span.append(piece);
    }
    return span;
  }

  const render = () => list.replaceChildren(...lines.map(lineItem));
  list.addEventListener('click', ({ target }) => {
    const button = target instanceof Element && target.closest<HTMLElement>('[data-line]');
    if (button) onChosen(lines[Number(button.dataset.line)]!);
  });

  return {
    setLines(given, parts) {
      [lines, quoted] = [given, parts];
      render();
    },
    setHits(given, at) {
      // Only the lines that have other hits than before are written.
      const changed = new Set([...hits, ...given].map(({ line }) => line));
      [hits, chosen] = [given, at];
      for (const line of changed) buttonAt(line)?.querySelector('.words')?.replaceWith(wordsOf(line));
    },
    setCurrent(line) {
      buttonAt(current)?.removeAttribute('aria-current');
      current = line;
      buttonAt(current)?.setAttribute('aria-current', 'true');
    },
    buttonAt,
    render,
  };
}

function textElement(tag: 'span' | 'mark', className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
