import * as s from '../src/schema.ts';
import { type Args, bodies, body, path, type Read, type Row, toolset } from '../src/tool.ts';
import { PERIODICITIES } from '../src/words.ts';
import { labelsOf, withNames } from './labels.ts';
import {
  alsoSet,
  asInt,
  asked,
  booleans,
  changes,
  deleted,
  fieldColumns,
  fieldOptions,
  fromOne,
  label,
  list,
  made,
  numbered,
  record,
} from './shapes.ts';
import { echoedUpdate, members, nothingNew, readUpdate } from './updates.ts';

const PRODUCT_TYPES = fromOne('one_time recurring');
const PERIODS = fromOne(PERIODICITIES.join(' '));
const FLAGS =
  'active deleted notification_sms_enabled notify_before_confirm selectable_delivery_method'.split(' ');
const DATATYPES = ['int', 'string', 'text', 'boolean', 'datetime', 'date', 'dropdown', 'multi'] as const;

const fieldLink = { product_field_id: s.id, validator: s.int.optional(), required: s.flag.optional() };

/** Flags of product fields are numbers at the dialer. */
const fieldLinks = (links: Row[]) =>
  links.map((link) => ({
    ...link,
    ...(link.required !== undefined && { required: asInt(link.required) }),
    ...(link.delete !== undefined && { delete: asInt(link.delete) }),
  }));

const productFields = {
  artnr: s.text.optional(),
  sms_text: s.anyText.describe('for !product_sms_text').optional(),
  description: s.anyText.optional(),
  product_type: s.named(PRODUCT_TYPES).optional(),
  periodicity: s.named(PERIODS).optional(),
  periodicity_parts: s.count.describe('payments; 0: until cancelled').optional(),
  vat_percentage: s.price.optional(),
  min_price: s.price.optional(),
  max_price: s.price.optional(),
  notification_sms_template_id: s.id.optional(),
  notification_sms_sender: s.text.optional(),
  notification_sms_max_age_hours: s.count.optional(),
};

// "periodicty" and "notificaiton" are the dialer's own spellings.
const productArgs = {
  ...bodies('artnr', 'title', 'sms_text', 'description', 'price', 'vat_percentage', 'min_price', 'max_price'),
  product_type: body('product_type_id', numbered(PRODUCT_TYPES)),
  periodicity: body('periodicity_id', numbered(PERIODS)),
  periodicity_parts: body('periodicty_parts'),
  notification_sms_template_id: body('notification_sms_template'),
  notification_sms_sender: body('notification_sms_sender'),
  notification_sms_max_age_hours: body('notificaiton_sms_max_age'),
  product_fields: body('product_fields', fieldLinks),
};

const named = (table: Record<string, number>, number: unknown): unknown =>
  Object.entries(table).find(([, value]) => value === number)?.[0];

const productRead = async ({ product_id }: Args, read: Read): Promise<Row> =>
  asked('product', await read('get_product', { product_id }), product_id);

/** The fields that a product has are not told. */
const productState = (product: Row): Row => ({
  ...members(product, 'artnr', 'title', 'sms_text', 'description', 'price', 'vat_percentage', 'min_price'),
  ...members(product, 'max_price', 'periodicity_parts', 'notification_sms_sender', 'office_id'),
  product_type: nameOf(PRODUCT_TYPES, product.product_type_id),
  periodicity: nameOf(PERIODS, product.periodicity_id),
  notification_sms_template_id: product.notification_sms_template,
  notification_sms_max_age_hours: product.notification_sms_max_age,
});

/** A number without a name is none; what is not told stays so. */
const nameOf = (table: Record<string, number>, number: unknown): unknown =>
  number === undefined ? undefined : (named(table, number) ?? null);

const fieldRead = async ({ product_field_id }: Args, read: Read): Promise<Row> =>
  asked('product field', await read('get_product_field', { product_field_id }), product_field_id);

const fieldState = (field: Row): Row => ({
  ...members(field, 'name', 'datatype', 'default_value', 'description'),
  options: optionList(field.options),
});

/** Choices as they are set: the dialer keeps a dropdown as "A;;B" and a multi as JSON text. */
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

const taken = (args: Args): Row[] =>
  ((args.product_fields ?? []) as Row[]).filter((link) => link.delete === true);

const fieldInput = {
  default_value: s.anyText.optional(),
  options: s
    .list(s.text)
    .describe('dropdown: one choice each; multi: one column each, "name;value;value"')
    .optional(),
  description: s.anyText.optional(),
};

const fieldArgs = bodies('name', 'datatype', 'default_value', 'options', 'description');

const productUpdate = readUpdate('update_product', {
  id: 'product_id',
  read: productRead,
  state: productState,
});

const fieldUpdate = echoedUpdate({ id: 'product_field_id', read: fieldRead, state: fieldState });

export const products = toolset('products', [
  {
    name: 'get_product',
    title: 'Get a product',
    tier: 'read',
    description:
      'One product template: price and its limits, VAT, period, SMS settings. For ids by name: find.',
    input: s.object({ product_id: s.id }),
    request: { method: 'GET', path: '/api/product/:id', args: { product_id: path('id') } },
    answer: record(({ product_type_id, periodicity_id, ...product }) => ({
      ...booleans(product, ...FLAGS),
      product_type: named(PRODUCT_TYPES, product_type_id),
      periodicity: named(PERIODS, periodicity_id),
    })),
    quotes: 'titles and texts',
  },
  {
    name: 'list_products',
    title: 'List products',
    tier: 'read',
    description:
      'All product templates (produkter) with id, article number, title and price. Which campaign sells them: list_campaign_products.',
    input: s.object({}),
    request: { method: 'GET', path: '/api/product' },
    answer: list(
      {
        id: 'id',
        artnr: 'artnr',
        title: 'title',
        price: 'price',
        type: (row) => named(PRODUCT_TYPES, row.product_type_id),
        active: (row) => Boolean(row.active),
      },
      'There is no product.',
      {
        periodicity: (row) => named(PERIODS, row.periodicity_id),
        vat_percentage: 'vat_percentage',
        min_price: 'min_price',
        max_price: 'max_price',
        client_id: 'client_id',
        office_id: 'office_id',
        description: 'description',
        sms_text: 'sms_text',
      },
    ),
    quotes: 'titles and texts',
  },
  {
    name: 'create_product',
    title: 'Create a product',
    tier: 'write',
    description: 'Makes a product template. To sell it, put it on a campaign with add_campaign_product.',
    input: s.object({
      title: s.text,
      price: s.price,
      ...productFields,
      notification_sms: s.flag.optional(),
      product_fields: s.list(s.object(fieldLink)).optional(),
    }),
    request: {
      method: 'POST',
      path: '/api/product',
      args: { ...productArgs, notification_sms: body('notification_sms') },
    },
    answer: made('product_id', 'title'),
    check: 'list_products',
  },
  {
    name: 'update_product',
    title: 'Update a product',
    tier: 'write',
    description:
      'Changes what is given of a product template and keeps the rest ("(empty)" clears a text); orders already made keep theirs. Taking a field off it (delete) needs a confirmation.',
    input: s.object({
      product_id: s.id,
      title: s.text.optional(),
      price: s.price.optional(),
      ...productFields,
      periodicity: s.brief(productFields.periodicity),
      office_id: s.id.optional(),
      product_fields: s.list(s.object({ ...fieldLink, delete: s.flag.optional() })).optional(),
    }),
    request: {
      method: 'PUT',
      path: '/api/product/:id',
      args: { product_id: path('id'), ...productArgs, office_id: body('office_id') },
    },
    anyOf: [[...Object.keys(productArgs), 'office_id']],
    // What a success looks like is not documented: the one recorded answer is a failure.
    prepare: productUpdate.prepare,
    fetch: productUpdate.fetch,
    answer: productUpdate.answer,
    check: 'get_product',
    guard: {
      when: (args) => (taken(args).length ? 'delete takes a field off the product' : undefined),
      undo: 'update_product with the same product_fields without delete',
      preview: async (args, read) => {
        const product = await productRead(args, read);
        const known: Row[] = await read('list_product_fields', {});
        const ids = taken(args).map((link) => link.product_field_id);
        const kept = (args.product_fields as Row[]).filter((link) => link.delete !== true);
        const name = (id: number) => label(known.find((field) => field.id === id)?.name, id);
        const others = await withNames(args, read);
        return {
          args,
          known: productState(product),
          target: `product ${product.id}`,
          state: [product, known.filter((field) => ids.includes(field.id))],
          summary: `Take ${ids.map((id) => `field ${name(id)}`).join(', ')} off product ${label(product.title, product.id)}.`,
          effects: [
            'orders keep its values in exports, but nobody sees or edits them any longer',
            ...alsoSet({ ...others, product_fields: kept.length ? kept : undefined }, ['product_id']),
          ],
        };
      },
    },
  },
  {
    name: 'delete_product',
    title: 'Delete a product',
    tier: 'destructive',
    description: 'Deletes a product template. Orders already made keep the product.',
    input: s.object({ product_id: s.id }),
    request: { method: 'DELETE', path: '/api/product/:id', args: { product_id: path('id') } },
    answer: deleted('product_id'),
    check: 'get_product',
    guard: {
      support: true,
      undo: 'they can restore it',
      preview: async (args, read) => {
        const product = await productRead(args, read);
        const links: Row[] = await read('list_campaign_products', { product_id: product.id });
        const campaign = links.length ? await labelsOf(read, 'campaign') : String;
        return {
          args,
          known: label(product.title, product.id),
          target: `product ${product.id}`,
          state: [product, links],
          summary: `Delete product ${label(product.title, product.id)}, price ${product.price}.`,
          effects: [
            links.length
              ? `sold on campaigns now: ${links.map((link) => campaign(link.campaign_id)).join(', ')}`
              : 'on no campaign now',
            'orders already made keep it',
          ],
        };
      },
    },
  },
  {
    name: 'list_product_fields',
    title: 'List product fields',
    tier: 'read',
    description:
      'The extra fields that products can have in an order, with id and type. Fields of customers: list_custom_fields.',
    input: s.object({}),
    request: { method: 'GET', path: '/api/products/field' },
    answer: list(fieldColumns, 'There is no product field.'),
    quotes: 'names and texts',
  },
  {
    name: 'get_product_field',
    title: 'Get a product field',
    tier: 'read',
    description: 'One product field with its type and choices, by the id that list_product_fields tells.',
    input: s.object({ product_field_id: s.id }),
    request: { method: 'GET', path: '/api/products/field/:id', args: { product_field_id: path('id') } },
    answer: record((field) => ({ ...field, options: fieldOptions(field) })),
    quotes: 'names and texts',
  },
  {
    name: 'create_product_field',
    title: 'Create a product field',
    tier: 'write',
    description: 'Makes a new product field. dropdown and multi need options.',
    input: s.object({ name: s.text, datatype: s.choice(DATATYPES), ...fieldInput }),
    request: { method: 'POST', path: '/api/products/field', args: fieldArgs },
    answer: made('product_field_id', 'name'),
    check: 'list_product_fields',
  },
  {
    name: 'update_product_field',
    title: 'Update a product field',
    tier: 'write',
    description:
      'Changes what is given of a product field and keeps the rest; "(empty)" clears a text. A new datatype can break statistics over stored values and needs a confirmation.',
    input: s.object({
      product_field_id: s.id,
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
    prepare: fieldUpdate.prepare,
    answer: fieldUpdate.answer,
    check: 'get_product_field',
    guard: {
      when: (args) =>
        args.datatype === undefined
          ? undefined
          : 'a new datatype breaks statistics over stored values of another type',
      undo: 'update_product_field with the old datatype',
      preview: async (args, read) => {
        const field = await fieldRead(args, read);
        const known = fieldState(field);
        const same = nothingNew('product_field_id', args, known);
        if (same) return same;
        return {
          args,
          known,
          target: `product field ${field.id}`,
          state: field,
          summary: `Change product field ${label(field.name, field.id)}: ${changes(args, ['product_field_id'])}.`,
          effects: [
            `datatype until now: ${field.datatype}`,
            'values stored under another type can break statistics',
          ],
        };
      },
    },
  },
  {
    name: 'delete_product_field',
    title: 'Delete a product field',
    tier: 'destructive',
    description: 'Deletes a product field and takes it off every product. Values in orders stay.',
    input: s.object({ product_field_id: s.id }),
    request: { method: 'DELETE', path: '/api/products/field/:id', args: { product_field_id: path('id') } },
    answer: deleted('product_field_id'),
    check: 'get_product_field',
    guard: {
      support: true,
      undo: 'they can restore it; it leaves every product template that has it',
      preview: async (args, read) => {
        const field = await fieldRead(args, read);
        return {
          args,
          known: label(field.name, field.id),
          target: `product field ${field.id}`,
          state: field,
          summary: `Delete product field ${label(field.name, field.id)}, a ${field.datatype}.`,
          effects: ['it leaves every product that has it', 'values in orders already made stay'],
        };
      },
    },
  },
]);
