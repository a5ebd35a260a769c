/** What a picture of figures shows, apart from how it is drawn. */
import type { Language } from '../pages/language.ts';

/**
 * How it is drawn: `columns` and `line` over time, `bars` for what is sorted by size, `stacked` for parts of a whole (over
 * time or not), `multiples` for a small chart of each series, `heat map` for two times, such as weekday by hour.
 */
export type ChartForm = 'columns' | 'line' | 'bars' | 'stacked' | 'multiples' | 'heat map';

export type Unit = 'count' | 'money' | 'percent' | 'seconds' | 'rate';

export interface ChartSeries {
  name: string;
  /** One for each label; null where there is no figure. */
  values: readonly (number | null)[];
  /** What it means, where it is not one of many: its colour. */
  tone?: 'good' | 'waiting' | 'bad';
  /** All that have no series of their own. */
  isRest?: true;
}

export interface Chart {
  language: Language;
  form: ChartForm;
  /** `Order per säljare` */
  title: string;
  /** What stands under the title: the covered days, what is partial, what was chosen. */
  notes: readonly string[];
  unit: Unit;
  /** ISO 4217, for money. */
  currency: string;
  /** What the figures are, for the axis: `Order`, `Värde (kr)`. */
  axis: string;
  /** What each label is: `Säljare`. */
  label: string;
  /** Whether the labels are in the order of time. */
  isTime: boolean;
  labels: readonly string[];
  /** The label that stands for several groups, and for how many. */
  rest?: { at: number; count: number };
  /** One; several for `stacked`, `multiples` and, as its rows, `heat map`. */
  series: readonly ChartSeries[];
  /** The earlier time, label by label. */
  before?: ChartSeries;
  /** The index of the label whose time is not over. */
  openAt?: number;
}
