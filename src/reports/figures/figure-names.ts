/** Figures as people call them, in Swedish and English, and the names that they have in a report. */
import { nearest } from '../../define/input/unknown-arguments.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { CALENDAR } from '../groups/calendar.ts';

/** Words that stand for a figure; without spaces, accents and signs. */
type Words = Record<string, readonly string[]>;

export const ORDER_WORDS: Words = {
  orders: ['order', 'antal', 'count', 'number', 'antalorder', 'sales count', 'most'],
  value: ['värde', 'ordervärde', 'belopp', 'amount', 'gross', 'brutto', 'total'],
  net_value: [
    'net',
    'netto',
    'nettovärde',
    'försäljning',
    'omsättning',
    'intäkt',
    'sales',
    'revenue',
    'turnover',
  ],
  cancelled_value: ['makulerat värde', 'lost value'],
  units: ['enheter', 'antal enheter', 'quantity', 'styck', 'pieces'],
  average: ['snitt', 'snittorder', 'snittvärde', 'genomsnitt', 'average order value', 'aov', 'mean'],
  confirmed: ['bekräftade'],
  cancelled: ['makulerade', 'avbrutna', 'ångrade', 'canceled', 'cancellations'],
  unconfirmed: ['obekräftade', 'open'],
  confirmed_pct: ['confirmation rate', 'confirmed rate', 'andel bekräftade', 'bekräftelsegrad'],
  cancelled_pct: ['cancellation rate', 'cancel rate', 'andel makulerade', 'makuleringsgrad', 'ånger'],
  unconfirmed_pct: ['andel obekräftade'],
};

export const CALL_WORDS: Words = {
  attempts: ['calls', 'samtal', 'antal', 'antal samtal', 'count', 'försök', 'dials', 'uppringningar'],
  reached: ['nådda', 'contacts', 'kontakter', 'answered', 'besvarade', 'conversations'],
  orders: ['order', 'sales', 'sälj', 'försäljning', 'avslut'],
  no_thanks: ['nej tack', 'declined', 'nej', 'refusals'],
  hit_rate_reached_pct: [
    'hit rate',
    'hit rate pct',
    'träffprocent',
    'hitrate',
    'conversion',
    'conversion rate',
    'konvertering',
    'success rate',
  ],
  hit_rate_decided_pct: ['decided', 'hit rate decided', 'stängningsgrad', 'close rate'],
  answer_rate_pct: [
    'answer rate',
    'svarsfrekvens',
    'svar',
    'svarsprocent',
    'answers',
    'contact rate',
    'pick up rate',
  ],
  overcalls: ['tappade samtal', 'tappade', 'dropped', 'abandoned', 'drop rate'],
  avg_handling_s: [
    'handling',
    'handling time',
    'aht',
    'samtalstid',
    'samtalslängd',
    'talk time',
    'duration',
    'hanteringstid',
    'length',
  ],
  median_handling_s: ['median', 'median handling', 'mediantid'],
  avg_after_call_s: ['after call', 'wrap up', 'wrapup', 'acw', 'efterarbete', 'efterbehandling'],
  median_after_call_s: ['median after call', 'median efterarbete'],
  recorded: ['recordings', 'inspelade', 'inspelningar'],
  active_hours: ['hours', 'timmar', 'arbetstid', 'aktiva timmar', 'active time'],
  orders_per_active_hour: [
    'orders per hour',
    'order per timme',
    'sales per hour',
    'per hour',
    'per timme',
    'oph',
    'sph',
  ],
};

const normalize = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Returns the figure that a word stands for: its name, another word for it, or nearly one of them. Undefined for the
 * order of time, which whoever sorts by the time that comes first in `by` means.
 * @throws ToolError that names the figures
 */
export function figureNamed(word: string, words: Words, by: readonly string[]): string | undefined {
  if (word === by[0] && CALENDAR.some((name) => name === word)) return undefined;
  const figureByWord = new Map<string, string>();
  for (const [figure, synonyms] of Object.entries(words))
    for (const name of [figure, ...synonyms].map(normalize))
      if (!figureByWord.has(name)) figureByWord.set(name, figure);
  const normalized = normalize(word);
  const figure =
    figureByWord.get(normalized) ?? figureByWord.get(nearest(normalized, [...figureByWord.keys()]) ?? '');
  if (figure) return figure;
  throw new ToolError('invalid_arguments', `sort must be one of ${Object.keys(words).join(', ')}.`);
}
