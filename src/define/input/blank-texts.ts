/** Texts of a change that were given empty. */
import * as z from 'zod';
import { CLEAR_WORD, schemaKinds } from '../schema.ts';
import { membersOf } from './coerce.ts';
import { isEmptyValue } from './empty-values.ts';
import { type InputTool, unwrapOptional } from './tool-input.ts';

/**
 * Says which texts of a change were given empty. They change nothing: a model that fills every argument must not wipe
 * what it never spoke of.
 */
export function blankTextsNote(tool: InputTool, given: unknown): string | undefined {
  if (!['PUT', 'PATCH'].includes(tool.request?.method ?? '')) return undefined;
  const blank = blankTexts(tool.input, given, tool.oneOf ?? []);
  if (!blank.length) return undefined;
  const clearable = blank.filter(({ clears }) => clears).map(({ name }) => name);
  const hint = clearable.length ? `; "${CLEAR_WORD}" empties ${clearable.join(', ')}` : '';
  return `${blank.map(({ name }) => name).join(', ')}: an empty text changes nothing${hint}`;
}

interface BlankText {
  name: string;
  /** Whether CLEAR_WORD would empty it. */
  clears: boolean;
}

function blankTexts(input: z.ZodObject, given: unknown, except: readonly string[]): BlankText[] {
  return Object.entries(membersOf(input, given) ?? {}).flatMap(([name, member]): BlankText[] => {
    if (!Object.hasOwn(input.shape, name) || except.includes(name)) return [];
    const schema = unwrapOptional(input.shape[name]!);
    if (schema instanceof z.ZodObject) return blankTexts(schema, member, []);
    if (typeof member !== 'string' || !isEmptyValue(member) || schema instanceof z.ZodArray) return [];
    return [{ name, clears: schemaKinds.get(schema)?.clears === true }];
  });
}
