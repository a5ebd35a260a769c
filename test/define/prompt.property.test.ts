/** Nobody else's words get into a prompt, whatever its arguments are. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Prompt, renderPrompt } from '../../src/define/prompt.ts';
import { PERIODS } from '../../src/shared/period.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { prompts } from '../../tools/prompts.ts';
import { runs } from '../support/runs.ts';

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'0123456789+-() \n"}{x') }),
  fc.constantFrom('sv', 'en', '39', '+46 70-174 06 05'),
);

/** A text without numbers and periods, and without what tells a customer's id from a phone number. */
const fixed = (text: string) =>
  text
    .replace(/"phone": "(.*?)"/, '"customer_id": $1')
    .replace(new RegExp(PERIODS.join('|'), 'g'), 'PERIOD')
    .replace(/[\d+() -]/g, '');

/** Every choice of arguments that may be left out or given, in both languages. */
const choices = ({ args }: Prompt): Record<string, string>[] =>
  Object.keys(args).reduce<Record<string, string>[]>(
    (all, name) => {
      const values = name === 'language' ? ['sv', 'en'] : [name === 'period' ? 'today' : '77'];
      return all.flatMap((one) => [one, ...values.map((value) => ({ ...one, [name]: value }))]);
    },
    [{}],
  );

it.each(prompts)(
  'only numbers and fixed words are filled in, whatever is given to the prompt $name',
  (prompt) => {
    const told = (args: Record<string, string>) => fixed(renderPrompt(prompt, args, () => true));
    const required = Object.keys(prompt.args).filter((name) => prompt.args[name]!.required);
    const right = new Set(
      choices(prompt)
        .filter((args) => required.every((name) => name in args))
        .map(told),
    );
    const given = Object.fromEntries(Object.keys(prompt.args).map((name) => [name, anything]));
    fc.assert(
      fc.property(fc.record(given), (args) => {
        try {
          expect(right).toContain(told(args));
        } catch (error) {
          if (!(error instanceof ToolError)) throw error;
        }
      }),
      runs(500),
    );
  },
);
