/** Whose turn it is, and whose work is shared. */
import { describe, expect, it } from 'vitest';
import { createQueue, createSharedWork } from '../../../src/recordings/transcription/job-queue.ts';

const never = new AbortController().signal;
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Work that goes on until it is let go. */
function held() {
  let go = () => {};
  const work = new Promise<void>((resolve) => {
    go = resolve;
  });
  return { work: () => work, go };
}

describe('turns', () => {
  it('runs a limited number of jobs at a time and the others in their order, even after a failed job', async () => {
    const turn = createQueue(2);
    const began: number[] = [];
    const works = [held(), held(), held(), held()];
    const all = works.map(({ work }, i) =>
      turn(never, async () => {
        began.push(i);
        await work();
        if (i === 0) throw new Error('failed');
      }).catch(() => {}),
    );
    await settled();
    expect(began).toEqual([0, 1]);
    works[0]!.go();
    await settled();
    expect(began).toEqual([0, 1, 2]);
    for (const { go } of works) go();
    await Promise.all(all);
    expect(began).toEqual([0, 1, 2, 3]);
  });

  it('removes a waiting job from the queue as soon as the job is cancelled, and no other job', async () => {
    const turn = createQueue(1);
    const first = held();
    const busy = turn(never, first.work);
    const stop = new AbortController();
    const waits = turn(stop.signal, () => expect.fail('it had been cancelled'));
    const next = turn(never, async () => 'next');
    await settled();
    stop.abort(new Error('cancelled'));
    await expect(waits).rejects.toThrow('cancelled');
    first.go();
    await busy;
    expect(await next).toBe('next');
  });

  it('starts the next job even where the job whose turn has come is cancelled at that moment', async () => {
    const turn = createQueue(1);
    const first = held();
    const stop = new AbortController();
    const busy = turn(never, first.work);
    const waits = turn(stop.signal, async () => 'done').catch((error) => error.message);
    const last = turn(never, async () => 'last');
    await settled();
    first.go();
    await busy;
    stop.abort(new Error('cancelled'));
    expect(await waits).toBe('cancelled');
    expect(await last).toBe('last');
  });
});

describe('shared work', () => {
  it('does shared work once for all callers, keeps the result, and begins anew after a failure', async () => {
    const share = createSharedWork<number>(5);
    let begun = 0;
    const work = async () => {
      begun++;
      if (begun === 1) throw new Error('failed');
      return begun;
    };
    await expect(share('a', never, work)).rejects.toThrow('failed');
    expect(await Promise.all([share('a', never, work), share('a', never, work)])).toEqual([2, 2]);
    expect(await share('a', never, work)).toBe(2);
    expect(begun).toBe(2);
  });

  it('ends shared work when its last caller is cancelled', async () => {
    const share = createSharedWork<void>(5);
    let ended = false;
    const work = (signal: AbortSignal) =>
      new Promise<void>((_, reject) => {
        signal.addEventListener('abort', () => {
          ended = true;
          reject(signal.reason);
        });
      });
    const [one, other] = [new AbortController(), new AbortController()];
    const both = [share('a', one.signal, work), share('a', other.signal, work)].map((waits) =>
      waits.catch(() => 'cancelled'),
    );
    one.abort();
    await settled();
    expect(ended).toBe(false);
    other.abort();
    expect(await Promise.all(both)).toEqual(['cancelled', 'cancelled']);
    expect(ended).toBe(true);
  });
});
