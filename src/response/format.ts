/** How values of the dialer are put for people: times in the operator's zone, members without a value left out. */
import type { DisplaySettings } from '../config/config.ts';
import type { Formatter } from '../define/answer.ts';
import type { Row } from '../define/row.ts';
import { localTime } from '../shared/time.ts';

/** Keys of mere dates, which come as midnight of UTC; in the zone they would be a time, or the day before. */
const DATE_KEY = /(payment_start|prune|hire|^start|^end)_?date$/;
const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Databases have impossible times, such as 0000-00-00: they stay the text they are. */
const isTime = (text: string): boolean => UTC.test(text) && !Number.isNaN(Date.parse(text));

const NO_NAMES = () => undefined;

export const createFormatter = (
  { timezone }: Pick<DisplaySettings, 'timezone'>,
  name: Formatter['name'] = NO_NAMES,
): Formatter => ({
  name,
  time: (iso) => {
    if (typeof iso !== 'string' || iso === '') return undefined;
    return isTime(iso) ? localTime(new Date(iso), timezone).slice(0, 16) : iso;
  },
});

/** Any JSON value with its times local, to the second, and without members that hold nothing. @param key of the value */
export function formatValue(value: unknown, display: Pick<DisplaySettings, 'timezone'>, key = ''): unknown {
  if (typeof value === 'string') return formatText(value, display.timezone, key);
  if (Array.isArray(value)) return value.map((item) => formatValue(item, display, key));
  if (typeof value !== 'object' || value === null) return value;
  const formatted: Row = {};
  for (const [name, member] of Object.entries(value)) {
    const one = formatValue(member, display, name);
    if (!isEmpty(one)) formatted[name] = one;
  }
  return formatted;
}

/** The same of an object. */
export const formatRow = (row: Row, display: Pick<DisplaySettings, 'timezone'>): Row =>
  formatValue(row, display) as Row;

function formatText(text: string, timezone: string, key: string): string {
  if (!isTime(text)) return text;
  if (DATE_KEY.test(key) && text.slice(10, 19) === 'T00:00:00') return text.slice(0, 10);
  return localTime(new Date(text), timezone);
}

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);
