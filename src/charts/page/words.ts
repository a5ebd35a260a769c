/** The words of pages with a chart. */
import type { Language } from '../../pages/language.ts';

export interface ChartWords {
  title: string;
  loading: string;
  figures: string;
  nothing: string;
  noChart: string;
  draw: string;
  cannotRead: string;
  failed: string;
  cancelled: string;
}

export const CHART_WORDS: Record<Language, ChartWords> = {
  sv: {
    title: 'Diagram',
    loading: 'Hämtar …',
    figures: 'Siffrorna',
    nothing: 'Det finns inget att rita.',
    noChart: 'Svaret står i samtalet. Vill du se det som diagram?',
    draw: 'Visa som diagram',
    cannotRead: 'Diagrammet kan inte visas här. Siffrorna står i svaret.',
    failed: 'Det gick inte:',
    cancelled: 'Avbrutet.',
  },
  en: {
    title: 'Chart',
    loading: 'Loading …',
    figures: 'The figures',
    nothing: 'There is nothing to draw.',
    noChart: 'The answer stands in the conversation. Do you want to see it as a chart?',
    draw: 'Show as a chart',
    cannotRead: 'The chart can’t be shown here. The figures stand in the answer.',
    failed: 'That did not work:',
    cancelled: 'Cancelled.',
  },
};
