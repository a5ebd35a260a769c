/**
 * Reports a second time, slowly and plainly, over all that a dialer has: loops, and Intl for local days. It shares
 * nothing with src/insight, so that a mistake would have to be made twice.
 */

export type Cell = string | number | null;
type Figures = Record<string, number | null>;
type Day = string;

const formats = new Map<string, Intl.DateTimeFormat>();
const known = new Map<string, { day: Day; hour: number }>();

/** What a calendar and a clock on the wall show. */
export function local(seconds: number, zone: string): { day: Day; hour: number } {
  const name = `${seconds} ${zone}`;
  let found = known.get(name);
  if (!found) {
    found = looked(seconds, zone);
    known.set(name, found);
  }
  return found;
}

function looked(seconds: number, zone: string): { day: Day; hour: number } {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(seconds * 1000)) part[type] = value;
  return { day: `${part.year}-${part.month}-${part.day}`, hour: Number(part.hour) };
}

export function step(day: Day, days: number): Day {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

const weekdays = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', weekday: 'long' });
const weekdayOf = (day: Day) => weekdays.format(new Date(`${day}T12:00:00Z`));

const mondayOf = (day: Day): Day => (weekdayOf(day) === 'Monday' ? day : mondayOf(step(day, -1)));

/** Weeks are counted from the one with January 4 in it. */
export function weekOf(day: Day): string {
  const monday = mondayOf(day);
  const year = step(monday, 3).slice(0, 4);
  let week = 1;
  for (let one = mondayOf(`${year}-01-04`); one < monday; one = step(one, 7)) week++;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The day before the first of its month, or of that month's. */
const endOfMonthBefore = (day: Day) => step(`${day.slice(0, 7)}-01`, -1);

const earlierMonth = (day: Day): Day => {
  const end = endOfMonthBefore(day);
  const same = `${end.slice(0, 7)}-${day.slice(8)}`;
  return same > end ? end : same;
};

export function periodOf(name: string, today: Day): [Day, Day] {
  const monday = mondayOf(today);
  const before = endOfMonthBefore(today);
  const known: Record<string, [Day, Day]> = {
    today: [today, today],
    yesterday: [step(today, -1), step(today, -1)],
    this_week: [monday, today],
    last_week: [step(monday, -7), step(monday, -1)],
    this_month: [`${today.slice(0, 7)}-01`, today],
    last_month: [`${before.slice(0, 7)}-01`, before],
    last_7_days: [step(today, -6), today],
    last_30_days: [step(today, -29), today],
    this_year: [`${today.slice(0, 4)}-01-01`, today],
  };
  return known[name]!;
}

export function beforeOf([from, to]: [Day, Day], period?: string): [Day, Day] {
  if (period === 'this_week') return [step(from, -7), step(to, -7)];
  if (period === 'this_month') return [earlierMonth(from), earlierMonth(to)];
  if (period === 'last_month') return [earlierMonth(from), step(from, -1)];
  if (period === 'this_year') {
    const year = Number(to.slice(0, 4)) - 1;
    const end = to.endsWith('-02-29') ? '02-28' : to.slice(5);
    return [`${year}-01-01`, `${year}-${end}`];
  }
  let days = 0;
  for (let day = from; day <= to; day = step(day, 1)) days++;
  return [step(from, -days), step(from, -1)];
}

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const two = (n: number) => String(n).padStart(2, '0');

/** What a row is told under, and what it is sorted by. */
export interface Place {
  told: string;
  sorted: number | string | null;
}

export function timePlace(by: string, seconds: number, zone: string): Place | undefined {
  const { day, hour } = local(seconds, zone);
  if (by === 'day') return { told: day, sorted: day };
  if (by === 'week') return { told: weekOf(day), sorted: mondayOf(day) };
  if (by === 'month') return { told: day.slice(0, 7), sorted: day.slice(0, 7) };
  if (by === 'weekday') return { told: weekdayOf(day), sorted: WEEK.indexOf(weekdayOf(day)) };
  if (by === 'hour') return { told: `${two(hour)}-${two(hour + 1)}`, sorted: hour };
  return undefined;
}

export interface Counting<Item> {
  by: string[];
  place(by: string, item: Item): Place;
  figures(items: Item[]): Figures;
  /** Which figures stand beside those of the period before. */
  compared: string[];
  sort?: string;
  top?: number;
}

/** The table as it should be told. */
export function tableOf<Item>(now: Item[], before: Item[] | undefined, how: Counting<Item>) {
  const { by, place, figures, compared } = how;
  const top = how.top ?? 31;
  const names = Object.keys(figures([]));
  const dated = ['day', 'week', 'month'];
  const timed = [...dated, 'weekday', 'hour'].includes(by[0]!) && how.sort === undefined;
  const beside = before && !by.some((name) => dated.includes(name)) ? before : undefined;
  const groups = new Map<string, { places: Place[]; items: Item[]; earlier: Item[] }>();
  const into = (item: Item, list: 'items' | 'earlier') => {
    const places = by.map((name) => place(name, item));
    const id = JSON.stringify(places.map(({ sorted }) => sorted));
    if (!groups.has(id)) groups.set(id, { places, items: [], earlier: [] });
    groups.get(id)![list].push(item);
  };
  for (const item of now) into(item, 'items');
  for (const item of beside ?? []) into(item, 'earlier');

  const figured = [...groups.values()].map((group) => ({ ...group, figures: figures(group.items) }));
  const sorted = figured.sort((a, b) => {
    if (!timed) {
      const figure = how.sort ?? names[0]!;
      const [one, other] = [a.figures[figure]!, b.figures[figure]!];
      if (one !== other) return one === null ? 1 : other === null ? -1 : other - one;
    }
    for (const [i, { sorted: one }] of a.places.entries()) {
      const other = b.places[i]!.sorted;
      if (one === other) continue;
      return one === null ? 1 : other === null ? -1 : one < other ? -1 : 1;
    }
    return 0;
  });
  const cells = (items: Item[], earlier: Item[]): Cell[] => {
    const [told, toldBefore] = [figures(items), figures(earlier)];
    return [
      ...names.map((name) => told[name]!),
      ...(beside ? compared.map((name) => toldBefore[name]!) : []),
    ];
  };
  const latest = timed && dated.includes(by[0]!);
  const first = latest ? Math.max(0, sorted.length - top) : 0;
  const kept = sorted.slice(first, first + top);
  const left = sorted.filter((group) => !kept.includes(group));
  const rows: Cell[][] = kept.map(({ places, items, earlier }) => [
    ...places.map(({ told }) => told),
    ...cells(items, earlier),
  ]);
  if (left.length)
    rows.push([
      `${left.length} ${latest ? 'earlier' : 'others'}`,
      ...by.slice(1).map(() => null),
      ...cells(
        left.flatMap(({ items }) => items),
        left.flatMap(({ earlier }) => earlier),
      ),
    ]);
  return {
    total: sorted.length,
    returned: kept.length,
    columns: [...by, ...names, ...(beside ? compared.map((name) => `${name}_before`) : [])],
    rows,
  };
}

export const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

export const changeOf = (now: Figures, before: Figures, names: string[]): Figures => {
  const change: Figures = {};
  for (const name of names) {
    const [one, other] = [now[name], before[name]];
    // A share has changed by percentage points, where there was one both times.
    if (name.endsWith('_pct')) {
      if (typeof one === 'number' && typeof other === 'number')
        change[name.replace('_pct', '_points')] = Math.round((one - other) * 10) / 10;
    } else if (other) change[`${name}_pct`] = percent(one! - other, other);
  }
  return change;
};

export const withoutNulls = (figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null));
