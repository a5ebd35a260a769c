/** Swedish public holidays, as date-holidays has them. */

/** By day as `YYYY-MM-DD`: what a holiday is called in Swedish; undefined for other days. */
export type HolidayName = (day: string) => string | undefined;

let names: HolidayName | undefined;

/** Loads the holidays when they are needed: what reads never does. */
export async function loadHolidays(): Promise<HolidayName> {
  if (names) return names;
  const { default: Holidays } = await import('date-holidays');
  // Public by law (1989:253). The eves of midsummer, Christmas and New Year are not: date-holidays has them as `bank`.
  const calendar = new Holidays('SE', { types: ['public'], languages: ['sv'] });
  const years = new Map<number, Map<string, string>>();
  names = (day) => {
    const year = Number(day.slice(0, 4));
    let days = years.get(year);
    if (!days) {
      days = new Map(calendar.getHolidays(year).map(({ date, name }) => [date.slice(0, 10), name]));
      years.set(year, days);
    }
    return days.get(day);
  };
  return names;
}
