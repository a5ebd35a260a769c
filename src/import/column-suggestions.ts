/** Suggests the dialer's custom fields for columns whose header is not known. */

import type { NameEntry } from '../define/lookup.ts';
import { isSimilar, plain } from '../shared/similar-text.ts';
import { oneLine } from '../shared/text.ts';

const MAX_FIELDS = 20;
/** In characters. Shorter parts of words occur in too many words. */
const MIN_PART_LENGTH = 4;

export interface ColumnSuggestions {
  /** Ready to be given as columns: `Husdjur=custom_field_2`. */
  columns: string[];
  /** Every custom field of customers that no column fills; empty where every column has a suggestion. */
  fields: string[];
}

/**
 * @param dropped the headers of columns that are not sent though nobody said so; empty where a header can't be given back
 * @param fields what the columns fill already
 */
export function suggestColumns(
  dropped: readonly string[],
  fields: readonly (string | undefined)[],
  custom: readonly NameEntry[] | undefined,
): ColumnSuggestions {
  if (!dropped.length) return { columns: [], fields: [] };
  const free = (custom ?? []).filter(
    ({ id, note }) => note === 'of customers' && !fields.includes(`custom_field_${id}`),
  );
  const candidates = dropped.map((header) => free.filter(({ name }) => isNear(header, name)));
  const columns = dropped.flatMap((header, i) => {
    const [entry, ...others] = candidates[i]!;
    // What could be two fields, or a field that another column could be too, is for a person to say.
    const isOnlyMatch =
      entry && others.length === 0 && candidates.filter((entries) => entries.includes(entry)).length === 1;
    return isOnlyMatch ? [`${header}=custom_field_${entry.id}`] : [];
  });
  if (columns.length === dropped.length) return { columns, fields: [] };
  const listed = free.slice(0, MAX_FIELDS).map(({ id, name }) => `custom_field_${id} = ${oneLine(name, 60)}`);
  return {
    columns,
    fields: free.length > MAX_FIELDS ? [...listed, `and ${free.length - MAX_FIELDS} more`] : listed,
  };
}

/** "Husdjur" and "Antal djur" are near "Antal husdjur": each word of the shorter one is, or is in, a word of the longer. */
function isNear(header: string, title: string): boolean {
  const headerWords = plain(header).split(' ');
  const titleWords = plain(title).split(' ');
  const [fewer, more] =
    titleWords.length < headerWords.length ? [titleWords, headerWords] : [headerWords, titleWords];
  return fewer.every((word) => more.some((longer) => isSameWord(word, longer)));
}

const isSameWord = (a: string, b: string): boolean => {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return (
    (a !== '' && a === b) ||
    (short.length >= MIN_PART_LENGTH && long.includes(short)) ||
    isSimilar(a, b) ||
    isSimilar(b, a)
  );
};
