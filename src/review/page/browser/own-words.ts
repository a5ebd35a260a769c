/** The review page's own words; what else it is made with, all pages share. */
import { language } from '../../../pages/browser/elements.ts';
import { type Part, WORDS, type Words } from '../words.ts';
import { SourceError } from './source.ts';

export const words = (): Words => WORDS[language()];

/** Returns why a part of the page is missing, in the page's own words where it has some. */
export function problemText(part: Part, error: unknown): string {
  const own = words();
  const { kind, message } =
    error instanceof SourceError ? error : { kind: undefined, message: String(error) };
  return `${own.problems[part]} ${own.kinds[kind ?? ''] ?? message}`;
}
