/** The fields of a customer's card as arguments, and where the dialer takes them. */

import type * as z from 'zod';
import type { Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import { selectorFields } from '../../src/define/selectors.ts';
import { bodies, body, query } from '../builders.ts';

const CUSTOMER_FIELDS = [
  'earliest_ringtime',
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

const customFields = s.list(s.object({ id: s.id(), value: s.anyScalar }));
type CustomField = z.infer<typeof customFields>[number];

export const customerFields = {
  earliest_ringtime: s.day.describe('not rung before').optional(),
  first_name: s.anyLine.optional(),
  last_name: s.anyLine.optional(),
  identity_number: s.anyLine.optional(),
  email: s.anyLine.optional(),
  address: s.anyLine.optional(),
  postal_code: s.anyLine.optional(),
  city: s.anyLine.optional(),
  external_id_1: s.anyScalar.optional(),
  external_id_2: s.anyScalar.optional(),
  external_id_3: s.anyScalar.optional(),
  custom_fields: customFields.optional(),
};

const customerRow = s.object({ phone: s.phoneOrText.optional(), ...customerFields });

export const customerTable = s.table(
  s.list(customerRow).max(5000),
  'first row: fields of create_customer or custom_field_6; then one each',
);

export const customerChanges = s.settings(
  s
    .object({ phone: s.phone.optional(), ...customerFields })
    .refine((changes) => Object.keys(changes).length > 0, {
      error: 'must be a list of at least one field=value',
      when: ({ issues }) => issues.length === 0,
    }),
  'city=Lund, custom_field_6=x; fields of create_customer',
);
export type CustomerChanges = z.infer<typeof customerChanges>;

/** `[{id: 6, value: "x"}]` is `custom_field_6: "x"` at the dialer. */
const expandFields = (fields: readonly CustomField[]): Row =>
  Object.fromEntries(fields.map(({ id, value }) => [`custom_field_${id}`, value]));

export const expandCustomer = ({ custom_fields, ...members }: z.infer<typeof customerRow>): Row => ({
  ...members,
  ...expandFields(custom_fields ?? []),
});

export const customerArgs = {
  phone: body('phone'),
  ...bodies(...CUSTOMER_FIELDS),
  custom_fields: body('', expandFields),
};

export const selectorArgs = {
  customer_id: query('id'),
  phone: query('phone'),
  external_id_1: query('external_id_1'),
  external_id_2: query('external_id_2'),
  external_id_3: query('external_id_3'),
};

/** What erases or removes takes several customers at once. */
export const targetFields = { ...selectorFields, customer_ids: s.fewIds('get_customer').optional() };
export type CustomerTargets = z.infer<z.ZodObject<typeof targetFields>>;
