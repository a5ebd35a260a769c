import { describe, expect, it } from 'vitest';
import type { Preview } from '../../src/define/tool.ts';
import { TOKEN_LIFE_MS } from '../../src/guard/confirmation-token.ts';
import type { AskPerson, ConfirmationContext, Form } from '../../src/guard/question.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { by, cancel, newTokens, order, question } from '../support/confirmation.ts';

const clock = (at = Date.UTC(2026, 10, 23, 12)) => ({
  now: () => at,
  pass: (ms: number) => {
    at += ms;
  },
});

const tokenOf = async (given: ConfirmationContext): Promise<string> => {
  const verdict = await cancel(given);
  if (verdict.yes) throw new Error('a yes that nobody gave');
  return verdict.answer.confirmation.token;
};

describe('a token', () => {
  it('a confirmation token is valid for five minutes', async () => {
    expect(TOKEN_LIFE_MS).toBe(300_000);
    for (const [ms, yes] of [
      [0, true],
      [300_000, true],
      [300_001, false],
      [3_600_000, false],
    ] as const) {
      const time = clock();
      const given = by({ tokens: newTokens(time.now) });
      const token = await tokenOf(given);
      time.pass(ms);
      const verdict = await cancel(given, token);
      expect(verdict.yes).toBe(yes);
      if (verdict.yes) continue;
      expect(verdict.answer.refused).toBe('The token is more than five minutes old. Nothing was done.');
      expect(verdict.answer.status).toBe('confirmation_required');
      expect((await cancel(given, verdict.answer.confirmation.token)).yes).toBe(true);
    }
  });

  it('a confirmation token is good for one use, however long ago that use was', async () => {
    const time = clock();
    const tokens = newTokens(time.now);
    const { token } = await tokens.issue('a');
    expect(await tokens.redeem(token, 'a')).toBeUndefined();
    expect(await tokens.redeem(token, 'a')).toContain('used already');
    time.pass(300_000);
    expect(await tokens.redeem(token, 'a')).toContain('used already');
    time.pass(1);
    expect(await tokens.redeem(token, 'a')).toContain('five minutes');
    await tokens.redeem('x', 'a');
    expect(await tokens.redeem(token, 'a')).toContain('five minutes');
  });

  it('a confirmation token is not used up by a failed attempt', async () => {
    const tokens = newTokens();
    const { token } = await tokens.issue('a');
    expect(await tokens.redeem(token, 'b')).toContain('does not belong');
    expect(await tokens.redeem(token, 'a')).toBeUndefined();
  });

  it('a confirmation token is refused with any character changed, left out or added', async () => {
    const tokens = newTokens();
    const { token } = await tokens.issue('a');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    for (let at = 0; at < token.length; at++) {
      for (const letter of alphabet) {
        const put = token.slice(0, at) + letter + token.slice(at);
        expect(await tokens.redeem(put, 'a')).toBeTruthy();
        if (letter !== token[at])
          expect(await tokens.redeem(token.slice(0, at) + letter + token.slice(at + 1), 'a')).toBeTruthy();
      }
      expect(await tokens.redeem(token.slice(0, at) + token.slice(at + 1), 'a')).toBeTruthy();
    }
    expect(await tokens.redeem(token, 'a')).toBeUndefined();
  });

  it('a confirmation token is refused for another principal', async () => {
    const given = by();
    expect((await cancel({ ...given, principal: 'q' }, await tokenOf(given))).yes).toBe(false);
  });

  it('a confirmation token is bound to the tool, the arguments, the pinned arguments and the target, each by itself', async () => {
    const given = by();
    const token = await tokenOf(given);
    const shown = (more: Partial<Preview>): ConfirmationContext => ({
      ...given,
      preview: async () => ({ ...order(), ...more }),
    });
    const others = [
      question('update_order_status', { order_id: 39, cancelled: true }, given, token),
      question('cancel_orders', { order_ids: [40] }, given, token),
      cancel(shown({ args: { order_ids: [40] } }), token),
      cancel(shown({ target: 'orders 40' }), token),
    ];
    for (const verdict of await Promise.all(others)) expect(verdict.yes).toBe(false);
    expect((await cancel(given, token)).yes).toBe(true);
  });

  it('a confirmation token is bound to the effects in the preview, even where the state is the same', async () => {
    const given = by();
    const token = await tokenOf(given);
    const effects = ['order 39: Bo Alm, 399'];
    expect((await cancel({ ...given, preview: async () => ({ ...order(), effects }) }, token)).yes).toBe(
      false,
    );
  });

  it('a confirmation token is bound to the whole state, not only to the part that is shown', async () => {
    const given = by();
    const token = await tokenOf(given);
    const hidden = async () => ({ ...order(), state: { value: 399, cancelled: true } });
    expect((await cancel({ ...given, preview: hidden }, token)).yes).toBe(false);
  });
});

describe('a form', () => {
  const asked = async (ask: AskPerson, more: Partial<ConfirmationContext> = {}) =>
    cancel(by({ ask, ...more }));

  it('a form waits five minutes for an answer', async () => {
    let given = 0;
    await asked(async (_, ms) => {
      given = ms;
    });
    expect(given).toBe(300_000);
  });

  it('a form left unanswered counts as declined', async () => {
    expect(await asked(async () => undefined)).toMatchObject({
      yes: false,
      answer: { status: 'declined' },
    });
  });

  it('a form that fails counts as declined', async () => {
    expect(await asked(() => Promise.reject(new Error('gone')))).toMatchObject({
      yes: false,
      answer: { status: 'declined' },
    });
  });

  it('a form is not shown when the preview fails, and the confirmation fails with the same error', async () => {
    const forms: Form[] = [];
    const gone = async () => Promise.reject(new ToolError('not_found', 'gone'));
    const ask: AskPerson = async (form) => forms.push(form) > 0;
    await expect(asked(ask, { preview: gone })).rejects.toThrow('gone');
    expect(forms).toEqual([]);
  });

  it('a preview with a line too long to be shown whole is refused', async () => {
    const long = async () => ({ ...order(), effects: ['x'.repeat(2_000)] });
    await expect(asked(async () => true, { preview: long })).rejects.toThrow('too long to be read');
    await expect(cancel(by({ preview: long }))).rejects.toThrow('too long to be read');
  });
});
