/** What a host is told while a call counts nothing. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type HeartbeatOptions, withHeartbeat } from '../../../src/call/progress/heartbeat.ts';
import type { Progress } from '../../../src/define/tool-context.ts';
import { type Deadline, withDeadline } from '../../../src/shared/deadline.ts';

const SECOND = 1_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Runs work under a heartbeat every two seconds. Returns what the host was told. */
async function toldOf(
  work: (deadline: Deadline, progress: Progress) => Promise<void>,
  isDialerAwaited: HeartbeatOptions['isDialerAwaited'] = () => true,
): Promise<string[]> {
  const told: string[] = [];
  const progress: Progress = (done, total, what) => void told.push([done, total, what].join(' '));
  await withDeadline(600 * SECOND, undefined, (whole) =>
    withHeartbeat(whole, progress, { heartbeatMs: 2 * SECOND, isDialerAwaited }, (deadline, reported) =>
      work(deadline, reported!),
    ),
  );
  await vi.advanceTimersByTimeAsync(60 * SECOND);
  return told;
}

it('tells every two seconds how long the dialer is waited for, and nothing after the end', async () => {
  const told = await toldOf(async () => void (await vi.advanceTimersByTimeAsync(7 * SECOND)));
  expect(told).toEqual([2, 4, 6].map((seconds) => `${seconds}  seconds waited for the dialer`));
});

it('says nothing while the work itself reports its progress', async () => {
  const told = await toldOf(async (_, progress) => {
    for (let done = 1; done <= 3; done++) {
      await vi.advanceTimersByTimeAsync(1.9 * SECOND);
      progress(done, 3, 'files saved');
    }
  });
  expect(told).toEqual([1, 2, 3].map((done) => `${done} 3 files saved`));
});

it('goes on counting the seconds after progress, since a count must grow', async () => {
  const told = await toldOf(async (_, progress) => {
    await vi.advanceTimersByTimeAsync(2 * SECOND);
    progress(5, 9, 'calls read');
    await vi.advanceTimersByTimeAsync(2 * SECOND);
  });
  expect(told).toEqual([
    '2  seconds waited for the dialer',
    '5 9 calls read',
    '4  seconds waited for the dialer',
  ]);
});

it('says so where nothing is known of the wait, and that a person is asked while one is', async () => {
  const told = await toldOf(
    async (deadline) => {
      await vi.advanceTimersByTimeAsync(2 * SECOND);
      await deadline.pauseWhile(async () => void (await vi.advanceTimersByTimeAsync(4 * SECOND)));
      await vi.advanceTimersByTimeAsync(2 * SECOND);
    },
    () => false,
  );
  expect(told).toEqual([
    '2  seconds without news',
    '2  seconds waited for a person',
    '4  seconds waited for a person',
    '4  seconds without news',
  ]);
});

it('ends with the work also where that fails', async () => {
  const told: unknown[] = [];
  const failing = withDeadline(SECOND, undefined, (whole) =>
    withHeartbeat(
      whole,
      (...one) => void told.push(one),
      { heartbeatMs: 2 * SECOND, isDialerAwaited: () => true },
      async () => {
        throw new TypeError('It broke');
      },
    ),
  );
  await expect(failing).rejects.toThrow('It broke');
  await vi.advanceTimersByTimeAsync(60 * SECOND);
  expect(told).toEqual([]);
});

it('starts no timer for a host that did not ask for progress', async () => {
  await withDeadline(SECOND, undefined, (whole) =>
    withHeartbeat(
      whole,
      undefined,
      { heartbeatMs: 2 * SECOND, isDialerAwaited: () => true },
      async (deadline, progress) => {
        expect(progress).toBeUndefined();
        expect(deadline).toBe(whole);
        // The deadline's own.
        expect(vi.getTimerCount()).toBe(1);
      },
    ),
  );
});
