/**
 * Reports a second time, slowly and plainly, over all that a dialer has: loops, and Intl for local days. It shares
 * nothing with src/insight, so that a mistake would have to be made twice.
 */

export type Cell = string | number | null;
type Figures = Record<string, number | null>;
type Day = string;

const formats = new Map<string, Intl.DateTimeFormat>();
/** What a calendar and a clock on the wall show, the clock as `HH:mm:ss`. */
interface Local {
  day: Day;
  hour: number;
  clock: string;
}

const known = new Map<string, Local>();

export function local(seconds: number, zone: string): Local {
  const name = `${seconds} ${zone}`;
  let found = known.get(name);
  if (!found) {
    found = looked(seconds, zone);
    known.set(name, found);
  }
  return found;
}

function looked(seconds: number, zone: string): Local {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(seconds * 1000)) part[type] = value;
  return {
    day: `${part.year}-${part.month}-${part.day}`,
    hour: Number(part.hour),
    clock: `${part.hour}:${part.minute}:${part.second}`,
  };
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

/** The same day so many months before, or the last one of that month. */
function monthsBack(day: Day, months: number): Day {
  let end = day;
  for (let i = 0; i < months; i++) end = endOfMonthBefore(end);
  const same = `${end.slice(0, 7)}-${day.slice(8)}`;
  return same > end ? end : same;
}

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

/** The days before, and whether their last one ends at the time of day that it is now. */
export interface Before {
  days: [Day, Day];
  part: boolean;
}

const isFirst = (day: Day) => day.slice(8) === '01';

/** As many months before, where the days are whole months or go on from the first of one. */
function calendarMonths([from, to]: [Day, Day], today: Day, period?: string): number {
  if (period === 'this_month' || period === 'last_month') return 1;
  if (period === 'this_year') return 12;
  if (period || !isFirst(from)) return 0;
  let months = 1;
  for (let end = endOfMonthBefore(to); end >= from; end = endOfMonthBefore(end)) months++;
  if (isFirst(step(to, 1)) || (to === today && months === 1)) return months;
  return to === today && from.slice(5) === '01-01' && from.slice(0, 4) === to.slice(0, 4) ? 12 : 0;
}

export function beforeOf(days: [Day, Day], today: Day, period?: string, whole = false): Before {
  const [from, to] = days;
  const goesOn = from <= today && today <= to && !whole;
  const months = calendarMonths(days, today, period);
  if (months) {
    const first = monthsBack(from, months);
    if (!goesOn) return { days: [first, step(from, -1)], part: false };
    const last = monthsBack(today, months);
    return { days: [first, last], part: last.slice(8) === today.slice(8) };
  }
  let length = 0;
  for (let day = from; day <= to; day = step(day, 1)) length++;
  let back = length;
  // The same weekdays, but for thirty days, which nobody means so.
  while (period !== 'last_30_days' && weekdayOf(step(from, -back)) !== weekdayOf(from)) back++;
  const end = goesOn ? today : whole && period === 'this_week' ? step(from, 6) : to;
  return { days: [step(from, -back), step(end, -back)], part: goesOn };
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
  /** Figures that are not told of groups. */
  hidden?: string[];
  /** Whether so few are not ranked. */
  few?(items: Item[]): boolean;
  /** What is told of a group that is none, for properties of which that stands apart. */
  apart?: Record<string, string>;
  sort?: string;
  top?: number;
}

/** The table as it should be told. */
export function tableOf<Item>(now: Item[], before: Item[] | undefined, how: Counting<Item>) {
  const { by, place, figures, compared } = how;
  const top = how.top ?? 31;
  const names = Object.keys(figures([])).filter((name) => !how.hidden?.includes(name));
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

  const every = [...groups.values()];
  const isApart = ({ places }: { places: Place[] }) =>
    places.some(({ sorted }, i) => sorted === null && how.apart?.[by[i]!] !== undefined);
  const figured = every
    .filter((group) => !isApart(group))
    .map((group) => ({ ...group, figures: figures(group.items), few: how.few?.(group.items) ?? false }));
  const sorted = figured.sort((a, b) => {
    if (!timed) {
      if (a.few !== b.few) return a.few ? 1 : -1;
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
  // A row for each property that is missing; what misses two stands under the first.
  let apart = every.filter(isApart);
  for (const name of by) {
    const missing = ({ places }: { places: Place[] }) =>
      how.apart?.[name] !== undefined && places[by.indexOf(name)]!.sorted === null;
    const some = apart.filter(missing);
    apart = apart.filter((group) => !missing(group));
    if (some.length)
      rows.push([
        ...by.map((other) => (other === name ? how.apart![name]! : null)),
        ...cells(
          some.flatMap(({ items }) => items),
          some.flatMap(({ earlier }) => earlier),
        ),
      ]);
  }
  return {
    total: sorted.length,
    returned: kept.length,
    columns: [...by, ...names, ...(beside ? compared.map((name) => `${name}_before`) : [])],
    rows,
  };
}

export const percent = (part: number, whole: number): number | null =>
  // Without a minus before a zero.
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10 + 0;

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
