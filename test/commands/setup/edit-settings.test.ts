import { describe, expect, it } from 'vitest';
import { readEntry, withEntry, withoutEntry } from '../../../src/commands/setup/edit-settings.ts';

const ENTRY = { command: 'node', args: ['/m.js'] };
const add = (text: string, servers = 'mcpServers') => withEntry(text, servers, ENTRY);
const remove = (text: string, servers = 'mcpServers') => withoutEntry(text, servers);

/** Settings of which the text without the entry is, byte for byte, that of before. */
const REVERSIBLE: Record<string, string> = {
  'other servers': '{\n  "mcpServers": {\n    "other": {\n      "command": "x"\n    }\n  }\n}\n',
  tabs: '{\n\t"mcpServers": {\n\t\t"other": {}\n\t},\n\t"z": 1\n}',
  'Windows line ends': '{\r\n  "mcpServers": {\r\n    "other": {}\r\n  }\r\n}\r\n',
  'a trailing comma': '{\n  "mcpServers": {\n    "other": {},\n  },\n}\n',
  'a comment behind the last server': '{\n  "mcpServers": {\n    "other": {} // mine, {not} "json"\n  }\n}\n',
  'a comment behind a trailing comma': '{\n  "mcpServers": {\n    "other": {}, /* a */ // b\n  },\n}\n',
  'a comment on a line of its own at the end':
    '{\n  "mcpServers": {\n    "other": {}\n    // "off": {}\n  }\n}\n',
  'a comment between the last server and its comma':
    '{\n  "mcpServers": {\n    "other": {} /* , */,\n  }\n}\n',
  'no server': '{\n  "mcpServers": {}\n}\n',
};

describe('the entry in a text of settings', () => {
  it.each(Object.entries(REVERSIBLE))('is added to and taken out of settings with %s', (_, text) => {
    const added = add(text);
    expect(readEntry(added, 'mcpServers')).toEqual(ENTRY);
    expect(remove(added)).toBe(text);
  });

  it.each(Object.entries(REVERSIBLE))(
    'is added to settings with %s without a change to their bytes',
    (_, text) => {
      let at = 0;
      // All characters of before are there, in their order.
      for (const character of add(text)) if (character === text[at]) at++;
      expect(at).toBe(text.length);
    },
  );

  it.each([
    ['a file that is not there', '', '{\n  "mcpServers": {\n    "hitrate": {'],
    ['an empty object', '{}', '{\n  "mcpServers": {\n    "hitrate": {'],
    ['an object of one line', '{"a":{"b":[1]}}', '{"a":{"b":[1]}, "mcpServers": {"hitrate":'],
    ['a comment', '{\n  // none yet\n}', '{\n  // none yet\n  "mcpServers": {\n    "hitrate": {'],
    ['another member', '{\n "a": 1\n}', '{\n "a": 1,\n "mcpServers": {\n  "hitrate": {'],
  ])('is added to %s', (_, text, start) => {
    expect(add(text).slice(0, start.length)).toBe(start);
    expect(readEntry(add(text), 'mcpServers')).toEqual(ENTRY);
  });

  it('is written with the line ends and the indentation of the file', () => {
    expect(add('{\r\n\t"mcpServers": {\r\n\t\t"other": {}\r\n\t}\r\n}')).toBe(
      '{\r\n\t"mcpServers": {\r\n\t\t"other": {},\r\n\t\t"hitrate": {\r\n\t\t\t"command": "node",\r\n\t\t\t"args": [\r\n\t\t\t\t"/m.js"\r\n\t\t\t]\r\n\t\t}\r\n\t}\r\n}',
    );
  });

  it('takes the place of the one that is there, and nothing else', () => {
    const text = '{"mcpServers": {"hitrate": {"command": "old"}, /* keep */ "other": {"n": 1}}, "z": []}';
    const changed = add(text);
    expect(changed.startsWith('{"mcpServers": {"hitrate": {')).toBe(true);
    expect(changed.endsWith('}, /* keep */ "other": {"n": 1}}, "z": []}')).toBe(true);
    expect(JSON.parse(changed.replace('/* keep */', '')).mcpServers.hitrate).toEqual(ENTRY);
  });

  it.each([
    ['the first', '{"mcpServers": {"hitrate": {}, "b": 1}}', { b: 1 }],
    ['the first of its lines', '{"mcpServers": {\n"hitrate": {},\n"b": 1}}', { b: 1 }],
    ['between others', '{"mcpServers": {"a": 1, "hitrate": {}, "b": 1}}', { a: 1, b: 1 }],
    ['behind a comment', '{"mcpServers": {"a": 1, // a\n"hitrate": {}, "b": 1}}', { a: 1, b: 1 }],
    ['the last', '{"mcpServers": {"a": 1, "hitrate": {} }}', { a: 1 }],
    ['alone', '{"mcpServers": {\n\n"hitrate": {}\n}}', {}],
    ['alone beside a comment', '{"mcpServers": {\n// hm\n"hitrate": {}\n}}', {}],
  ])('is taken out where it is %s', (_, text, rest) => {
    const removed = remove(text);
    expect(JSON.parse(removed.replace(/\/\/.*/g, '')).mcpServers).toEqual(rest);
    for (const comment of text.match(/\/\/.*/g) ?? []) expect(removed).toContain(comment);
  });

  it('is not there in settings without it, which stay as they are', () => {
    for (const text of ['', '{}', '{"mcpServers": {"other": {}}}', '{"servers": {"hitrate": {}}}']) {
      expect(readEntry(text, 'mcpServers')).toBeUndefined();
      expect(remove(text)).toBe(text);
    }
  });

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', /line 3, column 3: comma expected/],
    ['{ "mcpServers": {', /line 1, column 18: close brace expected/],
    ['{} x', /line 1, column 4/],
    ['// nothing else', /line 1/],
    ['[1]', /is no JSON object/],
    ['"text"', /is no JSON object/],
    ['{"mcpServers": []}', /"mcpServers" is an array and must be an object/],
    ['{"mcpServers": null}', /"mcpServers" is a null and must be an object/],
  ])('is refused by %j', (text, message) => {
    for (const work of [add, remove, (broken: string) => readEntry(broken, 'mcpServers')])
      expect(() => work(text)).toThrow(message);
  });

  it('is refused where it is no object', () => {
    expect(() => readEntry('{"mcpServers": {"hitrate": "x"}}', 'mcpServers')).toThrow(/must be an object/);
  });

  it('counts by the last of two lists of one name, as it does for the host', () => {
    const text = '{"mcpServers": {"hitrate": {"command": "a"}}, "mcpServers": {"other": {}}}';
    expect(readEntry(text, 'mcpServers')).toBeUndefined();
    expect(JSON.parse(add(text)).mcpServers).toEqual({ other: {}, hitrate: ENTRY });
  });
});
