// The members of a customer that requests set.

import type { Json } from './http/context.ts';
import type { State } from './state.ts';
import { int, str } from './values.ts';

export const TEXT_KEYS = [
  'first_name',
  'last_name',
  'identity_number',
  'email',
  'address',
  'postal_code',
  'city',
  'external_id_1',
  'external_id_2',
  'external_id_3',
] as const;

/** Reads the members `custom_field_30` and so on; those of fields that the dialer does not have are dropped. */
export function customFields(state: State, data: Json): { id: number; value: string }[] {
  return Object.entries(data).flatMap(([key, member]) => {
    const id = int(/^custom_field_(\d+)$/.exec(key)?.[1]);
    const value = str(member);
    const field = id === null ? undefined : state.fields.get(id);
    return id !== null && value !== null && field?.type === 1 && !field.deleted ? [{ id, value }] : [];
  });
}
