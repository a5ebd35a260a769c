import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createInstructionFinder, withInstructionFlag } from '../../src/outside-text/instructions.ts';
import { createOutsideTextMemory } from '../../src/outside-text/memory.ts';
import { tools } from '../../tools/index.ts';
import { runs } from '../support/runs.ts';
import { ATTACKS } from './attacks.ts';

const find = createInstructionFinder(tools.map(({ name }) => name));
const PRUNE = tools.find(({ name }) => name === 'prune_customer')!;
const row = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }));
/** As answers are: with rows, whatever is in them. */
const table = fc.record({
  columns: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
  rows: fc.oneof(fc.array(fc.array(fc.jsonValue())), fc.jsonValue()),
});

it('no JSON makes the finder or the memory fail, and paths are eleven at most', () => {
  fc.assert(
    fc.property(fc.oneof(row, table), (answer) => {
      const paths = find(answer as any);
      expect(paths.length).toBeLessThanOrEqual(11);
      expect(JSON.stringify(withInstructionFlag(answer as any, paths))).toBeTypeOf('string');
      const memory = createOutsideTextMemory();
      memory.remember('get_order', answer as any, paths);
      memory.rememberArguments(answer as any);
      const why = memory.suspicion(PRUNE, answer as any);
      expect(why === undefined || why.length < 300).toBe(true);
    }),
    runs(500),
  );
});

it('an order is found wherever it stands, whatever stands around it', () => {
  const words = fc.array(fc.constantFrom('Hej', 'ring', 'efter', 'fem', 'order', 'Lund', '399 kr'));
  fc.assert(
    fc.property(fc.constantFrom(...ATTACKS), words, words, fc.nat(3), (attack, before, after, depth) => {
      const text = `${before.join(' ')}\n${attack}\n${after.join(' ')}`;
      const answer = Array.from({ length: depth }).reduce<any>((inner) => ({ part: [inner] }), {
        comment: text,
      });
      expect(find(answer)).toHaveLength(1);
      expect(find(answer)[0]).toMatch(/comment$/);
    }),
    runs(500),
  );
});

it('what first stood in a text is found again as an argument, and nothing that stood nowhere', () => {
  const id = fc.integer({ min: 10, max: 10 ** 9 });
  fc.assert(
    fc.property(id, id, fc.string(), (first, other, around) => {
      fc.pre(first !== other && !/\d/.test(around));
      const memory = createOutsideTextMemory();
      memory.remember('get_order', { comments: [`${around} ${first} ${around}`] });
      expect(memory.suspicion(PRUNE, { customer_id: first })).toMatch(/comments of get_order/);
      expect(memory.suspicion(PRUNE, { customer_id: other })).toBeUndefined();
    }),
    runs(300),
  );
});
