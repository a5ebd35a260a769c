/** The dumb test of the privacy policy: every tool is called, and all that left is searched for all that must not. */
import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../src/sandbox/index.ts';
import { tools } from '../../tools/index.ts';
import { type Everything, everythingThatLeaves } from './all-that-left.ts';
import { type Kind, type Leak, leaksIn, needlesOf, wordsOfThings } from './known.ts';

const ALL: Kind[] = ['phone', 'email', 'address', 'full name', 'name', 'identity number'];
const MUST_NOT_LEAVE: [mode: string, kinds: Kind[]][] = [
  ['standard', ['identity number']],
  ['strict', ['identity number', 'phone', 'email', 'address']],
  ['pseudonyms', ALL],
];

/**
 * Names that are words of our own texts, so that they alone say nothing of anybody: `orders per agent`, and what the
 * documentation's examples call people.
 */
const ORDINARY = ['per', 'user', 'str'];

const exceptions = ({ state }: Everything): string[] => [...ORDINARY, ...wordsOfThings(state)];

const short = (leaks: readonly Leak[]) =>
  leaks.map(({ kind, needle, text }) => `${kind} "${needle.trim()}" in: ${text}`).slice(0, 40);

/** Random letters may spell anything. */
const CONFIRMATION_TOKEN = /^[\w-]{12}\.[0-9a-z]{1,11}\.[\w-]{22}$/;

function expectNoLeaks(everything: Everything, kinds: readonly Kind[]): void {
  const leaks = leaksIn(everything.left, everything.needles, exceptions(everything));
  // PDFs are whole in the standard mode, and in no other may they leave at all.
  const counts = ({ kind, text }: Leak) =>
    kinds.includes(kind) &&
    (kinds.includes('phone') || !text.startsWith('%PDF')) &&
    !CONFIRMATION_TOKEN.test(text);
  expect(short(leaks.filter(counts))).toEqual([]);
}

describe.each(MUST_NOT_LEAVE)('in the mode %s', (mode, kinds) => {
  it('nothing that must not leave is in any message of a session that calls every tool', async () => {
    const everything = await everythingThatLeaves(mode);
    expectNoLeaks(everything, kinds);
    expect(everything.left.length).toBeGreaterThan(300);
  });

  it('nothing that must not leave is in the answers where files go into a folder', async () => {
    const everything = await everythingThatLeaves(mode, { files: true });
    expectNoLeaks(everything, kinds);
    const uncalled = tools.filter(({ name }) => !everything.called.has(name)).map(({ name }) => name);
    expect(uncalled).toEqual([]);
  });

  it('nothing that must not leave is in the forms that a person is asked by', async () => {
    expectNoLeaks(await everythingThatLeaves(mode, { confirm: 'human' }), kinds);
  });
});

describe('the search itself', () => {
  it('leaves out no names alone but those of places, products and words of ours', async () => {
    const { state } = createSandbox({ calls: 10 });
    const words = new Set([...ORDINARY, ...wordsOfThings(state)]);
    const names = [...needlesOf(state).name].map((name) => name.trim());
    expect(names.filter((name) => words.has(name)).sort()).toEqual(['per']);
  });

  it('finds that all of it leaves in the standard mode, identity numbers in PDFs alone', async () => {
    const everything = await everythingThatLeaves('standard');
    const leaks = leaksIn(everything.left, everything.needles, exceptions(everything));
    expect([...new Set(leaks.map(({ kind }) => kind))].sort()).toEqual([...ALL].sort());
    const withIdentity = leaks.filter(({ kind }) => kind === 'identity number');
    expect(withIdentity.every(({ text }) => text.startsWith('%PDF'))).toBe(true);
  });

  it.each([
    ['phone', 'ring 070 - 174 06 05'],
    ['phone', 'tel. +46 (0)70-174 06 05'],
    ['phone', 'uri?phone=%2B46701740605'],
    ['email', 'Anna.Ek@EXAMPLE.org'],
    ['email', 'anna.ek%40example.org'],
    ['address', 'BJÖRKVÄGEN 99'],
    ['full name', 'Ek, Anna'],
    ['full name', 'ANNA  EK'],
    ['full name', '{"customer":"A\\u006ena Ek (922)"}'],
    ['full name', 'Anna%20Ek'],
    ['full name', 'Go\u0308ran Åberg'],
    ['name', 'Hej Göran!'],
    ['name', '{"text":"Hej G\\u00f6ran!"}'],
    ['identity number', '720311 - 1234'],
    ['identity number', '197203111234'],
  ] as [Kind, string][])('finds a planted %s: %s', async (kind, text) => {
    const everything = await everythingThatLeaves('pseudonyms', { calls: [['list_offices', {}]] });
    everything.left.push({ jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text }] } });
    const leaks = leaksIn(everything.left, everything.needles, exceptions(everything));
    expect(leaks.map((leak) => leak.kind)).toContain(kind);
  });
});
