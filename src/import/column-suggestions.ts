/** For columns that nothing is known of: the dialer's own fields that they may be meant for. */

import type { NameEntry } from '../define/lookup.ts';
import { isSimilar, plain } from '../shared/similar-text.ts';
import { oneLine } from '../shared/text.ts';

const MAX_FIELDS = 20;
/** A shorter part of a word is in too many. */
const SHORTEST_PART = 4;

export interface ColumnSuggestions {
  /** Ready to be given as columns: `Husdjur=custom_field_2`. */
  columns: string[];
  /** Every custom field of customers that no column fills, where one is left to choose for. */
  fields: string[];
}

/**
 * @param dropped the headers of columns that are not sent though nobody said so; empty where there is none
 * @param taken the fields that columns fill already
 */
export function suggestColumns(
  dropped: readonly string[],
  taken: readonly (string | undefined)[],
  custom: readonly NameEntry[] | undefined,
): ColumnSuggestions {
  const free = (custom ?? []).filter(
    ({ id, note }) => note === 'of customers' && !taken.includes(`custom_field_${id}`),
  );
  if (!dropped.length) return { columns: [], fields: [] };
  const near = dropped.map((column) => free.filter(({ name }) => isNear(column, name)));
  const columns = dropped.flatMap((column, i) => {
    const [entry, ...others] = near[i]!;
    // What could be two fields, or a field that another column could be too, is for a person to say.
    const alone = entry && others.length === 0 && near.filter((one) => one.includes(entry)).length === 1;
    return alone ? [`${column}=custom_field_${entry.id}`] : [];
  });
  if (columns.length === dropped.length) return { columns, fields: [] };
  const fields = free.slice(0, MAX_FIELDS).map(({ id, name }) => `custom_field_${id} = ${oneLine(name, 60)}`);
  return {
    columns,
    fields: free.length > MAX_FIELDS ? [...fields, `and ${free.length - MAX_FIELDS} more`] : fields,
  };
}

/** "Husdjur" and "Antal djur" are near "Antal husdjur": each word of the shorter one is one of the other, or in one. */
function isNear(header: string, title: string): boolean {
  const [few, many] = [plain(header).split(' '), plain(title).split(' ')].sort((a, b) => a.length - b.length);
  return few!.every((word) => many!.some((other) => isSameWord(word, other)));
}

const isSameWord = (a: string, b: string): boolean => {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return (
    (a !== '' && a === b) ||
    (short.length >= SHORTEST_PART && long.includes(short)) ||
    isSimilar(a, b) ||
    isSimilar(b, a)
  );
};
