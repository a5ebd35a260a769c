import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membersOf, parted, rowsOf } from '../support/row-stream.ts';
import { runs } from '../support/runs.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"', '\\', '\\"', ']', '}', '[{', '},{', 'å', '🐕', '\u2028', '\n', ''),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n || 0),
    fc.constantFrom(null, true, false),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('any'),
      { maxKeys: 3 },
    ),
  ),
})).any;
const row = fc
  .dictionary(
    text.filter((key) => key !== '__proto__'),
    value,
    { maxKeys: 5 },
  )
  .map((one) => ({ ...one }));
const sizes = fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })), {
  minLength: 1,
  maxLength: 5,
});
const before = fc.constantFrom('', '\ufeff', ' \r\n\t', '\ufeff \n');
const packing = fc.constantFrom(
  ['identity', (bytes: Buffer) => bytes] as const,
  ['gzip', gzipSync] as const,
  ['deflate', deflateSync] as const,
  ['br', brotliCompressSync] as const,
);

describe('an array of rows', () => {
  it('an array of rows is read whole, whatever the rows hold and wherever the bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 6 }),
        sizes,
        before,
        fc.constantFrom(0, 2, '\t'),
        packing,
        async (rows, parts, head, indent, [encoding, pack]) => {
          const bytes = Buffer.from(`${head}${JSON.stringify(rows, undefined, indent)}\n`);
          const read = await rowsOf(parted(pack(bytes), parts), { 'content-encoding': encoding });
          expect(read).toEqual(JSON.parse(JSON.stringify(rows)));
        },
      ),
      runs(400),
    );
  });
});

describe('rows that are the first member of an object', () => {
  it('rows that are the first member of an object are read together with the members after them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 6 }),
        fc.dictionary(fc.constantFrom('count', 'current_page', 'last_page'), fc.nat()),
        sizes,
        fc.constantFrom(0, 2),
        async (rows, beside, parts, indent) => {
          const bytes = Buffer.from(JSON.stringify({ rows, ...beside }, undefined, indent));
          const read = await membersOf(parted(bytes, parts));
          expect(read?.rows).toEqual(JSON.parse(JSON.stringify(rows)));
          expect({ rows: [], ...read?.beside }).toEqual({ rows: [], ...beside });
        },
      ),
      runs(300),
    );
  });
});
