/** Figures as people write them, in both languages; without Intl, whose tables take longer to load than a picture to draw. */
import type { Language } from '../pages/language.ts';
import type { Chart, Unit } from './chart.ts';

/** No line is broken within a number. */
const NO_BREAK_SPACE = '\u00a0';
const MINUS = '\u2212';
const MAX_DECIMALS: Record<Unit, number> = { count: 0, money: 0, percent: 1, seconds: 1, rate: 2 };
const CURRENCY_SIGNS: Record<string, string> = {
  SEK: 'kr',
  NOK: 'kr',
  DKK: 'kr',
  EUR: '€',
  GBP: '£',
  USD: '$',
};

/** Returns `12 345,5` in Swedish and `12,345.5` in English. */
export function numberText(value: number, decimals: number, language: Language): string {
  const [whole = '', fraction] = String(Number(Math.abs(value).toFixed(decimals))).split('.');
  const isZero = Number(whole) === 0 && fraction === undefined;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'sv' ? NO_BREAK_SPACE : ',');
  const point = language === 'sv' ? ',' : '.';
  return `${value < 0 && !isZero ? MINUS : ''}${grouped}${fraction === undefined ? '' : point + fraction}`;
}

type Format = Pick<Chart, 'unit' | 'language'>;

/** Returns a figure without its unit, with as many decimals as the unit has. */
export const figureText = (value: number, { unit, language }: Format): string =>
  numberText(value, MAX_DECIMALS[unit], language);

/** Returns a figure with its unit: `12 345 kr`, `31,5 %`, `48 s`. */
export function figureWithUnit(value: number, chart: Format & Pick<Chart, 'currency'>): string {
  const unit = unitSign(chart.unit, chart.currency, chart.language);
  const text = figureText(value, chart);
  if (unit === '') return text;
  return unit === '%' && chart.language === 'en' ? `${text}%` : `${text}${NO_BREAK_SPACE}${unit}`;
}

/** Returns `kr`, `%` or `s`; empty for what is counted. */
export function unitSign(unit: Unit, currency: string, language: Language): string {
  if (unit === 'percent') return '%';
  if (unit === 'seconds') return 's';
  if (unit !== 'money') return '';
  // In English `kr` would not say whose crowns they are.
  return language === 'sv' || !currency.endsWith('K') ? (CURRENCY_SIGNS[currency] ?? currency) : currency;
}
