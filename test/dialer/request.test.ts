import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/define/tool.ts';
import { wireRequest } from '../../src/dialer/request.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { bodies, body, path, query } from '../../tools/builders.ts';
import { tools } from '../../tools/index.ts';

const GET_LINE: Request = {
  method: 'GET',
  path: '/api/orders/:order/lines/:id',
  args: { order_id: path('order'), line_id: path('id'), phone: query('phone') },
};

describe('a request', () => {
  it('wireRequest fills each placeholder of the path with a percent-encoded value', () => {
    expect(wireRequest(GET_LINE, { order_id: 'a/b c', line_id: 7 }).path).toBe(
      '/api/orders/a%2Fb%20c/lines/7',
    );
  });

  it('wireRequest encodes the plus of a phone number in the query', () => {
    const { path } = wireRequest(GET_LINE, { order_id: 1, line_id: 2, phone: '+46701740605' });
    expect(path).toBe('/api/orders/1/lines/2?phone=%2B46701740605');
  });

  it.each([
    [{ order_id: 1 }, /needs a value for id\. Nothing was sent/],
    [{ line_id: 1 }, /needs a value for order\. Nothing was sent/],
    [{ order_id: '', line_id: 1 }, /needs a value for order/],
    [{ order_id: '.', line_id: 1 }, /and \. is none/],
    [{ order_id: '..', line_id: 1 }, /and \.\. is none/],
  ])('a request is refused where its path would lead elsewhere: %o', (args, message) => {
    expect(() => wireRequest(GET_LINE, args)).toThrow(ToolError);
    expect(() => wireRequest(GET_LINE, args)).toThrow(message);
  });

  it('a request is refused where no argument fills a placeholder, as in a deletion declared without its id', () => {
    const request: Request = { method: 'DELETE', path: '/api/client/:id' };
    expect(() => wireRequest(request, { client_id: 3 })).toThrow(/needs a value for id/);
  });

  it('a request has a body of its defaults, which the arguments override', () => {
    const request: Request = {
      method: 'POST',
      path: '/api/x',
      args: {
        ...bodies('a'),
        b: body('wire_b', (value: number) => value * 2),
        c: body('', (value) => value),
      },
      defaults: { a: 0, z: 9 },
    };
    expect(wireRequest(request, { a: 1, b: 2, c: { d: 4 } }).body).toBe('{"a":1,"z":9,"wire_b":4,"d":4}');
    expect(wireRequest(request, {}).body).toBe('{"a":0,"z":9}');
    expect(wireRequest({ method: 'GET', path: '/api/x' }, {}).body).toBeUndefined();
  });
});

describe('the requests of the tools', () => {
  const endpoints = tools.filter((tool) => tool.request);

  it.each(endpoints)(
    '$name fills every placeholder of its path with an argument of its input',
    ({ input, request }) => {
      const filled = Object.entries(request!.args ?? {})
        .filter(([name, place]) => place.in === 'path' && name in input.shape)
        .map(([, place]) => place.wire);
      const placeholders = [...request!.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
      expect(filled.sort()).toEqual(placeholders.sort());
    },
  );

  it.each(endpoints)('$name places only arguments of its input', ({ input, request }) => {
    expect(Object.keys(request!.args ?? {}).filter((name) => !(name in input.shape))).toEqual([]);
  });
});
