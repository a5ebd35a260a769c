import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Entry, follows, formatLine, isTornLine, NO_HASH, parseLine } from '../../src/audit/line.ts';
import { anAct } from './log.ts';

const FILE = 'audit-2026-11-20.jsonl';
const TIME = new Date('2026-11-20T10:00:00.000Z');

/** Whatever stands in it, also what looks like the end of a line. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"}', '\\"}', '","hash":"', '\\', '{"line":1'),
);
const entry: fc.Arbitrary<Entry> = fc
  .record({ host: text, dialer: text, targets: fc.array(text) })
  .map((act) => ({
    type: 'act',
    id: 'i',
    ...anAct(act),
  }));
const before = fc.constantFrom(
  { line: 0, hash: NO_HASH },
  { file: FILE, line: 7, hash: 'f'.repeat(64) },
  { file: 'audit-2026-11-19.jsonl', line: 7, hash: 'a'.repeat(64) },
);

it('reads what was written, as plain ASCII', () => {
  fc.assert(
    fc.property(entry, before, (written, position) => {
      const { text, position: end } = formatLine(written, FILE, position, TIME);
      expect(text).toMatch(/^[ -~]+$/);
      const line = parseLine(Buffer.from(text))!;
      expect(line).toMatchObject(JSON.parse(JSON.stringify(written)));
      expect(follows(line, FILE, position)).toBe(true);
      expect(end).toEqual({ file: FILE, line: line.line, hash: line.hash });
    }),
  );
});

it('knows the beginning of a line from a line that was changed', () => {
  fc.assert(
    fc.property(
      entry,
      before,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(255),
      (written, position, at, byte) => {
        const bytes = Buffer.from(formatLine(written, FILE, position, TIME).text);
        const cut = Math.max(1, Math.floor(at * (bytes.length - 1)));
        expect(isTornLine(bytes.subarray(0, cut), FILE, position)).toBe(true);
        // A whole line, with another byte in the place of its line break.
        expect(isTornLine(Buffer.concat([bytes, Buffer.of(byte)]), FILE, position)).toBe(false);
      },
    ),
  );
});

it('reads no line of which a byte was changed', () => {
  fc.assert(
    fc.property(
      entry,
      before,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(255),
      (written, position, at, byte) => {
        const bytes = Buffer.from(formatLine(written, FILE, position, TIME).text);
        const place = Math.floor(at * (bytes.length - 1));
        fc.pre(bytes[place] !== byte);
        bytes[place] = byte;
        expect(parseLine(bytes)).toBeUndefined();
      },
    ),
  );
});
