import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ElicitAnswer } from '../../../src/mcp/client.ts';
import { isRead } from '../../support/fake-dialer.ts';
import {
  askingByDefault,
  type Bench,
  effects,
  openBench,
  type Person,
  previewed,
  requestsOf,
  worldScript,
} from '../../support/guard-bench.ts';
import { acts } from './acts-escalated.ts';

let bench: Bench;
let plain: Bench;

beforeAll(async () => {
  [bench, plain] = await Promise.all([openBench(askingByDefault(), true), openBench(askingByDefault())]);
});

afterAll(() => Promise.all([bench.close(), plain.close()]));

const says =
  (confirm: string | boolean | number): Person =>
  () => ({ action: 'accept', content: { confirm } });

describe.each(acts)('$title', (act) => {
  const { tool, args, world, request, further, body, shown, typed, undone, other, changed } = act;
  const yes = says(typed ?? true);

  const declined = async (person: Person, given = args) => {
    bench.scene(world, person);
    const answer = await bench.host.call(tool, given);
    expect(answer.isError).toBe(false);
    expect(answer.data).toEqual({
      status: 'declined',
      note: expect.stringMatching(/Nothing was done\.$/),
    });
    expect(bench.forms).toHaveLength(1);
    expect(effects(bench.dialer)).toEqual([]);
    return answer.data.note as string;
  };

  it('a guarded act is shown in a form and done exactly once after a yes', async () => {
    bench.scene(world, yes);
    const answer = await bench.host.call(tool, args);
    expect(answer.data.status).toBe('done');
    expect(effects(bench.dialer)).toEqual(requestsOf(act));
    expect(bench.dialer.requests.find((one) => !isRead(one))!.body).toEqual(body);
    expect(bench.forms).toHaveLength(1);
    const { message, requestedSchema } = bench.forms[0]!;
    for (const part of shown) expect(message).toContain(part);
    const [undo, where] = message.split('\n').slice(-2);
    if (undone === "by Hitrate's support")
      expect(undo).toMatch(/^Only Hitrate's support can undo this: .+\.$/);
    else expect(undo).toMatch(typed || undone ? /^Can not be undone: .+\.$/ : /^Undo: .+\.$/);
    expect(where).toBe(`Dialer: ${new URL(bench.dialer.url).host}`);
    expect(requestedSchema.properties.confirm).toMatchObject({ type: typed ? 'string' : 'boolean' });
    expect(requestedSchema.required).toEqual(['confirm']);
  });

  it('a guarded act is not done when the person declines, closes the form or leaves the field empty', async () => {
    await declined(() => ({ action: 'decline' }));
    await declined(() => ({ action: 'cancel' }));
    await declined(() => ({ action: 'decline', content: { confirm: typed ?? true } }));
    await declined(() => ({ action: 'accept' }));
    await declined(() => ({ action: 'accept', content: {} }));
    await declined(() => ({ action: 'accept', content: { yes: true } }));
  });

  it('a guarded act is not done for a wrong answer in the form', async () => {
    for (const wrong of [false, '', ' ', 'no', 'true', '0', 1, 0]) await declined(says(wrong));
    if (typed === undefined) return;
    for (const wrong of [true, `${typed}0`, typed.slice(1), 'yes', Number(typed) || 1])
      expect(await declined(says(wrong))).toContain('What was typed is not');
  });

  it('a guarded act is not done when the form fails', async () => {
    const broken: Person = () => {
      throw new Error('no window');
    };
    expect(await declined(broken)).toContain('could not be asked');
    expect(await declined(() => ({ action: 'maybe' }) as unknown as ElicitAnswer)).toBeTruthy();
  });

  it('a guarded act needs the form even with a token from another server', async () => {
    plain.scene(world);
    const token = await previewed(plain.host, tool, args);
    await declined(() => ({ action: 'decline' }), { ...args, confirm: token });
    await declined(() => ({ action: 'decline' }), { ...other, confirm: token });
  });

  if (!changed) return;

  it('a guarded act is asked again when its target changes meanwhile, and done only on a yes to the new state', async () => {
    const moving = (second: Person): Person => {
      let round = 0;
      return (form) => {
        if (++round > 1) return second(form);
        bench.dialer.script(worldScript({ ...world, ...changed }));
        return { action: 'accept', content: { confirm: typed ?? true } };
      };
    };
    bench.scene(
      world,
      moving(() => ({ action: 'decline' })),
    );
    expect((await bench.host.call(tool, args)).data.status).toBe('declined');
    expect(effects(bench.dialer)).toEqual([]);
    expect(bench.forms).toHaveLength(2);
    expect(bench.forms[1]!.message).toMatch(/^It changed while you were asked/);
    expect(bench.forms[1]!.message).not.toContain(bench.forms[0]!.message);

    // A yes to the second form acts on what the second form showed: for an erasure that is the id which stands there.
    bench.scene(
      world,
      moving(({ message }) => ({
        action: 'accept',
        content: {
          confirm: typed ? (!further && /customer (\d+),/.exec(message)?.[1]) || typed : true,
        },
      })),
    );
    await bench.host.call(tool, args);
    expect(bench.forms).toHaveLength(2);
    expect(effects(bench.dialer)).toHaveLength(requestsOf(act).length);
    if (request.includes('id=922') && !further) {
      const now = /customer (\d+)/.exec(bench.forms[1]!.message)?.[1];
      expect(effects(bench.dialer)[0]).toBe(request.replace('922', now!));
    }
  });
});
