/** Confirmations that one replica gives and another takes: each once, and none while the state is lost. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type ConfirmationTokens, createConfirmationTokens } from '../../src/guard/confirmation-token.ts';
import { scopedStore } from '../../src/state/scoped-store.ts';
import { deriveKey } from '../../src/state/seal.ts';
import { by, cancel } from '../support/confirmation.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { redisStore, secret, times } from './stores.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});

const tokens = (person = 'anna', now?: () => number): ConfirmationTokens =>
  createConfirmationTokens({
    state: scopedStore(redisStore(redis.url), person),
    key: deriveKey(secret, 'confirmation tokens'),
    now,
  });

describe('a token of one replica', () => {
  it('is taken by another one, once, whichever is asked', async () => {
    const [one, other] = [tokens(), tokens()];
    const { token } = await one.issue('a');
    expect(await other.redeem(token, 'b')).toContain('does not belong');
    expect(await other.redeem(token, 'a')).toBeUndefined();
    for (const each of [one, other]) expect(await each.redeem(token, 'a')).toContain('used already');
  });

  it('is good for one use alone of 500 that are redeemed at both at once', async () => {
    const both = [tokens(), tokens()];
    const issued = await Promise.all(times(500, (n) => both[n % 2]!.issue(n)));
    const uses = await Promise.all(
      issued.flatMap(({ token }, n) => both.map((each) => each.redeem(token, n))),
    );
    for (const n of issued.keys())
      expect(uses.slice(2 * n, 2 * n + 2).filter((refused) => refused === undefined)).toHaveLength(1);
  });

  it('is used up for longer than a replica takes it whose clock is behind', async () => {
    const behind = () => Date.now() - 4 * 60_000;
    const { token } = await tokens().issue('a');
    expect(await tokens('anna', behind).redeem(token, 'a')).toBeUndefined();
    expect(await tokens('anna', behind).redeem(token, 'a')).toContain('used already');
  });

  it('confirms an act at another one', async () => {
    const verdict = await cancel(by({ tokens: tokens() }));
    if (verdict.yes) throw new Error('a yes that nobody gave');
    const { token } = verdict.answer.confirmation;
    expect((await cancel(by({ tokens: tokens() }), token)).yes).toBe(true);
    expect(await cancel(by({ tokens: tokens() }), token)).toMatchObject({
      yes: false,
      answer: { refused: 'The token was used already: it is good for one try. Nothing was done.' },
    });
  });
});

describe('while the state is lost', () => {
  it('no token is given or taken, and none from before is good afterwards', async () => {
    const [one, other] = [tokens(), tokens()];
    const [used, unused] = [await one.issue('a'), await one.issue('b')];
    expect(await other.redeem(used.token, 'a')).toBeUndefined();
    await redis.kill();
    await expect(one.issue('c')).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(cancel(by({ tokens: other }), unused.token)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('nothing is changed, and nothing was sent'),
    });
    await redis.start();
    await expect
      .poll(() =>
        other.issue('d').then(
          () => 'back',
          () => 'lost',
        ),
      )
      .toBe('back');
    // It is empty now: who used what before nobody knows.
    for (const [{ token }, binding] of [
      [used, 'a'],
      [unused, 'b'],
    ] as const)
      await expect.poll(() => one.redeem(token, binding).catch(() => '')).toContain('does not belong');
    const { token } = await one.issue('e');
    expect(await other.redeem(token, 'e')).toBeUndefined();
  });
});
