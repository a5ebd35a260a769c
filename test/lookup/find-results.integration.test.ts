/** Call results by what people call them, in Swedish and in English, whatever language the dialer's titles are in. */
import { describe, expect, it } from 'vitest';
import { table } from '../support/sandbox-rows.ts';
import { type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';

/** The titles as a Swedish company has them; ids and base types are the dialer's. */
const SWEDISH: Record<number, string> = {
  1: 'Telefonsvarare',
  2: 'Återkommande - Dialer',
  4: 'Förlust',
  5: 'Såld',
  9: 'Inget svar',
  10: 'Upptaget',
  12: 'Fel nummer',
  18: 'Missat inkommande samtal',
  50: 'Nej tack',
  54: 'Tycker att det är för dyrt',
  62: 'Köp på telefon',
  66: 'Väntar på OK',
};

const TYPES: Record<string, number> = { order: 1, loss: 2, 'no thanks': 3, recurring: 4 };

async function company(titles: 'English' | 'Swedish'): Promise<SandboxServices> {
  const here = await sandboxServices();
  if (titles === 'Swedish')
    for (const [id, title] of Object.entries(SWEDISH)) here.state.call_results.get(Number(id))!.title = title;
  return here;
}

const results = async (here: SandboxServices, word: string) =>
  table(await here.ask('find', { words: [word], kinds: ['call_result'] }));
const ids = async (here: SandboxServices, word: string) =>
  (await results(here, word)).map(({ id }) => id as number).sort((a, b) => a - b);

const ofType = ({ state }: SandboxServices, name: string) =>
  [...state.call_results.values()]
    .filter(({ type_id }) => type_id === TYPES[name])
    .map(({ id }) => id)
    .sort((a, b) => a - b);

describe.each(['English', 'Swedish'] as const)('with %s titles', (titles) => {
  it.each([
    ['nej tack', 'no thanks'],
    ['Nej tack!', 'no thanks'],
    ['nejtack', 'no thanks'],
    ['tackade nej', 'no thanks'],
    ['nej', 'no thanks'],
    ['No thanks', 'no thanks'],
    ['declined', 'no thanks'],
    ['order', 'order'],
    ['Order', 'order'],
    ['ordern', 'order'],
    ['sälj', 'order'],
    ['sale', 'order'],
    ['förlust', 'loss'],
    ['forlust', 'loss'],
    ['loss', 'loss'],
  ])('the words "%s" find every call result of the base type %s', async (word, type) => {
    const here = await company(titles);
    expect(await ids(here, word)).toEqual(expect.arrayContaining(ofType(here, type)));
    const others = (await ids(here, word)).filter((id) => !ofType(here, type).includes(id));
    // What waits for the customer's OK is an order by its title in English.
    expect(others.filter((id) => id !== 66)).toEqual([]);
  });

  it.each([
    ['upptaget', 10],
    ['busy', 10],
    ['telefonsvarare', 1],
    ['Telefonsvararen', 1],
    ['answering machine', 1],
    ['voicemail', 1],
    ['inget svar', 9],
    ['ingen svarade', 9],
    ['svarade inte', 9],
    ['no answer', 9],
    ['fel nummer', 12],
    ['wrong number', 12],
    ['numret finns inte', 3],
    ['spärrad', 14],
  ])('the words "%s" find the call result %i first', async (word, id) => {
    const [first, ...others] = await results(await company(titles), word);
    expect(first!.id).toBe(id);
    // "Maximum number of answering machines" holds the words too, and is told to be less sure.
    for (const { sure } of others) expect(sure).toBe('words');
  });

  it.each(['missade samtal', 'missed incoming call', 'missat samtal'])(
    'the words "%s" find both call results for missed calls',
    async (word) => {
      expect(await ids(await company(titles), word)).toEqual([18, 19]);
    },
  );

  it.each(['återkom', 'ring igen', 'call back', 'callback'])(
    'the words "%s" find the call results for ringing a person back, but not every result that is dialled again',
    async (word) => {
      const found = await ids(await company(titles), word);
      expect(found).toEqual(expect.arrayContaining([2, 30, 34, 38, 42]));
      for (const unreached of [1, 3, 7, 9, 10, 11]) expect(found).not.toContain(unreached);
    },
  );
});

it('the longer words of a refusal find all refusals, with an exact title first', async () => {
  const here = await company('English');
  expect(await results(here, 'nej tack, för dyrt')).toMatchObject([
    { id: 22, sure: 'base type' },
    { id: 50, sure: 'base type' },
    { id: 54, sure: 'base type' },
  ]);
  here.state.call_results.get(54)!.title = 'Nej tack, för dyrt';
  here.fresh();
  expect((await results(here, 'nej tack, för dyrt')).map(({ id, sure }) => [id, sure])).toEqual([
    [54, 'exact'],
    [22, 'base type'],
    [50, 'base type'],
  ]);
});

it('the words for base types find call results alone', async () => {
  const answer = await (await sandboxServices()).ask('find', {
    words: ['order'],
    kinds: ['campaign', 'user'],
  });
  expect(answer.total).toBe(0);
});
