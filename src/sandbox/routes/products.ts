import { blankProduct } from '../data/product.ts';
import { officeFor, sees } from '../http/auth.ts';
import type { Context, Json, Reply, Route } from '../http/context.ts';
import { ok, plain, route, validationError } from '../http/router.ts';
import { type Datatype, type Field, type Product, type State, takeId } from '../state.ts';
import { absent, bool, flag, int, num, str } from '../values.ts';

function productRow(product: Product): Json {
  const { fields: _, ...row } = product;
  return row;
}

/** Returns the row of a list, which has sms_text beside the title and no office. */
function listRow(product: Product): Json {
  const { fields: _, office_id: __, id, client_id, artnr, title, sms_text, ...rest } = product;
  return { id, client_id, artnr, title, sms_text, ...rest };
}

function findProduct(context: Context): Product | undefined {
  const product = context.state.products.get(int(context.params.id) ?? 0);
  return product && !product.deleted && sees(context, product) ? product : undefined;
}

const notFound = () => plain(404, 'Product not found or access denied');
const broken = () => plain(500, 'Error updating product or product fields');

const findField = (state: State, id: unknown): Field | undefined => {
  const field = state.fields.get(int(id) ?? 0);
  return field?.type === 2 && !field.deleted ? field : undefined;
};

/** The members of a request, the dialer's misspelt ones included, with the product's member and how it is read. */
const MEMBERS: [wire: string, key: keyof Product, read: (value: unknown) => unknown][] = [
  ['artnr', 'artnr', str],
  ['title', 'title', str],
  ['sms_text', 'sms_text', str],
  ['description', 'description', str],
  ['product_type_id', 'product_type_id', int],
  ['periodicity_id', 'periodicity_id', int],
  ['periodicty_parts', 'periodicity_parts', int],
  ['price', 'price', num],
  ['vat_percentage', 'vat_percentage', num],
  ['min_price', 'min_price', num],
  ['max_price', 'max_price', num],
  ['notification_sms', 'notification_sms_enabled', flag],
  ['notification_sms_template', 'notification_sms_template', int],
  ['notification_sms_sender', 'notification_sms_sender', str],
  ['notificaiton_sms_max_age', 'notification_sms_max_age', int],
];

/** Changes what the request sets. @returns the members that were understood, by their names in the request */
function applyChanges(product: Product, body: Json): Json {
  const applied: Json = {};
  for (const [wire, key, read] of MEMBERS) {
    const value = read(body[wire]);
    if (value === null) continue;
    Object.assign(product, { [key]: value });
    applied[wire] = value;
  }
  return applied;
}

const fieldEntries = (body: Json): Json[] | null =>
  absent(body.product_fields)
    ? []
    : Array.isArray(body.product_fields)
      ? (body.product_fields as Json[])
      : null;

function updateFields(product: Product, list: Json[]): void {
  for (const entry of list) {
    const product_field_id = int(entry.product_field_id)!;
    const old = product.fields.find((field) => field.product_field_id === product_field_id);
    product.fields = product.fields.filter((field) => field !== old);
    if (bool(entry.delete) === true) continue;
    product.fields.push({
      product_field_id,
      validator: int(entry.validator) ?? old?.validator ?? null,
      required: flag(entry.required) ?? old?.required ?? 0,
    });
  }
}

function create(context: Context): Reply {
  const { state, body } = context;
  if (!str(body.title)) return validationError(['title']);
  const list = fieldEntries(body);
  if (!list?.every((entry) => findField(state, entry?.product_field_id))) return broken();
  const product = blankProduct(takeId(state, 'products'), officeFor(context, int(body.office_id)));
  applyChanges(product, body);
  updateFields(product, list);
  state.products.set(product.id, product);
  return ok({ status: 'success', id: product.id });
}

function update(context: Context): Reply {
  const { state, body, params } = context;
  const product = findProduct(context);
  if (!product) return notFound();
  const list = fieldEntries(body);
  const has = (id: unknown) => product.fields.some((field) => field.product_field_id === int(id));
  // A field can only be taken off a product that has it.
  const valid = list?.every((entry) =>
    bool(entry?.delete) === true ? has(entry.product_field_id) : findField(state, entry?.product_field_id),
  );
  if (!list || !valid) return broken();
  const office_id = int(body.office_id);
  const applied = applyChanges(product, body);
  if (office_id !== null) applied.office_id = product.office_id = officeFor(context, office_id);
  updateFields(product, list);
  if (list.length > 0) applied.product_fields = list;
  return ok({ id: params.id, ...applied });
}

function remove(context: Context): Reply {
  const product = findProduct(context);
  if (!product) return notFound();
  product.deleted = 1;
  const { campaign_products } = context.state;
  for (const row of campaign_products.values()) {
    if (row.product_id === product.id) campaign_products.delete(row.id);
  }
  return ok({ id: context.params.id, message: 'Product is deleted' });
}

const DATATYPES = ['int', 'string', 'text', 'boolean', 'datetime', 'date', 'dropdown', 'multi'];
const wrongType = () => plain(500, `dataype contain illegal value. Try using: ${DATATYPES.join(', ')}`);
const noField = () => plain(500, 'Custom Field does not exist');
const takesOptions = (type: unknown) => type === 'dropdown' || type === 'multi';

/**
 * Returns options as the dialer stores them: a dropdown as one line; of a multi every string is a column, its name
 * first.
 */
function packOptions(type: Datatype, options: unknown): string | null {
  if (!takesOptions(type) || !Array.isArray(options)) return null;
  if (type === 'dropdown') return options.join(';;');
  const columns = options.map((column) => String(column).split(';'));
  const height = Math.max(0, ...columns.map((column) => column.length - 1));
  const values = Array.from({ length: height }, (_, index) =>
    columns.map((column) => column[index + 1] ?? ''),
  );
  return JSON.stringify({ cols: columns.map((column) => column[0]), values });
}

function createField({ state, body }: Context): Reply {
  const name = str(body.name);
  if (!name) return validationError(['name']);
  if (!DATATYPES.includes(body.datatype as string)) return wrongType();
  const datatype = body.datatype as Datatype;
  const options = packOptions(datatype, body.options);
  if (takesOptions(datatype) && !options) return validationError(['options']);
  const id = takeId(state, 'fields');
  const default_value = str(body.default_value);
  const description = str(body.description);
  state.fields.set(id, { id, name, datatype, default_value, options, type: 2, description, deleted: 0 });
  return ok({ status: 'success', id });
}

function updateField({ state, body, params }: Context): Reply {
  const field = findField(state, params.id);
  if (!field) return noField();
  if (!absent(body.datatype) && !DATATYPES.includes(body.datatype as string)) return wrongType();
  const echo: Json = { id: params.id };
  const name = str(body.name);
  if (name) echo.name = field.name = name;
  if (!absent(body.datatype)) {
    echo.datatype = field.datatype = body.datatype as Datatype;
    if (!takesOptions(field.datatype)) field.options = null;
  }
  if (body.default_value !== undefined) echo.default_value = field.default_value = str(body.default_value);
  const options = packOptions(field.datatype, body.options);
  if (options !== null) echo.options = field.options = options;
  if (body.description !== undefined) echo.description = field.description = str(body.description);
  return ok({ ...echo, type: 2 });
}

function removeField({ state, params }: Context): Reply {
  const field = findField(state, params.id);
  if (!field) return noField();
  field.deleted = 1;
  for (const product of state.products.values()) {
    product.fields = product.fields.filter((entry) => entry.product_field_id !== field.id);
  }
  return ok({ id: params.id, message: 'Product field is deleted' });
}

export const productRoutes: Route[] = [
  route('GET /api/product', (context) =>
    ok(
      [...context.state.products.values()]
        .filter((product) => !product.deleted && sees(context, product))
        .map(listRow),
    ),
  ),
  route('GET /api/product/:id', (context) => {
    const product = findProduct(context);
    return product ? ok(productRow(product)) : notFound();
  }),
  route('POST /api/product', create, 'admin products'),
  route('PUT /api/product', broken, 'admin products'),
  route('PUT /api/product/:id', update, 'admin products'),
  route('DELETE /api/product/:id', remove, 'admin products'),
  route('GET /api/products/field', ({ state }) =>
    ok([...state.fields.values()].filter((field) => findField(state, field.id))),
  ),
  route('GET /api/products/field/:id', ({ state, params }) => {
    const field = findField(state, params.id);
    return field ? ok(field) : noField();
  }),
  route('POST /api/products/field', createField, 'admin products'),
  route('PUT /api/products/field/:id', updateField, 'admin products'),
  route('DELETE /api/products/field/:id', removeField, 'admin products'),
];
