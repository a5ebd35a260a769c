/** Puts something else in the place of data about people: in fields by what they hold, in texts by what is found there. */
import type { Row } from '../define/row.ts';
import { isIdentity } from './masks.ts';
import { classOf, classOfTitle, ERASED, type FieldClass, LABEL_KEYS, MACHINE_KEYS } from './policy.ts';
import { IDENTITY_KEY } from './standard.ts';
import { identityOf, phoneOf } from './text/patterns.ts';
import { type Replace, type RewriteText, TOKEN } from './text/rewrite-text.ts';

const HASH = /^[0-9a-f]{64}$/;
/** An address that only ids and words of ours are in, up to its question mark. */
const OWN_ADDRESS = /^hitrate:\/\/[\w./-]+(?=\?|$)/;
/** `Anna Ek (922)`. */
const LABEL = /^(.*\S)(\s\(\d+\))$/s;
const WHOLE_TOKEN = new RegExp(`^${TOKEN.source}$`, 'i');
/** Odd numbers too, where a field says that it is one. */
const NUMBER = /^[+\d][\d\s()/.-]{4,}$/;
/** Members of ours; others are titles that people have chosen. */
const OWN_KEY = /^[a-z][a-z0-9_]*$/;
/** Of these numbers are looked at; elsewhere they are ids and amounts. */
const WRITTEN_AS_NUMBERS: readonly (FieldClass | undefined)[] = ['phone', 'identity', 'postal code'];

export type RewriteRow = (row: Row) => Row;

/** Cells of `rows` are read under the names of their `columns`. */
export function createRowRewriter(region: string, text: RewriteText, replace: Replace): RewriteRow {
  const whole = createValueRewriter(region, replace);

  function field(value: string, key: string): string {
    if (MACHINE_KEYS.has(key) || HASH.test(value)) return value;
    const own = OWN_ADDRESS.exec(value)?.[0];
    if (own !== undefined) return own + text(value.slice(own.length));
    const is = LABEL_KEYS.has(key) && LABEL.test(value) ? 'full name' : fieldClass(key);
    return (is && whole(value, is)) ?? text(value, key);
  }

  function anyValue(value: unknown, key: string): unknown {
    if (typeof value === 'string') return field(value, key);
    if (typeof value === 'number')
      return WRITTEN_AS_NUMBERS.includes(fieldClass(key)) ? field(String(value), key) : value;
    if (Array.isArray(value)) return value.map((item) => anyValue(item, key));
    return typeof value === 'object' && value !== null ? row(value) : value;
  }

  function row(object: Row): Row {
    const rewritten: Row = {};
    for (const [name, member] of Object.entries(object)) {
      const columns = name === 'rows' && Array.isArray(object.columns) ? object.columns : undefined;
      rewritten[OWN_KEY.test(name) ? name : text(name)] = columns
        ? cells(member, columns)
        : anyValue(member, name);
    }
    return rewritten;
  }

  const cells = (rows: unknown, columns: readonly unknown[]): unknown =>
    Array.isArray(rows)
      ? rows.map((cellsOfRow) =>
          Array.isArray(cellsOfRow)
            ? cellsOfRow.map((cell, i) => anyValue(cell, String(columns[i] ?? '')))
            : anyValue(cellsOfRow, ''),
        )
      : anyValue(rows, '');

  return row;
}

function fieldClass(key: string): FieldClass | undefined {
  if (IDENTITY_KEY.test(key)) return 'identity';
  // Custom fields stand under their titles, with their ids: `Leveransadress (31)`.
  const title = LABEL.exec(key)?.[1];
  return classOf(key) ?? (title === undefined ? undefined : classOfTitle(title));
}

/** Of a field that holds one value. @returns undefined where the text is no such value alone */
function createValueRewriter(region: string, replace: Replace) {
  const name = (text: string, is: FieldClass) => {
    const [, alone = text, id = ''] = LABEL.exec(text) ?? [];
    return /\p{L}/u.test(alone) && !WHOLE_TOKEN.test(alone) ? replace(is, alone) + id : undefined;
  };
  const phone = (text: string, is: FieldClass) => {
    const number = phoneOf(text, region) ?? (NUMBER.test(text) ? text : undefined);
    return number && replace(is, number);
  };
  return (value: string, is: FieldClass): string | undefined => {
    const text = value.trim();
    if (text === '' || text === ERASED || WHOLE_TOKEN.test(text)) return value;
    if (is === 'phone') return phone(text, is);
    if (is === 'full name' || is === 'part of a name') return name(text, is);
    if (is === 'email') return /^\S+@\S+$/.test(text) ? replace(is, text.toLowerCase()) : undefined;
    if (is === 'identity') return isIdentity(text) ? replace(is, identityOf(text)) : undefined;
    return is === 'street' ? wholeAddress(text, replace) : replace(is, text);
  };
}

/** Street, postal code and city, each for itself where they stand in one field: `Björkvägen 4, 41104, Göteborg`. */
function wholeAddress(text: string, replace: Replace): string {
  const [, street = text, code, city = ''] = /^(.+?), (\d{3} ?\d{2})(,? .+)?$/s.exec(text) ?? [];
  return replace('street', street) + (code ? `, ${replace('postal code', code)}${city}` : '');
}
