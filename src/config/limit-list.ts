/** Settings that are lists of limits, such as `requests_per_minute=600,at_once=16`. */
import { type GivenValues, settingError } from './parse.ts';
import { SETTINGS } from './settings.ts';

interface LimitSyntax<Limit> {
  /** Returns NaN for what is none. */
  read(text: string): Limit;
  /** What an error says of it, after the limit's name. */
  right: string;
}

/** Returns each limit by its name: what is not named keeps its default. @throws SettingError */
export function parseLimitList<Name extends string, Limit extends number | undefined>(
  values: GivenValues,
  key: 'limits' | 'httpLimits',
  names: readonly Name[],
  { read, right }: LimitSyntax<Limit>,
): Record<Name, Limit> {
  const isName = (word: string): word is Name => (names as readonly string[]).includes(word);
  const limits: Partial<Record<Name, Limit>> = {};
  const texts = [SETTINGS[key].default, ...(values[key] ? [values[key].text] : [])];
  for (const part of texts.join(',').split(',')) {
    const [name = '', value = '', ...more] = part.split('=').map((word) => word.trim().toLowerCase());
    if (!isName(name))
      throw settingError(values, key, `there is no limit "${name}"; there are ${names.join(', ')}`);
    const limit = read(value);
    if (more.length || Number.isNaN(limit)) throw settingError(values, key, `${name} ${right}`);
    limits[name] = limit;
  }
  return limits as Record<Name, Limit>;
}

/** Returns NaN for what is none. */
export const wholeNumber = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);
