/** What a chart must show, made from the rows of the same report without one. */
import type { ChartForm, Unit } from '../../../src/charts/chart.ts';

const TIMES = ['day', 'week', 'month', 'weekday', 'hour'];
export const isTime = (name: string): boolean => TIMES.includes(name);

const RATE = /_pct$|^average$|^avg_|^median_|per_active|^active_hours$/;
/** Whether its groups add up to the whole. */
export const adds = (figure: string): boolean => !RATE.test(figure);

export const unitOf = (figure: string): Unit => {
  if (/_pct$/.test(figure)) return 'percent';
  if (/_s$/.test(figure)) return 'seconds';
  if (figure === 'orders_per_active_hour') return 'rate';
  return /value$|^average$/.test(figure) ? 'money' : 'count';
};

const MONTHS = Array.from({ length: 12 }, (_, at) =>
  new Intl.DateTimeFormat('sv-SE', { month: 'short', timeZone: 'UTC' }).format(Date.UTC(2026, at, 1)),
);
const WEEKDAYS: Record<string, string> = {
  Monday: 'måndag',
  Tuesday: 'tisdag',
  Wednesday: 'onsdag',
  Thursday: 'torsdag',
  Friday: 'fredag',
  Saturday: 'lördag',
  Sunday: 'söndag',
};

/** What stands in the picture for a time of a row, in Swedish. @param years whether days and weeks have their year */
export function timeLabel(by: string, told: string, { short = true, years = false } = {}): string {
  const [year, month, date] = told.split('-');
  if (by === 'day') return `${Number(date)} ${MONTHS[Number(month) - 1]}${years ? ` ${year}` : ''}`;
  if (by === 'week') return `v. ${told.slice(-2)}${years ? ` ${year}` : ''}`;
  if (by === 'month') return `${MONTHS[Number(month) - 1]} ${year}`;
  if (by === 'weekday') return WEEKDAYS[told]!.slice(0, short ? 3 : undefined);
  return told.slice(0, 2);
}

const SWEDISH: Record<string, string> = {
  'no agent (nobody took it)': 'ingen säljare (ingen tog samtalet)',
  'on none of these lists': 'på ingen av listorna',
  'no office': 'inget kontor',
  'office not known': 'okänt kontor',
  'no product': 'ingen produkt',
  confirmed: 'bekräftad',
  cancelled: 'makulerad',
  unconfirmed: 'obekräftad',
};
export const MISSING = ['no agent (nobody took it)', 'on none of these lists'];

/** Whether a label of the picture is that of the row: ids are left out where the names alone tell groups apart. */
export const isLabelOf = (label: string, told: string): boolean =>
  [told, told.replace(/ \(\d+\)$/, '')].some((text) => label === (SWEDISH[text] ?? text));

/** The form that suits groups and figure. @param labels how many there are */
export function formFor(by: readonly string[], figure: string, labels: number): ChartForm {
  if (by.length === 1) return !isTime(by[0]!) ? 'bars' : labels > 45 ? 'line' : 'columns';
  if (by.every(isTime)) return 'heat map';
  return adds(figure) ? 'stacked' : 'multiples';
}
