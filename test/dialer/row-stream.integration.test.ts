/** One long JSON array, row by row, wherever the connection parts it. */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDialer, type Dialer } from '../../src/dialer/client.ts';
import { withDeadline } from '../../src/shared/deadline.ts';
import { type FakeDialer, fakeDialer, type Script } from '../support/fake-dialer.ts';
import { membersOf, parted, rowsOf } from '../support/row-stream.ts';
import { outcome } from '../support/services.ts';

describe('an array of rows', () => {
  it('an array of rows may have lists for rows', async () => {
    const rows = [[1, [2, ']']], [], [{ a: ['"'] }]];
    for (const size of [1, 2, 3, 100])
      expect(await rowsOf(parted(Buffer.from(JSON.stringify(rows)), [size]))).toEqual(rows);
  });

  it('an array of rows is a bad answer wherever the text is cut off', async () => {
    const bytes = Buffer.from(JSON.stringify([{ a: 'x"]}' }, { b: [1, { c: null }] }, { d: 'å' }]));
    for (let end = 1; end < bytes.length; end++)
      expect(await outcome(rowsOf(parted(bytes.subarray(0, end), [7])))).toMatchObject({
        kind: 'bad_answer',
        text: expect.stringContaining('cut off or broken'),
      });
  });

  it.each([
    '[{"a":1} {"a":2}]',
    '[{"a":1},]',
    '[,{"a":1}]',
    '[{"a":1},,{"a":2}]',
    '[{"a":1}}',
    '[{"a":1]]',
    '[{"a":1},oops]',
    '[{"a":1}]]',
    '[{"a":1}] and more',
    '[{"a":1}][{"a":2}]',
    '[{"a":01}]',
    '["Database error"]',
    '[1,2]',
    '[null]',
  ])('the text %s is a bad answer in place of an array of rows', async (text) => {
    for (const size of [1, 4, 100])
      expect(await outcome(rowsOf(parted(Buffer.from(text), [size])))).toMatchObject({ kind: 'bad_answer' });
  });

  it.each(['', ' ', '<html>[]</html>', 'not [', '\ufeff{}', '"[]"'])(
    'the text %j is not recognised as an array of rows',
    async (text) => {
      for (const size of [1, 100]) expect(await rowsOf(parted(Buffer.from(text), [size]))).toBeUndefined();
    },
  );
});

describe('rows that are the first member of an object', () => {
  it('rows in an object are a bad answer wherever the text is cut off', async () => {
    const bytes = Buffer.from(JSON.stringify({ rows: [{ a: '},{' }, { b: [{}, {}] }], count: 2 }));
    for (let end = '{"rows":['.length; end < bytes.length; end++)
      expect(await outcome(membersOf(parted(bytes.subarray(0, end), [64])))).toMatchObject({
        kind: 'bad_answer',
      });
  });

  it('rows in an object are recognised only as an array at its beginning', async () => {
    for (const text of ['{"count":1,"rows":[{}]}', '{"rows":{}}', '{"rows":null,"count":0}'])
      expect(await membersOf([Buffer.from(text)])).toBeUndefined();
  });
});

describe('a dialer’s array', () => {
  let fake: FakeDialer;
  let dialer: Dialer;
  beforeAll(async () => {
    fake = await fakeDialer();
    dialer = createDialer({ origin: async () => fake.url, token: 't', maxConnections: 1, env: {} });
  });
  afterAll(async () => {
    await dialer.close();
    await fake.close();
  });

  /** How many rows were handed on before the end, and which end. */
  async function read(script: Script, enough = Number.POSITIVE_INFINITY, ms = 5_000) {
    fake.script(script);
    let rows = 0;
    const end = await outcome(
      withDeadline(ms, undefined, async (deadline) => {
        for await (const some of dialer.rows({ method: 'GET', path: '/api/orders/' }, deadline)) {
          rows += some.length;
          if (rows >= enough) break;
        }
      }),
    );
    return { rows, ...end };
  }

  /** Sends so many rows and then does something to the connection. */
  const sends =
    (rows: number, then: (response: ServerResponse) => void): Script =>
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(`[${Array.from({ length: rows }, (_, id) => `{"id":${id}},`).join('')}`, () =>
        setTimeout(() => then(response), 50),
      );
      return undefined;
    };

  it('an empty array of the dialer has no rows', async () => {
    expect(await read(() => ({ body: '[]' }))).toMatchObject({ rows: 0, kind: 'answer' });
  });

  it('an array is not requested again once rows were handed on, whatever breaks', async () => {
    const already = fake.requests.length;
    expect(await read(sends(10, (response) => response.destroy()))).toMatchObject({
      rows: 10,
      kind: 'unavailable',
    });
    expect(fake.requests.length).toBe(already + 1);
    expect(await read(sends(10, (response) => response.end()))).toMatchObject({
      rows: 10,
      kind: 'bad_answer',
    });
    expect(
      await read(
        sends(10, () => {}),
        undefined,
        400,
      ),
    ).toMatchObject({ rows: 10, kind: 'timeout' });
  });

  it('an array is requested again where the connection breaks before the first byte', async () => {
    let asked = 0;
    const end = await read((_, response) => {
      if (asked++) return { body: [{ id: 1 }] };
      response.destroy();
      return undefined;
    });
    expect(end).toMatchObject({ rows: 1, kind: 'answer' });
  });

  it('an array with a broken packing is a bad answer', async () => {
    const bytes = gzipSync(Buffer.from(JSON.stringify(Array.from({ length: 9_000 }, (_, id) => ({ id })))));
    const body = bytes.subarray(0, bytes.length - 500);
    expect(await read(() => ({ headers: { 'content-encoding': 'gzip' }, body }))).toMatchObject({
      kind: 'bad_answer',
    });
  });

  it.each([
    [{ body: { status: 'Error', str: 'Validation error' } }, 'rejected', 'Validation error'],
    [{ body: { message: 'No such thing' } }, 'bad_answer', 'JSON'],
    [{ body: '<html>Log in</html>', type: 'text/html' }, 'bad_answer', 'a web page'],
    [{ body: '' }, 'bad_answer', 'nothing at all'],
    [{ status: 403, body: { message: 'Permission denied' } }, 'permission_denied', 'Permission denied'],
    [{ status: 500, body: [] }, 'unavailable', 'status 500'],
  ])('an answer of %j in place of an array is %s', async (answer, kind, words) => {
    expect(await read(() => answer)).toMatchObject({ rows: 0, kind, text: expect.stringContaining(words) });
  });

  it('the connection of an array is closed when the reader stops early', async () => {
    for (const headers of [{}, { 'content-encoding': 'gzip' }] as Record<string, string>[]) {
      let closed = false;
      const head = Buffer.from(`[${'{"id":1},'.repeat(50_000)}`);
      const end = await read((_, response) => {
        response.on('close', () => {
          closed = true;
        });
        response.writeHead(200, headers);
        response.write('content-encoding' in headers ? gzipSync(head) : head);
        return undefined;
      }, 1);
      expect(end.kind).toBe('answer');
      await expect.poll(() => closed).toBe(true);
      expect(await read(() => ({ body: [{ id: 1 }] }))).toMatchObject({ rows: 1, kind: 'answer' });
    }
  });

  it('an endless answer that is no array is refused as too large', async () => {
    let closed = false;
    const end = await read((_, response) => {
      response.on('close', () => {
        closed = true;
      });
      response.writeHead(200);
      response.write(`{"rows":"${'x'.repeat(33_000_000)}`);
      return undefined;
    });
    expect(end).toMatchObject({ rows: 0, kind: 'too_large' });
    await expect.poll(() => closed).toBe(true);
  });
});
