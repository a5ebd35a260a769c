import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateArguments } from '../../../src/define/input/validate.ts';
import { ToolError } from '../../../src/shared/tool-error.ts';
import { tools } from '../../../tools/index.ts';
import { readArgs as read, refusedArgs as refusal, settings } from '../../support/arguments.ts';
import { runs } from '../../support/runs.ts';

describe('values of arguments', () => {
  it('validateArguments reads any positive integer as a number and as text with the same result', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (id) => {
        expect(read('get_call', { call_id: String(id) })).toEqual({ call_id: id });
        expect(read('get_call', { call_id: ` ${id} ` })).toEqual(read('get_call', { call_id: id }));
      }),
    );
  });

  it('validateArguments reads a list given as a list, as JSON text, as a list of texts and as a single value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 50 }),
        (order_ids) => {
          for (const given of [order_ids, JSON.stringify(order_ids), order_ids.map(String)])
            expect(read('cancel_orders', { order_ids: given })).toEqual({ order_ids });
          expect(read('cancel_orders', { order_ids: order_ids[0] })).toEqual({ order_ids: [order_ids[0]] });
        },
      ),
    );
  });

  it('validateArguments refuses text that is no number where a number is expected', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/^\s*[+-]?\d+(\.\d+)?\s*$/.test(text)),
        (text) => {
          expect(refusal('get_call', { call_id: text })).toMatch(/^call_id must be a whole number/);
        },
      ),
    );
  });
});

describe('arbitrary input', () => {
  it('validateArguments answers any input with arguments or a ToolError, never with a crash', () => {
    fc.assert(
      fc.property(fc.constantFrom(...tools), fc.anything(), (one, given) => {
        try {
          validateArguments(one, given, settings);
        } catch (error) {
          expect(error).toBeInstanceOf(ToolError);
        }
      }),
      runs(500),
    );
  });

  it('validateArguments answers any values under the right names with arguments or a ToolError, never with a crash', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...tools)
          .chain((one) =>
            fc
              .record(Object.fromEntries(Object.keys(one.input.shape).map((name) => [name, fc.anything()])))
              .map((given) => ({ one, given })),
          ),
        ({ one, given }) => {
          try {
            validateArguments(one, given, settings);
          } catch (error) {
            expect(error).toBeInstanceOf(ToolError);
          }
        },
      ),
      runs(500),
    );
  });
});
