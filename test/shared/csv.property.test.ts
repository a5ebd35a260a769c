import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine } from '../../src/shared/csv.ts';

it('whatever is written is read back, and never begins a formula', () => {
  const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[=+\-@;"\r\n\t a]{0,6}$/));
  fc.assert(
    fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
      const [row] = parse(csvLine(cells), { delimiter: ';', record_delimiter: '\r\n' }) as string[][];
      expect(row!.map((one, i) => (one === cells[i] ? one : one.slice(1)))).toEqual(cells);
      for (const one of row!) expect(one).not.toMatch(/^[=+\-@\t\r\n]/);
    }),
  );
});
