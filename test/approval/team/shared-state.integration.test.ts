/** Approvals in the state that replicas share: one answer of several, whoever waits where, and none while it is away. */
import { describe, expect, it } from 'vitest';
import { REQUEST } from '../../support/approval.ts';
import { loggedIn, teamBench } from './bench.ts';

const { signal } = new AbortController();

describe('two replicas', () => {
  it('take exactly one of two answers at the same time, from two tabs', async () => {
    for (let round = 0; round < 20; round++) {
      const bench = await teamBench({ replicas: 2 });
      const opened = await bench.open();
      const anna = await loggedIn(bench);
      const { token } = (await anna.state(opened)).json.me;
      const answers = await Promise.all(
        ['yes', 'no'].map((answer) => anna.post('answer', { reference: opened.reference, answer, token })),
      );
      expect(answers.filter(({ json }) => json.already)).toHaveLength(1);
      const [first] = answers.filter(({ json }) => !json.already);
      expect(await bench.look(opened)).toMatchObject({ state: first!.json.state });
    }
  });

  it('wake who waits at another one within a second', async () => {
    const bench = await teamBench({ replicas: 2 });
    const opened = await bench.open();
    const waiting = bench.approvalsOf('anna').wait(opened.reference, REQUEST.binding, 10_000, signal);
    await (await loggedIn(bench)).answer(opened, 'yes');
    const answered = performance.now();
    expect(await waiting).toMatchObject({ state: 'approved' });
    expect(performance.now() - answered).toBeLessThan(1_000);
  });
});

describe('who waits', () => {
  it('leaves the answer to the next call where theirs was cancelled', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const call = new AbortController();
    const waiting = bench.approvalsOf('anna').wait(opened.reference, REQUEST.binding, 10_000, call.signal);
    call.abort();
    expect(await waiting).toEqual({ state: 'pending' });
    await (await loggedIn(bench)).answer(opened, 'yes');
    expect(await bench.look(opened)).toMatchObject({ state: 'approved' });
  });
});

describe('a state that is out of reach', () => {
  it('lets nobody ask', async () => {
    const bench = await teamBench();
    bench.loseStore();
    await expect(bench.open()).rejects.toThrow(/Nothing was done/);
  });

  it('approves nothing in the middle, and the same can be answered once it is back', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const anna = await loggedIn(bench);
    const { token } = (await anna.state(opened)).json.me;
    bench.loseStore();
    const yes = { reference: opened.reference, answer: 'yes', token };
    const reply = await anna.post('answer', yes);
    expect([reply.status, reply.json]).toEqual([503, { state: 'waiting', problem: { code: 'unavailable' } }]);
    expect((await anna.state(opened)).json).toEqual({ state: 'unavailable' });
    await expect(bench.look(opened)).rejects.toThrow(/Nothing was done/);
    bench.loseStore(false);
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
    expect((await anna.post('answer', yes)).json).toEqual({ state: 'approved' });
    expect(bench.reports.join()).not.toMatch(/anna|token/);
  });

  it('holds no yes that may have been used before it was restarted', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    await (await loggedIn(bench)).answer(opened, 'yes');
    const key = `approval/record/${opened.reference}`;
    const record = JSON.parse((await bench.store.get(key))!);
    await bench.store.set(key, JSON.stringify({ ...record, run: 'an earlier one' }), 60_000);
    expect(await bench.look(opened)).toMatchObject({
      state: 'void',
      why: expect.stringMatching(/restarted/),
    });
  });
});
