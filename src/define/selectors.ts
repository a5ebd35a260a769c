/** The arguments that choose a customer or a kind of call, the same in every tool. */
import type * as z from 'zod';
import * as s from './schema.ts';

/** The card's fields for ids of other systems. */
export const EXTERNAL_IDS = ['external_id_1', 'external_id_2', 'external_id_3'] as const;

/** What a customer is chosen by: exactly one of them. `external_id` stands in any of the three fields. */
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
