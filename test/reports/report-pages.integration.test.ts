/** Calls come in pages, 50,000 of one search at most: each is counted once, and what may be missing is said. */
import { afterEach, describe, expect, it } from 'vitest';
import { type MadeDialer, madeCalls, madeDialer, pageOf, report } from '../support/reports.ts';

let dialer: MadeDialer;
afterEach(() => dialer.close());

const ALL = { start_date: '2026-11-01', end_date: '2026-11-30' };
const count = (args: object = {}) => report(dialer.calls, 'call_report', { ...ALL, ...args });

describe('more calls than the dialer tells of one search', () => {
  it("counts all calls beyond the dialer's limit by searching on from the last moment", async () => {
    const all = madeCalls(100_001);
    dialer = await madeDialer((body) => pageOf(all, body));
    const answer = await count({ by: ['day'] });
    expect(answer).toMatchObject({ rows_read: 100_001, sum: { attempts: 100_001, orders: 100_001 } });
    expect(answer.partial).toBeUndefined();
    expect(answer.rows.reduce((sum: number, row: any[]) => sum + row[1], 0)).toBe(100_001);
    const begun = [...new Set(dialer.searches.map(({ start_date }) => start_date))];
    expect(begun).toHaveLength(3);
    expect(begun[1]).toBe(all[49_999]!.init_time);
    expect(dialer.searches.every(({ limit }) => limit === 5_000)).toBe(true);
  });

  it('counts each call once where many of one second lie on both sides of the limit', async () => {
    const all = madeCalls(50_030, 7);
    dialer = await madeDialer((body) => pageOf(all, body));
    const answer = await count();
    expect(answer.rows_read).toBe(50_030);
    expect(answer.partial).toBeUndefined();
  });

  it.each([49_999, 50_000, 50_001])('counts %i calls', async (so) => {
    const all = madeCalls(so);
    dialer = await madeDialer((body) => pageOf(all, body));
    const answer = await count();
    expect(answer.rows_read).toBe(so);
    expect(answer.partial).toBeUndefined();
  });

  it('says that calls are missing where one second has more than one search returns', async () => {
    const all = madeCalls(60_000, 60_000);
    dialer = await madeDialer((body) => pageOf(all, body));
    const answer = await count();
    expect(answer.rows_read).toBe(50_000);
    expect(answer.partial).toBe(
      'The dialer tells no more than 50000 calls of one search. Ask for a shorter time.',
    );
  });

  it('says that calls are missing where the dialer does not return them in order of time', async () => {
    const later = madeCalls(60_000).reverse();
    dialer = await madeDialer((body) => pageOf(later, body));
    expect(await count()).toMatchObject({
      rows_read: 50_000,
      partial: expect.stringContaining('no more than 50000'),
    });
    // In order within each page, but not from page to page.
    const parts = madeCalls(60_000);
    const mixed = [...parts.slice(30_000), ...parts.slice(0, 30_000)];
    dialer.script(async ({ path, body }) =>
      path === '/api/calls/search' ? pageOf(mixed, body) : { body: [] },
    );
    expect(await count()).toMatchObject({
      rows_read: 50_000,
      partial: expect.stringContaining('no more than 50000'),
    });
  });

  it('stops where the dialer ignores the start of a search', async () => {
    const all = madeCalls(60_000);
    dialer = await madeDialer((body) => pageOf(all, { ...body, start_date: undefined }));
    expect(await count()).toMatchObject({
      rows_read: 50_000,
      partial: expect.stringContaining('no more than 50000'),
    });
    expect(dialer.searches.length).toBeLessThanOrEqual(20);
  });
});

describe('calls that change while they are read', () => {
  const base = madeCalls(15_000);
  const early = { ...base[0]!, id: 90_001 };
  const late = { ...base.at(-1)!, id: 90_002 };

  it('counts each call once where one that comes in early shifts the rest, and misses that one', async () => {
    dialer = await madeDialer((body, nth) => pageOf(nth === 1 ? base : [early, ...base], body));
    expect(await count()).toMatchObject({
      rows_read: 15_000,
      sum: { attempts: 15_000 },
      partial: 'Calls changed while they were read, and some may be missing. Ask again for exact figures.',
    });
  });

  it('counts all calls where new ones come in at the end', async () => {
    dialer = await madeDialer((body, nth) => pageOf(nth === 1 ? base : [...base, late], body));
    const answer = await count();
    expect(answer.rows_read).toBe(15_001);
    expect(answer.partial).toBeUndefined();
  });

  it('says that calls are missing where others before them went away', async () => {
    dialer = await madeDialer((body, nth) => pageOf(nth === 1 ? base : base.slice(3), body));
    expect(await count()).toMatchObject({
      rows_read: 14_997,
      partial: 'Calls changed while they were read: 14997 of 15000 were seen. Ask again for exact figures.',
    });
  });

  it('says that calls are missing also where as many came as went', async () => {
    const states = [base, base.slice(1), [...base.slice(1), late]];
    dialer = await madeDialer((body, nth) => pageOf(states[Math.min(nth, 3) - 1]!, body));
    expect(await count()).toMatchObject({
      rows_read: 15_000,
      partial: expect.stringContaining('some may be missing'),
    });
  });

  it('reports what was read where only the first page is left, and says that the rest is gone', async () => {
    dialer = await madeDialer((body, nth) => pageOf(nth === 1 ? base : [], body));
    expect(await count()).toMatchObject({
      rows_read: 5_000,
      partial: expect.stringContaining('5000 of 15000 were seen'),
    });
  });
});

it('reads the next page while the present one is counted, and no page twice', async () => {
  const all = madeCalls(12_000);
  dialer = await madeDialer((body) => pageOf(all, body));
  const told: unknown[][] = [];
  await report(dialer.calls, 'call_report', ALL, { progress: (...one) => told.push(one) });
  expect(dialer.searches.map(({ page }) => page)).toEqual([0, 1, 2]);
  expect(told).toEqual([
    [5_000, 12_000, 'calls read'],
    [10_000, 12_000, 'calls read'],
    [12_000, 12_000, 'calls read'],
  ]);
});

it('reports a sum of 0 where there are no calls', async () => {
  dialer = await madeDialer((body) => pageOf([], body));
  const { as_of, ...answer } = await count({ by: ['campaign'] });
  expect(answer).toEqual({
    covers: '2026-11-01 to 2026-11-30 (Europe/Stockholm)',
    rows_read: 0,
    sum: { attempts: 0, reached: 0, orders: 0, no_thanks: 0, overcalls: 0, recorded: 0 },
    note: 'There are no calls at all on these days.',
  });
});
