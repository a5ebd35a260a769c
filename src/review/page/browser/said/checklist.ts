/** The points that were looked for: whether each was said, in which words, and a way to hear it. */

import type { ReviewMark } from '../../../../define/recording.ts';
import { element, show } from '../../../../pages/browser/elements.ts';
import { clockTime } from '../../text/clock-time.ts';
import { words } from '../own-words.ts';

interface ChecklistOptions {
  marks: readonly ReviewMark[];
  /** Whether the quotation of that mark is in the transcript; undefined where there is none to look in. */
  isFound(mark: number): boolean | undefined;
  playFrom(seconds: number): void;
}

export function renderChecklist({ marks, isFound, playFrom }: ChecklistOptions): void {
  show('checklist', marks.length > 0);
  element('points').replaceChildren(
    ...marks.map((mark, i) => {
      const row = document.createElement('tr');
      row.append(pointCell(mark, i), saidCell(mark), quoteCell(mark, isFound(i)), timeCell(mark, playFrom));
      return row;
    }),
  );
}

function cell(tag: 'th' | 'td', className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

function pointCell({ point }: ReviewMark, index: number): HTMLElement {
  const head = cell('th', 'point', point);
  head.setAttribute('scope', 'row');
  head.dataset.number = String(index + 1);
  return head;
}

function saidCell({ said }: ReviewMark): HTMLElement {
  const made = cell('td', 'said', words().answers[said]);
  made.dataset.said = said;
  return made;
}

function quoteCell({ quote }: ReviewMark, isFound: boolean | undefined): HTMLElement {
  if (!quote) return cell('td', 'quote');
  const quotation = document.createElement('q');
  quotation.textContent = quote;
  const made = cell('td', 'quote', quotation);
  if (isFound === false) {
    const doubt = document.createElement('span');
    doubt.className = 'doubt';
    doubt.textContent = words().notInTranscript;
    made.append(doubt);
  }
  return made;
}

function timeCell({ time, point }: ReviewMark, playFrom: (seconds: number) => void): HTMLElement {
  if (time === undefined) return cell('td', 'time');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = clockTime(time);
  button.setAttribute('aria-label', `${words().playFrom(clockTime(time))}: ${point}`);
  button.addEventListener('click', () => playFrom(time));
  return cell('td', 'time', button);
}
