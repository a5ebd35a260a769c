/** The notices of progress that a host gets: one number that grows, and words for a person. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ProgressNotice, progressReporter } from '../../../src/mcp/handlers/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function reporter(signal = new AbortController().signal) {
  const notices: ProgressNotice[] = [];
  const progress = progressReporter(signal, async (notice) => void notices.push(notice));
  return {
    notices,
    /** Reports after so long that nothing is left out. */
    count(...counted: Parameters<typeof progress>) {
      vi.advanceTimersByTime(1_000);
      progress(...counted);
    },
    progress,
  };
}

it('a single step is told with its own count, total and words', () => {
  const { notices, count } = reporter();
  count(5_000, 12_000, 'calls read');
  count(12_000, 12_000, 'calls read');
  expect(notices).toEqual([
    { progress: 5_000, total: 12_000, message: '5,000 of 12,000 calls read' },
    { progress: 12_000, total: 12_000, message: '12,000 of 12,000 calls read' },
  ]);
});

it('two steps at once add up to one number with one total, each with its own words', () => {
  const { notices, count } = reporter();
  count(5_000, 12_000, 'calls read');
  count(3_000, 9_000, 'calls read of the earlier time');
  count(12_000, 12_000, 'calls read');
  count(9_000, 9_000, 'calls read of the earlier time');
  expect(notices).toEqual([
    { progress: 5_000, total: 12_000, message: '5,000 of 12,000 calls read' },
    { progress: 8_000, total: 21_000, message: '3,000 of 9,000 calls read of the earlier time' },
    { progress: 15_000, total: 21_000, message: '12,000 of 12,000 calls read' },
    { progress: 21_000, total: 21_000, message: '9,000 of 9,000 calls read of the earlier time' },
  ]);
});

it('a step of another unit goes on counting, without a total that would add files to calls', () => {
  const { notices, count } = reporter();
  count(400, 400, 'calls read');
  count(1, 3, 'files saved');
  expect(notices[1]).toEqual({ progress: 401, message: '1 of 3 files saved' });
});

it('a step that begins anew goes on from where it was', () => {
  const { notices, count } = reporter();
  count(7, 7, 'files saved');
  count(1, 4, 'files saved');
  count(4, 4, 'files saved');
  expect(notices).toEqual([
    { progress: 7, total: 7, message: '7 of 7 files saved' },
    { progress: 8, total: 11, message: '1 of 4 files saved' },
    { progress: 11, total: 11, message: '4 of 4 files saved' },
  ]);
});

it('seconds of waiting are counted and leave the total of the step as meaningful as it was', () => {
  const { notices, count } = reporter();
  count(2, undefined, 'seconds waited for the dialer');
  count(5_000, 12_000, 'calls read');
  count(4, undefined, 'seconds waited for the dialer');
  count(12_000, 12_000, 'calls read');
  expect(notices.map(({ message }) => message)).toEqual([
    '2 seconds waited for the dialer',
    '5,000 of 12,000 calls read',
    '4 seconds waited for the dialer',
    '12,000 of 12,000 calls read',
  ]);
  expect(notices.map(({ progress, total }) => [progress, total])).toEqual([
    [2, undefined],
    [5_002, 12_002],
    [5_004, undefined],
    [12_004, 12_004],
  ]);
});

it('a total is told only once every step has one', () => {
  const { notices, count } = reporter();
  count(300, undefined, 'orders read');
  count(200, 200, 'orders read of the earlier time');
  count(450, 450, 'orders read');
  expect(notices.map(({ progress, total }) => [progress, total])).toEqual([
    [300, undefined],
    [500, undefined],
    [650, 650],
  ]);
});

it('a host is told at most five times a second, and always of the end of a step', () => {
  const { notices, progress } = reporter();
  for (let done = 1; done <= 1_000; done++) {
    vi.advanceTimersByTime(1);
    progress(done, 1_000, 'bytes read');
  }
  expect(notices.map(({ progress }) => progress)).toEqual([1, 201, 401, 601, 801, 1_000]);
});

it('what brings no more is not told', () => {
  const { notices, count } = reporter();
  count(3, 5, 'orders checked');
  count(3, 5, 'orders checked');
  expect(notices).toHaveLength(1);
});

it('nothing is told of a call that was cancelled', () => {
  const controller = new AbortController();
  const { notices, count } = reporter(controller.signal);
  controller.abort();
  count(1, 2, 'files saved');
  expect(notices).toEqual([]);
});
