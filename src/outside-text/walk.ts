/** The texts of an answer, each with its place and the name that it stands under. */
import type { Row } from '../define/row.ts';
import { isChosenWord, isDryRunToken, isEcho, isOwnMember, isOwnStatus } from './own-words.ts';

/** A way through an answer, from its end to its beginning. */
export interface Place {
  up?: Place;
  /** The name of a member or column, or the index of an item. */
  step: string | number;
}

export interface Leaf {
  value: unknown;
  /** The member or the column that it stands under. */
  name: string;
  place: Place;
  /** It is the server's own sentence, or within one. */
  isOwn: boolean;
  /** It is the name of a member, which people have given to a custom field. */
  isName?: true;
}

type Visit = (leaf: Leaf) => void;
interface Under {
  name: string;
  isOwn: boolean;
  /** Of the tables below, unless they have their own. */
  columns: readonly string[];
}

const PLAIN_NAME = /^[a-z][a-z0-9_]{0,40}$/;
/** JSON that is deeper has been refused before. */
const MAX_DEPTH = 64;

/** Returns the step to a member. A name that people gave is no part of it: it would be their text at the head. */
const stepTo = (name: string, index: number): string => (PLAIN_NAME.test(name) ? name : `{${index + 1}}`);

/** Visits all texts and other values, and the names of members that are not plain words. */
export function walk(answer: Row, visit: Visit): void {
  walkObject(answer, undefined, { name: '', isOwn: false, columns: [] }, visit, MAX_DEPTH);
}

function walkObject(object: Row, up: Place | undefined, under: Under, visit: Visit, depth: number): void {
  const columns = Array.isArray(object.columns) ? object.columns.map(String) : under.columns;
  let index = 0;
  for (const name of Object.keys(object)) {
    const place = { up, step: stepTo(name, index++) };
    const isOwn = under.isOwn || isOurs(object, name, under);
    const inside = { name, isOwn, columns };
    const value = object[name];
    if (place.step !== name) visit({ value: name, name: under.name, place, isOwn, isName: true });
    // The columns of a table are names of ours.
    if (isEcho(name) || (name === 'columns' && Array.isArray(object.rows))) continue;
    if (name === 'rows' && Array.isArray(value)) walkRows(value, place, inside, visit, depth);
    else walkValue(value, place, inside, visit, depth);
  }
}

/** Custom fields are named by people, with an id behind the name; none of them is ours even without it. */
const isOurs = (object: Row, name: string, under: Under): boolean =>
  under.name !== 'custom_fields' &&
  (isOwnMember(name) || (name === 'status' && isOwnStatus(object)) || isDryRunToken(object, name));

/** Visits the cells of rows under the names of their columns. */
function walkRows(rows: readonly unknown[], up: Place, under: Under, visit: Visit, depth: number): void {
  const steps = under.columns.map(stepTo);
  const insides = under.columns.map((name) => ({
    ...under,
    name,
    isOwn: under.isOwn || isChosenWord(name),
  }));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const place = { up, step: i };
    if (!Array.isArray(row)) walkValue(row, place, under, visit, depth - 1);
    else
      for (let k = 0; k < row.length; k++)
        walkValue(row[k], { up: place, step: steps[k] ?? k }, insides[k] ?? under, visit, depth - 2);
  }
}

function walkValue(value: unknown, place: Place, under: Under, visit: Visit, depth: number): void {
  if (typeof value !== 'object' || value === null)
    visit({ value, name: under.name, place, isOwn: under.isOwn });
  else if (depth <= 0) return;
  else if (!Array.isArray(value)) walkObject(value, place, under, visit, depth - 1);
  else
    for (let i = 0; i < value.length; i++)
      walkValue(value[i], { up: place, step: i }, under, visit, depth - 1);
}

/** Returns a place as a path: `rows[3].comment`. */
export function pathOf({ up, step }: Place): string {
  const before = up ? pathOf(up) : '';
  if (typeof step === 'number') return `${before}[${step}]`;
  return before && !step.startsWith('{') ? `${before}.${step}` : before + step;
}
