/** Every line that a person reads before an act has its Swedish: a preview with a new line needs one in tools/swedish. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tools } from '../../../tools/index.ts';
import { toSwedish } from '../../../tools/swedish/to-swedish.ts';
import { askingByDefault, type Bench, openBench } from '../../support/guard-bench.ts';
import { acts } from './acts-escalated.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench(askingByDefault());
});
afterAll(() => bench.close());

/** Names alone are the same in every language. */
const isName = (line: string): boolean => /^[^,]{1,40}, [\d*+ -]{6,20}$/.test(line);

it.each(acts)('the preview of $title is wholly in Swedish on the page', async ({ tool, args, world }) => {
  bench.scene(world);
  const { confirmation } = (await bench.host.call(tool, args)).data;
  const { guard } = tools.find(({ name }) => name === tool)!;
  const lines: string[] = [confirmation.summary, ...confirmation.effects, `Undo: ${guard!.undo}.`];
  expect(lines.filter((line) => !isName(line) && toSwedish(line) === line)).toEqual([]);
});

it.each([
  [
    'ATTENTION: price changes by more than half. Change product Dog box (8).',
    'OBS: priset ändras med mer än hälften. Ändra produkten Dog box (8).',
  ],
  ['price 399 to 299', 'priset 399 blir 299'],
  [
    'Cancel 2 orders worth 798 in all; 1 more is cancelled already.',
    'Makulera 2 order värda 798 tillsammans; 1 till är redan makulerade.',
  ],
  [
    'new roles: 1 (which Axel Gran (27) and 2 more have), with all their rights',
    'nya roller: 1 (som Axel Gran (27) och 2 till har), med alla deras rättigheter',
  ],
  // What outsiders wrote is carried over, also where it looks like a line of ours.
  ['Change customer Cancel order 39 (922).', 'Ändra kund Cancel order 39 (922).'],
])('"%s" is "%s"', (english, swedish) => {
  expect(toSwedish(english)).toBe(swedish);
});
