/** Which picture of a report is asked for. */
import { LANGUAGES, type Language } from '../../pages/language.ts';
import { addDays } from '../../shared/time.ts';
import { ToolError } from '../../shared/tool-error.ts';
import type { DateRange } from '../date-range.ts';

export interface ChartRequest {
  language: Language;
  /** Whether an image is wanted beside the text. */
  png: boolean;
}

const YES = ['true', 'yes', 'ja', '1'];
const NO = ['false', 'no', 'nej', '0', 'none'];

/**
 * Reads the argument `chart`: `sv`, `en`, `true`, each with `png` beside it or not.
 * @param region where the operator is: the language where none is named
 * @throws ToolError invalid_arguments that says what is right
 */
export function chartRequest(given: unknown, region: string): ChartRequest | undefined {
  if (given === undefined) return undefined;
  const words = String(given)
    .toLowerCase()
    .split(/[\s,+;/]+/)
    .filter(Boolean);
  if (words.length === 1 && NO.includes(words[0]!)) return undefined;
  const language = LANGUAGES.find((known) => words.includes(known));
  const unknown = words.find((word) => word !== 'png' && word !== language && !YES.includes(word));
  if (unknown !== undefined || !words.length)
    throw new ToolError(
      'invalid_arguments',
      'chart must be sv or en, the language of the picture; with png behind it ("sv png") for an image too.',
    );
  return { language: language ?? (region === 'SE' ? 'sv' : 'en'), png: words.includes('png') };
}

/** Up to so many days, each has a column or a point of its own; then weeks. */
const MAX_DAYS = 62;
const MAX_WEEKS_DAYS = 400;

/** Returns the time that a chart is by where no groups were asked for. */
export function timeFor({ from, to }: DateRange): 'hour' | 'day' | 'week' | 'month' {
  if (!from || !to) return 'month';
  if (from === to) return 'hour';
  if (addDays(from, MAX_DAYS) > to) return 'day';
  return addDays(from, MAX_WEEKS_DAYS) > to ? 'week' : 'month';
}
