/** Time and the token's own rules, in process: the clock of a bundle can not be moved. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AskPerson, ConfirmationContext } from '../../src/guard/question.ts';
import { canonical } from '../../src/shared/json.ts';
import { by, cancel, newTokens, order, question } from '../support/confirmation.ts';

describe('a token', () => {
  it('a token is never accepted for another binding, and any other text is refused without an exception', async () => {
    const tokens = newTokens();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), fc.string(), async (one, two, text) => {
        const { token } = await tokens.issue(one);
        if (canonical(one) !== canonical(two)) expect(await tokens.redeem(token, two)).toBeTruthy();
        expect(await tokens.redeem(text, one)).toBeTruthy();
        expect(await tokens.redeem(token, JSON.parse(JSON.stringify(one)))).toBeUndefined();
      }),
    );
  });
});

describe('a form', () => {
  const asked = async (ask: AskPerson, more: Partial<ConfirmationContext> = {}) =>
    cancel(by({ ask, ...more }));

  it('a form counts as a yes only for the answer true', async () => {
    const truthy = fc.anything().filter((value) => value !== true);
    await fc.assert(
      fc.asyncProperty(truthy, async (said) => {
        expect((await asked(async () => said)).yes).toBe(false);
      }),
    );
    expect((await asked(async () => true)).yes).toBe(true);
  });

  it('the form of an irreversible act counts as a yes only for the id', async () => {
    const preview = async () => ({
      ...order(),
      args: { customer_id: 922 },
      type: { name: 'the id', value: '922' },
    });
    const prune = (ask: AskPerson) => question('prune_customer', { customer_id: 922 }, by({ ask, preview }));
    await fc.assert(
      fc.asyncProperty(
        fc.anything().filter((said) => typeof said !== 'string' || said.trim() !== '922'),
        async (said) => {
          expect((await prune(async () => said)).yes).toBe(false);
        },
      ),
    );
    expect(await prune(async () => ' 922 ')).toMatchObject({
      yes: true,
      by: 'form',
      args: { customer_id: 922 },
    });
  });
});
