/** The search in a transcript: how often it is there, and the way from one place to the next. */
import { element, input, setText } from '../../../../pages/browser/elements.ts';
import { findText } from '../../text/search.ts';
import { words } from '../own-words.ts';
import type { Hit, LineList } from './line-list.ts';
import type { Line } from './transcribe.ts';

interface SearchOptions {
  lines(): readonly Line[];
  list: LineList;
  /** Brings a line into sight. */
  reveal(line: number): void;
}

/** @returns what writes its words anew */
export function startSearch({ lines, list, reveal }: SearchOptions): () => void {
  let hits: Hit[] = [];
  /** Before the first step from hit to hit there is none. */
  let chosen = -1;

  function render(): void {
    const own = words();
    const isAsked = input('search').value.trim() !== '';
    const told = chosen < 0 ? own.hits(hits.length) : own.hit(chosen + 1, hits.length);
    setText('hits', isAsked ? told : '');
    for (const id of ['next-hit', 'previous-hit'])
      element<HTMLButtonElement>(id).disabled = hits.length === 0;
  }

  function search(): void {
    const query = input('search').value;
    hits = lines().flatMap(({ text }, line) => findText(text, query).map((range) => ({ line, range })));
    chosen = -1;
    list.setHits(hits, chosen);
    render();
    if (hits[0]) reveal(hits[0].line);
  }

  function choose(by: 1 | -1): void {
    if (hits.length === 0) return;
    chosen = chosen < 0 && by < 0 ? hits.length - 1 : (chosen + by + hits.length) % hits.length;
    list.setHits(hits, chosen);
    render();
    reveal(hits[chosen]!.line);
  }

  input('search').addEventListener('input', search);
  element('search-form').addEventListener('submit', (event) => {
    event.preventDefault();
    choose(1);
  });
  element('next-hit').addEventListener('click', () => choose(1));
  element('previous-hit').addEventListener('click', () => choose(-1));
  return render;
}
