import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { expect, it } from 'vitest';
import { readEntry, withEntry, withoutEntry } from '../../../src/commands/setup/edit-settings.ts';
import { runs } from '../../support/runs.ts';

const ENTRY = { command: 'node', args: ['/m.js'], env: { A: '"}],//' } };

const blank = fc.constantFrom(
  '',
  '',
  ' ',
  '\n',
  '\r\n\t',
  '\n  ',
  '/* , } */',
  ' // "hitrate": {\n',
  '//\r\n',
);
const value = fc.jsonValue({ maxDepth: 2, noUnicodeString: false });
const servers = fc.dictionary(
  fc.oneof(fc.constant('hitrate'), fc.string()),
  fc.dictionary(fc.string(), value),
  {
    maxKeys: 3,
  },
);
const settings = fc
  .record({
    servers: fc.option(servers, { nil: undefined }),
    others: fc.dictionary(fc.string(), value, { maxKeys: 3 }),
  })
  .map(({ servers, others }) => ({ ...others, ...(servers && { servers }) }));

/** Writes the object with blanks and comments between all that stands in it, and commas behind its last members. */
const written = fc.tuple(settings, fc.infiniteStream(blank), fc.boolean()).map(([object, blanks, comma]) => {
  const next = () => blanks.next().value as string;
  const write = (one: unknown): string => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return JSON.stringify(one);
    const members = Object.entries(one).map(
      ([name, member]) => `${next()}${JSON.stringify(name)}${next()}:${next()}${write(member)}${next()}`,
    );
    return `{${members.join(',')}${comma && members.length ? `,${next()}` : next()}}`;
  };
  return `${next()}${write(object)}${next()}`;
});

// A member of that name is lost as it is read: such settings are refused.
const usual = written.filter((text) => !text.includes('__proto__'));

const read = (text: string) => parse(text, [], { allowTrailingComma: true });

it('changes nothing but the entry, whatever the settings look like', () => {
  fc.assert(
    fc.property(usual, (text) => {
      const before = read(text);
      const added = withEntry(text, 'servers', ENTRY);
      expect(readEntry(added, 'servers')).toEqual(ENTRY);
      expect(read(added)).toEqual({ ...before, servers: { ...before.servers, hitrate: ENTRY } });
      const { hitrate: _, ...others } = before.servers ?? {};
      const removed = withoutEntry(added, 'servers');
      expect(read(removed)).toEqual({ ...before, servers: others });
    }),
    runs(2000),
  );
});

it('loses no comment', () => {
  const comments = (text: string) =>
    text.replace(/"(\\.|[^"\\])*"/g, '""').match(/\/\*.*?\*\/|\/\/.*/g) ?? [];
  fc.assert(
    fc.property(usual, (text) => {
      fc.pre(readEntry(text, 'servers') === undefined);
      expect(comments(withEntry(text, 'servers', ENTRY))).toEqual(comments(text));
    }),
    runs(2000),
  );
});
