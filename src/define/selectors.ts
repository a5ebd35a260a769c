/** Arguments that choose a customer or a type of call, the same in every tool. */
import type * as z from 'zod';
import * as s from './schema.ts';

/** The customer card's fields for ids of other systems. */
export const EXTERNAL_IDS = ['external_id_1', 'external_id_2', 'external_id_3'] as const;

/** A customer is chosen by exactly one of these. `external_id` may be in any of the three fields. */
export const selectorFields = {
  customer_id: s.id('get_customer').optional(),
  phone: s.phone.optional(),
  external_id: s.scalar.optional(),
  external_id_1: s.quiet(s.scalar.optional()),
  external_id_2: s.quiet(s.scalar.optional()),
  external_id_3: s.quiet(s.scalar.optional()),
};

export type CustomerSelector = z.infer<z.ZodObject<typeof selectorFields>>;

export const SELECTORS = Object.keys(selectorFields) as (keyof typeof selectorFields)[];

export const CALL_TYPES = [
  'predictive',
  'automatic',
  'incoming',
  'batch_call',
  'click-to-call',
  'click',
  'retry',
  'callback',
] as const;
