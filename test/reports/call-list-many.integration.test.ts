/** Single calls where there are more than the dialer tells of one search. */
import { afterEach, describe, expect, it } from 'vitest';
import { type MadeCall, type MadeDialer, madeCalls, madeDialer } from '../support/reports.ts';
import { table } from '../support/sandbox-rows.ts';

const ids = (answer: any): number[] => table(answer).map(({ id }) => id);

describe('more calls than the dialer tells of one search', () => {
  let dialer: MadeDialer;
  afterEach(() => dialer.close());

  /** A dialer that heeds both bounds and never tells more than 50,000 calls of one search. */
  const large = (all: readonly MadeCall[], capped = false) =>
    madeDialer(({ start_date = '', end_date = '9', limit, page = 0 }) => {
      const found = all.filter(({ init_time }) => init_time >= start_date && init_time <= end_date);
      const count = capped ? Math.min(found.length, 50_000) : found.length;
      const rows = found.slice(page * limit, Math.min((page + 1) * limit, 50_000));
      return { body: { rows, count, current_page: page, last_page: Math.ceil(count / limit) - 1 } };
    });
  const list = async (args: object): Promise<any> => {
    const { signal } = new AbortController();
    return (await dialer.calls.engine.caller.call('search_calls', args, { signal })).row;
  };

  it.each([
    [49_999, false],
    [50_000, false],
    [50_000, true],
    [50_001, true],
    [160_000, false],
    [160_000, true],
  ])('search_calls begins with the last of %i calls (the count is capped: %s)', async (count, capped) => {
    const all = madeCalls(count, 3, '2026-09-02T08:00:00.000Z');
    dialer = await large(all, capped);
    const first = await list({ limit: 10 });
    expect(ids(first)).toEqual(
      all
        .slice(-10)
        .map(({ id }) => id)
        .reverse(),
    );
    const second = await list({ limit: 10, cursor: first.next_cursor });
    expect(ids(second)).toEqual(
      all
        .slice(-20, -10)
        .map(({ id }) => id)
        .reverse(),
    );
    expect(dialer.searches.length).toBeLessThan(40);
  });

  it('search_calls stays within the end of the period, in both directions', async () => {
    const all = madeCalls(160_000, 3, '2026-09-02T08:00:00.000Z');
    dialer = await large(all);
    const end_date = '2026-09-02T20:00:00.000Z';
    const within = all.filter(({ init_time }) => init_time <= end_date).map(({ id }) => id);
    const newest = await list({ limit: 10, end_date });
    expect(newest.total).toBe(within.length);
    expect(ids(newest)).toEqual(within.slice(-10).reverse());
    const oldest = await list({ limit: 10, end_date, sort: 'oldest' });
    expect(ids(oldest)).toEqual(within.slice(0, 10));
    expect(dialer.searches.at(-1)).toMatchObject({ end_date, page: 0 });
  });

  it('search_calls is refused as too_large when one second has more calls than a search returns', async () => {
    dialer = await large(madeCalls(60_000, 60_000));
    await expect(list({ limit: 10 })).rejects.toMatchObject({
      kind: 'too_large',
      message: expect.stringMatching(/first 50000 calls of one search.*shorter time/),
    });
    expect(dialer.searches.length).toBeLessThan(60);
  });
});
