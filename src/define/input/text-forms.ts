/** Objects and lists of objects in the forms that hosts are told of: texts `name=value`, and rows of cells. */

import { isObject } from '../../shared/json.ts';
import { preview } from '../../shared/schema/explain.ts';
import { isEmptyValue } from './empty-values.ts';

/** Returns `["city=Lund", "phone=070-…"]` as an object, a name that occurs twice with a list; all else as it is. */
export function fromSettings(value: unknown): unknown {
  const texts = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(texts)) return value;
  const members: [string, unknown][] = [];
  for (const text of texts.flatMap(splitSettings)) {
    if (isEmptyValue(text)) continue;
    const setting = typeof text === 'string' ? /^\s*([^=]*[^=\s])\s*=([\s\S]*)$/.exec(text) : undefined;
    if (setting) members.push([setting[1]!, setting[2]!.trim()]);
    else if (isObject(text)) members.push(...Object.entries(text));
    else return value;
  }
  return fromMembers(members);
}

/** "city=Lund, postal_code=22222" means two: as the value of one it would be written onto the card like that. */
const splitSettings = (text: unknown): unknown[] =>
  typeof text === 'string' ? text.split(/\s*[,;\n]\s*(?=[a-z][a-z_]{2,}\d*\s*=)/) : [text];

/** Returns rows of cells under a first row of names as objects; all else as it is. */
export function fromTable(value: unknown): unknown {
  if (!Array.isArray(value) || !Array.isArray(value[0])) return value;
  const [header, ...rows]: unknown[] = value;
  if (!Array.isArray(header)) return value;
  const names = header.map((name) => (typeof name === 'string' && name.trim()) || preview(name));
  return rows.map((row) => (Array.isArray(row) ? fromCells(names, row) : row));
}

const fromCells = (names: readonly string[], cells: readonly unknown[]): object =>
  fromMembers(
    cells.flatMap((cell, i): [string, unknown][] =>
      isEmptyValue(cell) ? [] : [[names[i] ?? `column ${i + 1}`, cell]],
    ),
  );

/** The dialer's own name of a custom field is taken too. */
const CUSTOM_FIELD = /^custom_field_(\d{1,15})$/;

function fromMembers(members: readonly [string, unknown][]): object {
  const values = new Map<string, unknown[]>();
  const custom_fields: object[] = [];
  for (const [name, value] of members) {
    const id = CUSTOM_FIELD.exec(name)?.[1];
    if (id) custom_fields.push({ id: Number(id), value });
    else values.set(name, [...(values.get(name) ?? []), value]);
  }
  return {
    ...Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all])),
    ...(custom_fields.length && { custom_fields }),
  };
}
