/** The extra fields that products can have in an order. */

import type { Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import type { ReadDialer } from '../../src/define/tool-context.ts';
import { createdAnswer, expectSameId, fieldColumns, fieldOptions, label, list, record } from '../answers.ts';
import { bodies, destructiveTool, path, readTool, toolset, writeTool } from '../builders.ts';
import { previewCreation } from '../creations.ts';
import { deletedAnswer, previewDeletion } from '../deletions.ts';
import {
  changeLines,
  echoedUpdate,
  pick,
  previewUpdate,
  type State,
  type UpdateTarget,
  valuesToSet,
} from '../updates.ts';

const DATATYPES = ['int', 'string', 'text', 'boolean', 'datetime', 'date', 'dropdown', 'multi'] as const;

const readField = async (
  { product_field_id }: { product_field_id: number },
  read: ReadDialer,
): Promise<Row> =>
  expectSameId('product field', await read('get_product_field', { product_field_id }), product_field_id);

const fieldState = (field: Row): State => ({
  ...pick(field, 'name', 'datatype', 'default_value', 'description'),
  options: optionList(field.options),
});

/** Returns the choices as the arguments set them: the dialer keeps a dropdown as `A;;B` and a multi as JSON text. */
function optionList(options: unknown): unknown {
  if (typeof options !== 'string') return options;
  if (!options.startsWith('{')) return options.split(';;');
  try {
    const { cols, values } = JSON.parse(options);
    return cols.map((name: string, index: number) =>
      [name, ...values.map((row: string[]) => row[index])].join(';'),
    );
  } catch {
    return options;
  }
}

const fieldInput = {
  default_value: s.anyText.optional(),
  options: s
    .list(s.text)
    .describe('dropdown: one choice each; multi: one column each, "name;value;value"')
    .optional(),
  description: s.anyText.optional(),
};

const fieldArgs = bodies('name', 'datatype', 'default_value', 'options', 'description');

const target: UpdateTarget<'product_field_id'> = {
  id: 'product_field_id',
  read: readField,
  state: fieldState,
};
const update = echoedUpdate(target);

export const productFields = toolset('products', [
  readTool({
    name: 'list_product_fields',
    title: 'List product fields',
    description:
      'The extra fields that products can have in an order, with id and type. Fields of customers: list_custom_fields.',
    input: s.object({}),
    request: { method: 'GET', path: '/api/products/field' },
    answer: list(fieldColumns, 'There is no product field.'),
    quotes: 'names and texts',
  }),
  readTool({
    name: 'get_product_field',
    title: 'Get a product field',
    description: 'One product field with its type and choices, by the id that list_product_fields tells.',
    input: s.object({ product_field_id: s.id('list_product_fields') }),
    request: { method: 'GET', path: '/api/products/field/:id', args: { product_field_id: path('id') } },
    answer: record((field) => ({ ...field, options: fieldOptions(field) })),
    quotes: 'names and texts',
  }),
  writeTool({
    name: 'create_product_field',
    title: 'Create a product field',
    description: 'Makes a new product field. dropdown and multi need options.',
    input: s.object({ name: s.text, datatype: s.choice(DATATYPES), ...fieldInput }),
    request: { method: 'POST', path: '/api/products/field', args: fieldArgs },
    answer: createdAnswer('product_field_id', 'name'),
    consequences: { data: true },
    check: 'list_product_fields',
    guard: { undo: 'delete_product_field', preview: previewCreation('product field', 'name') },
  }),
  writeTool({
    name: 'update_product_field',
    title: 'Update a product field',
    description:
      'Changes what is given of a product field and keeps the rest; "(empty)" clears a text. A new datatype can break statistics over stored values.',
    input: s.object({
      product_field_id: s.id('list_product_fields'),
      name: s.text.optional(),
      datatype: s.brief(s.choice(DATATYPES)).optional(),
      ...fieldInput,
      options: s.brief(fieldInput.options),
    }),
    request: {
      method: 'PUT',
      path: '/api/products/field/:id',
      args: { product_field_id: path('id'), ...fieldArgs },
    },
    anyOf: [Object.keys(fieldArgs)],
    ...update,
    consequences: { data: true },
    check: 'get_product_field',
    guard: {
      when: (args) =>
        args.datatype === undefined
          ? undefined
          : 'a new datatype breaks statistics over stored values of another type',
      undo: 'update_product_field with the old values',
      preview: (args, read) =>
        previewUpdate(target, args, read, (field, before) => ({
          target: `product field ${field.id}`,
          summary: `Change product field ${label(field.name, field.id)}.`,
          effects: [
            ...changeLines(valuesToSet(args, 'product_field_id'), before),
            ...(args.datatype === undefined ? [] : ['values stored under another type can break statistics']),
          ],
        })),
    },
  }),
  destructiveTool({
    name: 'delete_product_field',
    title: 'Delete a product field',
    description: 'Deletes a product field and takes it off every product. Values in orders stay.',
    input: s.object({ product_field_id: s.id('list_product_fields') }),
    request: { method: 'DELETE', path: '/api/products/field/:id', args: { product_field_id: path('id') } },
    answer: deletedAnswer('product_field_id'),
    consequences: { data: true },
    check: 'get_product_field',
    guard: {
      support: true,
      undo: 'they can restore it; it leaves every product template that has it',
      preview: async (args, read) => {
        const field = await readField(args, read);
        return previewDeletion({
          args,
          kind: 'product field',
          row: field,
          name: field.name,
          details: `, a ${field.datatype}`,
          effects: ['it leaves every product that has it', 'values in orders already made stay'],
        });
      },
    },
  }),
]);
