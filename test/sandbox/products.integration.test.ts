import { describe, expect, test } from 'vitest';
import { useDialer } from '../support/sandbox.ts';

const dialer = useDialer();
const call = (what: string, body?: unknown) => dialer().call(what, { body });
const missing = (key: string) => ({
  status: 'Error',
  code: 1,
  str: 'Validation error',
  replacements: {},
  extra: [[key, 'is required!']],
});

describe('products', () => {
  test('products are listed as an array, with sms_text beside the title', async () => {
    const { json } = await call('GET /api/product');
    expect(json).toHaveLength(10);
    expect(Object.keys(json[0]).slice(0, 6)).toEqual([
      'id',
      'client_id',
      'artnr',
      'title',
      'sms_text',
      'product_type_id',
    ]);
    expect(json[0]).toMatchObject({ id: 1, title: 'Dog box', price: 399 });
  });

  test('an unknown product is answered with 404 in plain text', async () => {
    expect(await call('GET /api/product/10')).toMatchObject({
      status: 404,
      type: 'text/html; charset=utf-8',
      text: 'Product not found or access denied',
    });
  });

  test('a new product takes the misspelt argument names of the API', async () => {
    const body = {
      title: 'Guld',
      price: 250,
      periodicty_parts: 6,
      notification_sms: true,
      notificaiton_sms_max_age: 24,
      product_fields: [{ product_field_id: 8, required: 1 }],
    };
    expect((await call('POST /api/product', body)).json).toEqual({ status: 'success', id: 26 });
    const { json } = await call('GET /api/product/26');
    expect(json).toMatchObject({
      title: 'Guld',
      periodicity_parts: 6,
      notification_sms_enabled: 1,
      notification_sms_max_age: 24,
    });
    expect(Object.keys(json).slice(0, 5)).toEqual(['id', 'office_id', 'client_id', 'artnr', 'title']);
  });

  test('a new product without a title is answered with a failure in a 200', async () => {
    const answer = await call('POST /api/product', { description: 'x' });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(missing('title'));
  });

  test('an update of a product echoes the values that were accepted', async () => {
    expect(
      (await call('PUT /api/product/1', { price: 449, title: 'Hundlåda', vat_percentage: 'x' })).json,
    ).toEqual({
      id: '1',
      title: 'Hundlåda',
      price: 449,
    });
  });

  test('only a field that the product has can be taken off', async () => {
    const off = (id: number) =>
      call('PUT /api/product/1', { product_fields: [{ product_field_id: id, delete: 1 }] });
    expect((await off(8)).status).toBe(200);
    expect(await off(8)).toMatchObject({
      status: 500,
      type: 'text/html; charset=utf-8',
      text: 'Error updating product or product fields',
    });
  });

  test('a deleted product vanishes, and its orders stay', async () => {
    expect((await call('DELETE /api/product/1')).json).toEqual({ id: '1', message: 'Product is deleted' });
    expect((await call('GET /api/product/1')).status).toBe(404);
    expect((await call('GET /api/product')).json).toHaveLength(9);
    expect((await call('GET /api/campaign/products?product_id=1')).json).toEqual([]);
    expect((await call('GET /api/order/39')).json[0].order_products[0].title).toBe('Dog box');
  });
});

describe('product fields', () => {
  test('product fields are the custom fields of type 2', async () => {
    const { json } = await call('GET /api/products/field');
    expect(json.every((row: { type: number }) => row.type === 2)).toBe(true);
    expect((await call('GET /api/products/field/15')).json).toMatchObject({ id: 15, datatype: 'int' });
    for (const id of [73, 30]) {
      expect(await call(`GET /api/products/field/${id}`)).toMatchObject({
        status: 500,
        text: 'Custom Field does not exist',
      });
    }
  });

  test('options of a product field are packed by datatype', async () => {
    const create = async (datatype: string, options?: string[]) => {
      const { json } = await call('POST /api/products/field', { name: 'Ny', datatype, options });
      return (await call(`GET /api/products/field/${json.id}`)).json.options;
    };
    expect(await create('string', ['x'])).toBeNull();
    expect(await create('dropdown', ['Äpple', 'Banan'])).toBe('Äpple;;Banan');
    expect(JSON.parse(await create('multi', ['Namn;Ett;Två', 'Pris;1;2']))).toEqual({
      cols: ['Namn', 'Pris'],
      values: [
        ['Ett', '1'],
        ['Två', '2'],
      ],
    });
  });

  test('a product field with an unknown datatype or without a name is refused', async () => {
    expect(await call('POST /api/products/field', { name: 'x', datatype: 'Dropdown' })).toMatchObject({
      status: 500,
      text: 'dataype contain illegal value. Try using: int, string, text, boolean, datetime, date, dropdown, multi',
    });
    expect((await call('POST /api/products/field', { datatype: 'int' })).json).toEqual(missing('name'));
  });

  test('an updated product field is echoed, and a deleted product field is taken off every product', async () => {
    expect((await call('PUT /api/products/field/1', { name: 'Nytt', datatype: 'string' })).json).toEqual({
      id: '1',
      name: 'Nytt',
      datatype: 'string',
      type: 2,
    });
    expect((await call('DELETE /api/products/field/8')).json).toEqual({
      id: '8',
      message: 'Product field is deleted',
    });
    expect(dialer().sandbox.state.products.get(1)!.fields).toEqual([]);
    expect((await call('GET /api/products/field/8')).status).toBe(500);
  });
});
