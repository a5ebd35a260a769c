/**
 * Leaves of date-holidays what Sweden needs. Whole, it is 1.5 MB: the holidays of all countries, the time zones of the
 * world since 1900 (moment-timezone), and the calendars of the moon and the sun.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

const COUNTRY = 'SE';
const LANGUAGES = ['sv', 'en'];
/** Of Sweden, and the one that moment-timezone has it for another name of. */
const ZONES = ['Europe/Stockholm', 'Europe/Berlin'];

type Names = Record<string, string>;

interface HolidayData {
  version: string;
  license: string;
  holidays: Record<string, { days: Record<string, { _name?: string; name?: Names }> }>;
  names: Record<string, { name: Names }>;
}

const inPackage = (path: string): RegExp => new RegExp(`node_modules/${path}$`.replaceAll('/', '[/\\\\]'));

export const onlySwedishHolidays: Plugin = {
  name: 'only-swedish-holidays',
  setup(api) {
    api.onLoad({ filter: inPackage('date-holidays/src/data.js') }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const data: HolidayData = JSON.parse(source.slice(source.indexOf('{'), source.lastIndexOf('}') + 1));
      return { contents: `export const data = ${JSON.stringify(swedish(data))};`, loader: 'js' };
    });
    api.onLoad({ filter: inPackage('moment-timezone/data/packed/latest.json') }, ({ path }) => {
      const { zones, links, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
      const kept = {
        ...rest,
        zones: zones.filter((zone: string) => ZONES.includes(zone.split('|')[0]!)),
        links: links.filter((link: string) => link.split('|').every((name) => ZONES.includes(name))),
        countries: [],
      };
      return { contents: JSON.stringify(kept), loader: 'json' };
    });
    const calendars = inPackage(
      'date-holidays-parser/src/(BengaliRevised|Chinese|Equinox|Hebrew|Hijri|Jalaali|Julian).js',
    );
    api.onLoad({ filter: calendars }, () => ({ contents: 'export default class {}', loader: 'js' }));
  },
};

function swedish({ version, license, holidays, names }: HolidayData): HolidayData {
  const country = holidays[COUNTRY]!;
  const used = Object.values(country.days).flatMap(({ _name: name }) => (name === undefined ? [] : [name]));
  const inLanguages = (all: Names): Names =>
    Object.fromEntries(LANGUAGES.flatMap((language) => (all[language] ? [[language, all[language]]] : [])));
  return {
    version,
    license,
    holidays: { [COUNTRY]: country },
    names: Object.fromEntries(
      used.map((name) => [name, { ...names[name], name: inLanguages(names[name]!.name) }]),
    ),
  };
}
