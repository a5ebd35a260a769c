/** A host that turns forms down by itself leaves a person wondering: the answer says what may have happened, and no more. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, effects, openBench, type Person } from '../../support/guard-bench.ts';
import { things } from './acts.ts';

let bench: Bench | undefined;
afterEach(() => bench?.close());

const PLAIN = 'The person did not confirm. Nothing was done.';
const HINT = /answered at once by itself.*HITRATE_CONFIRM=token\. Nothing was done\.$/;

async function note(person: Person, env: Record<string, string> = {}): Promise<string> {
  bench = await openBench(env, true);
  bench.scene(({ method }) => ({ body: method === 'GET' ? [things.order(39)] : {} }), person);
  const { data } = await bench.host.call('cancel_orders', { order_ids: [39] });
  expect(data.status).toBe('declined');
  expect(effects(bench.dialer)).toEqual([]);
  return data.note;
}

describe('a form that is turned down', () => {
  it.each(['decline', 'cancel'] as const)(
    'a form that is turned down at once (%s) is reported as answered by the host itself',
    async (action) => {
      expect(await note(() => ({ action }))).toMatch(HINT);
    },
  );

  it('a form that fails at once with an error is reported as answered by the host itself', async () => {
    const broken: Person = () => {
      throw new Error('no window');
    };
    expect(await note(broken)).toMatch(/^The person could not be asked\. .*answered at once/);
  });

  it('a form that is declined after some time is reported as a plain refusal', async () => {
    const person: Person = async () => {
      await wait(400);
      return { action: 'decline' };
    };
    expect(await note(person)).toBe(PLAIN);
  });

  it('a declined form under HITRATE_CONFIRM=human is a plain refusal without a hint at tokens', async () => {
    expect(await note(() => ({ action: 'decline' }), { HITRATE_CONFIRM: 'human' })).toBe(PLAIN);
  });
});
