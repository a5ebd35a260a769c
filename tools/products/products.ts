import type { Args, Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import type { DirectAnswer, Preview } from '../../src/define/tool.ts';
import type { ReadDialer } from '../../src/define/tool-context.ts';
import { PERIODICITIES } from '../../src/response/wording.ts';
import {
  asInt,
  booleans,
  byId,
  createdAnswer,
  encodeName,
  expectSameId,
  label,
  list,
  numberFromOne,
  record,
} from '../answers.ts';
import { bodies, body, destructiveTool, path, readTool, toolset, writeTool } from '../builders.ts';
import { moneyWarning } from '../consequences.ts';
import { previewCreation } from '../creations.ts';
import { deletedAnswer, previewDeletion } from '../deletions.ts';
import { labelsOf, withLabels } from '../labels.ts';
import {
  changeLines,
  pick,
  rereadUpdate,
  type State,
  type UpdateTarget,
  unchangedAnswer,
  valuesToSet,
} from '../updates.ts';

const PRODUCT_TYPES = numberFromOne('one_time recurring');
const PERIODS = numberFromOne(PERIODICITIES.join(' '));
const FLAGS =
  'active deleted notification_sms_enabled notify_before_confirm selectable_delivery_method'.split(' ');

const fieldLink = {
  product_field_id: s.id('list_product_fields'),
  validator: s.int.optional(),
  required: s.flag.optional(),
};

/** Encodes the flags of product fields, which the dialer has as numbers. */
const encodeFieldLinks = (links: Row[]) =>
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
  notification_sms_template_id: s.id().optional(),
  notification_sms_sender: s.text.optional(),
  notification_sms_max_age_hours: s.count.optional(),
};

// "periodicty" and "notificaiton" are the dialer's own spellings.
const productArgs = {
  ...bodies('artnr', 'title', 'sms_text', 'description', 'price', 'vat_percentage', 'min_price', 'max_price'),
  product_type: body('product_type_id', encodeName(PRODUCT_TYPES)),
  periodicity: body('periodicity_id', encodeName(PERIODS)),
  periodicity_parts: body('periodicty_parts'),
  notification_sms_template_id: body('notification_sms_template'),
  notification_sms_sender: body('notification_sms_sender'),
  notification_sms_max_age_hours: body('notificaiton_sms_max_age'),
  product_fields: body('product_fields', encodeFieldLinks),
};

const nameOf = (table: Record<string, number>, number: unknown): string | undefined =>
  Object.entries(table).find(([, value]) => value === number)?.[0];

const readProduct = async ({ product_id }: { product_id: number }, read: ReadDialer): Promise<Row> =>
  expectSameId('product', await read('get_product', { product_id }), product_id);

/** The dialer does not tell which fields a product has. */
const productState = (product: Row): State => ({
  ...pick(product, 'artnr', 'title', 'sms_text', 'description', 'price', 'vat_percentage', 'min_price'),
  ...pick(product, 'max_price', 'periodicity_parts', 'notification_sms_sender', 'office_id'),
  product_type: stateOf(PRODUCT_TYPES, product.product_type_id),
  periodicity: stateOf(PERIODS, product.periodicity_id),
  notification_sms_template_id: product.notification_sms_template,
  notification_sms_max_age_hours: product.notification_sms_max_age,
});

/** Returns the name of a number, or null where it has none; undefined is what the dialer does not tell. */
const stateOf = (table: Record<string, number>, number: unknown): string | null | undefined =>
  number === undefined ? undefined : (nameOf(table, number) ?? null);

type FieldLink = { product_field_id: number; delete?: boolean };

const MONEY = ['price', 'min_price', 'max_price', 'vat_percentage'];
const TERMS = ['product_type', 'periodicity', 'periodicity_parts'];

/** What and how often a customer pays. */
const setsMoney = (args: Args): boolean => [...MONEY, ...TERMS].some((name) => args[name] !== undefined);

type ProductArgs = { product_id: number; product_fields?: FieldLink[] } & Args;

const isRemoved = (link: FieldLink): boolean => link.delete === true;

const removedFields = ({ product_fields = [] }: Pick<ProductArgs, 'product_fields'>): FieldLink[] =>
  product_fields.filter(isRemoved);

const target: UpdateTarget<'product_id'> = { id: 'product_id', read: readProduct, state: productState };

export const products = toolset('products', [
  readTool({
    name: 'get_product',
    title: 'Get a product',
    description:
      'One product template: price and its limits, VAT, period, SMS settings. For ids by name: find.',
    input: s.object({ product_id: s.id('list_products') }),
    request: { method: 'GET', path: '/api/product/:id', args: { product_id: path('id') } },
    answer: record(({ product_type_id, periodicity_id, ...product }) => ({
      ...booleans(product, ...FLAGS),
      product_type: nameOf(PRODUCT_TYPES, product_type_id),
      periodicity: nameOf(PERIODS, periodicity_id),
    })),
    quotes: 'titles and texts',
  }),
  readTool({
    name: 'list_products',
    title: 'List products',
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
        type: (row) => nameOf(PRODUCT_TYPES, row.product_type_id),
        active: (row) => Boolean(row.active),
      },
      'There is no product.',
      {
        periodicity: (row) => nameOf(PERIODS, row.periodicity_id),
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
  }),
  writeTool({
    name: 'create_product',
    title: 'Create a product',
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
    answer: createdAnswer('product_id', 'title'),
    consequences: { money: true },
    check: 'list_products',
    guard: { undo: 'delete_product', preview: previewCreation('product', 'title') },
  }),
  writeTool({
    name: 'update_product',
    title: 'Update a product',
    description:
      'Changes what is given of a product template and keeps the rest ("(empty)" clears a text); orders already made keep theirs.',
    input: s.object({
      product_id: s.id('list_products'),
      title: s.text.optional(),
      price: s.price.optional(),
      ...productFields,
      periodicity: s.brief(productFields.periodicity),
      office_id: s.id('list_offices').optional(),
      product_fields: s.list(s.object({ ...fieldLink, delete: s.flag.optional() })).optional(),
    }),
    request: {
      method: 'PUT',
      path: '/api/product/:id',
      args: { product_id: path('id'), ...productArgs, office_id: body('office_id') },
    },
    anyOf: [[...Object.keys(productArgs), 'office_id']],
    // What a success looks like is not documented: the one recorded answer is a failure.
    ...rereadUpdate(target),
    consequences: { data: true, money: setsMoney, legal: ({ sms_text }) => sms_text !== undefined },
    check: 'get_product',
    guard: {
      when: (args) => (removedFields(args).length ? 'delete takes a field off the product' : undefined),
      undo: 'update_product with the old values, and product_fields without delete',
      preview: previewProductUpdate,
    },
  }),
  destructiveTool({
    name: 'delete_product',
    title: 'Delete a product',
    description: 'Deletes a product template. Orders already made keep the product.',
    input: s.object({ product_id: s.id('list_products') }),
    request: { method: 'DELETE', path: '/api/product/:id', args: { product_id: path('id') } },
    answer: deletedAnswer('product_id'),
    consequences: { data: true },
    check: 'get_product',
    guard: {
      support: true,
      undo: 'they can restore it',
      preview: async (args, read) => {
        const product = await readProduct(args, read);
        const links: Row[] = await read('list_campaign_products', { product_id: product.id });
        const campaign = links.length ? await labelsOf(read, 'campaign') : String;
        return previewDeletion({
          args,
          kind: 'product',
          row: product,
          name: product.title,
          details: `, price ${product.price}`,
          state: [product, links],
          effects: [
            links.length
              ? `sold on campaigns now: ${links.map((link) => campaign(link.campaign_id)).join(', ')}`
              : 'on no campaign now',
            'orders already made keep it',
          ],
        });
      },
    },
  }),
]);

/** Previews an update, with what it takes off the product in the first line. */
async function previewProductUpdate(args: ProductArgs, read: ReadDialer): Promise<Preview | DirectAnswer> {
  const product = await readProduct(args, read);
  const before = productState(product);
  const unchanged = unchangedAnswer('product_id', args, before);
  if (unchanged) return unchanged;
  const removedIds = removedFields(args).map((link) => link.product_field_id);
  const fields: Row[] = removedIds.length ? await read('list_product_fields', {}) : [];
  const removed = removedIds.map((id) => `field ${label(byId(fields, id)?.name, id)}`);
  const otherFields = args.product_fields?.filter((link) => !isRemoved(link));
  const { product_fields: _, ...values } = valuesToSet(args, 'product_id');
  const about = label(product.title, product.id);
  return {
    args,
    known: before,
    target: `product ${product.id}`,
    state: [product, fields.filter((field) => removedIds.includes(field.id))],
    summary: `${moneyWarning(values, before)}${removed.length ? `Take ${removed.join(', ')} off product ${about}.` : `Change product ${about}.`}`,
    effects: [
      ...(removed.length
        ? ['orders keep its values in exports, but nobody sees or edits them any longer']
        : []),
      ...changeLines(await withLabels(values, read), before),
      ...(otherFields?.length ? [`product_fields set to ${JSON.stringify(otherFields)}`] : []),
      'orders already made keep what they have',
    ],
  };
}
