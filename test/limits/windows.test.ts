import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/config/trust.ts';
import {
  addAct,
  type Counts,
  findExcess,
  isCounts,
  limitUse,
  littleLeft,
  NO_COUNTS,
} from '../../src/limits/windows.ts';
import { act, only } from './act.ts';

const at = (time: string): number => Date.parse(`2026-11-30T${time}Z`);
const NOON = at('12:00:00');

const counted = (...acts: [time: number, size: ReturnType<typeof act>][]): Counts =>
  acts.reduce((counts, [time, size]) => addAct(counts, size, time), NO_COUNTS);

describe('a limit', () => {
  it('has room for exactly as much as it allows', () => {
    const limits = only({ writes_per_minute: 3 });
    const two = counted([NOON, act({ writes: 2 })]);
    expect(findExcess(two, act({ writes: 1 }), limits, NOON)).toBeUndefined();
    expect(findExcess(two, act({ writes: 2 }), limits, NOON)).toMatchObject({
      name: 'writes_per_minute',
      max: 3,
      used: 2,
      size: 2,
    });
  });

  it.each([
    ['writes_per_minute', { writes: 1 }, '12:00:17.500', '12:01:18'],
    ['writes_per_hour', { writes: 1 }, '12:00:17.500', '13:01:00'],
    ['people_rung_per_hour', { rung: 1 }, '12:59:59.999', '14:00:00'],
    ['people_rung_per_hour', { rung: 1 }, '13:00:00', '14:01:00'],
  ] as const)('%s ends when the step of the act has passed: %o at %s until %s', (name, size, time, end) => {
    const counts = counted([at(time), act(size)]);
    const excess = (now: number) => findExcess(counts, act(size), only({ [name]: 1 }), now);
    expect(excess(at(time))?.until).toBe(at(end));
    expect(excess(at(end) - 1)?.until).toBe(at(end));
    expect(excess(at(end))).toBeUndefined();
  });

  it.each(['records', 'erasures'] as const)('%s a day end a day later, to five minutes', (what) => {
    const counts = counted([at('12:02:00'), act({ [what]: 1 })]);
    const limits = only({ [`${what}_per_day`]: 1 });
    const until = Date.parse('2026-12-01T12:05:00Z');
    expect(findExcess(counts, act({ [what]: 1 }), limits, NOON)?.until).toBe(until);
    expect(findExcess(counts, act({ [what]: 1 }), limits, until)).toBeUndefined();
  });

  it('tells when enough of the earlier acts no longer count, not when the first does', () => {
    const counts = counted(
      [at('12:00:00'), act({ writes: 1 })],
      [at('12:00:10'), act({ writes: 2 })],
      [at('12:00:20'), act({ writes: 2 })],
    );
    const until = (writes: number) =>
      findExcess(counts, act({ writes }), only({ writes_per_minute: 5 }), at('12:00:30'))?.until;
    expect(until(1)).toBe(at('12:01:01'));
    expect(until(2)).toBe(at('12:01:11'));
    expect(until(3)).toBe(at('12:01:11'));
    expect(until(4)).toBe(at('12:01:21'));
    expect(until(6)).toBeUndefined();
  });

  it('of two that have no room names the one that has none for longer', () => {
    const counts = counted([NOON, act({ writes: 2 })]);
    const limits = { writes_per_minute: 2, writes_per_hour: 2 };
    expect(findExcess(counts, act(), only(limits), NOON)?.name).toBe('writes_per_hour');
    const tooMuch = { writes_per_minute: 1, writes_per_hour: 2 };
    expect(findExcess(counts, act({ writes: 2 }), only(tooMuch), NOON)?.name).toBe('writes_per_minute');
  });

  it('that is lower than what is used already has room once that is over', () => {
    const counts = counted([NOON, act({ erasures: 9 })]);
    expect(findExcess(counts, act({ erasures: 1 }), only({ erasures_per_day: 3 }), NOON)).toMatchObject({
      used: 9,
      until: Date.parse('2026-12-01T12:05:00Z'),
    });
  });

  it('of zero allows nothing, ever', () => {
    expect(findExcess(NO_COUNTS, act({ erasures: 1 }), only({ erasures_per_day: 0 }), NOON)).toEqual({
      name: 'erasures_per_day',
      max: 0,
      used: 0,
      size: 1,
      until: undefined,
    });
  });

  it('does not hold what does not count against it, even where it is used up', () => {
    const counts = counted([NOON, act({ writes: 3, erasures: 2 })]);
    expect(findExcess(counts, act({ records: 4 }), only({ erasures_per_day: 1 }), NOON)).toBeUndefined();
    expect(findExcess(counts, act({ writes: 400 }), only({}), NOON)).toBeUndefined();
  });

  it('holds over a clock that goes back, until the clock has caught up', () => {
    const limits = only({ writes_per_minute: 2 });
    const counts = counted([NOON, act()], [at('11:00:00'), act()], [at('10:00:00'), act()]);
    expect(counts.seen).toBe(NOON);
    expect(findExcess(counts, act(), limits, at('09:00:00'))?.until).toBe(at('12:01:01'));
    expect(findExcess(counts, act(), limits, at('12:01:01'))).toBeUndefined();
  });
});

describe('what is kept of the acts', () => {
  it('is small after a day at full speed', () => {
    let counts = NO_COUNTS;
    for (let time = NOON; time < NOON + 86_400_000; time += 20_000)
      counts = addAct(counts, act({ writes: 1, records: 3, erasures: 1, rung: 1 }), time);
    for (const steps of Object.values(counts.steps)) expect(steps.length).toBeLessThanOrEqual(290);
    expect(JSON.stringify(counts).length).toBeLessThan(20_000);
    expect(limitUse(counts, { records_per_day: 1 }, NOON + 86_400_000)[0]!.used).toBeGreaterThan(12_900);
  });

  it('is nothing but numbers', () => {
    const counts = counted([NOON, act({ writes: 1, records: 3, rung: 2, contacts: true })]);
    expect(JSON.stringify(counts)).toMatch(/^\{"seen":\d+,"steps":\{("\w+":\[[\d,[\]]*\],?)+\}\}$/);
    expect(Object.keys(counts.steps)).toEqual([...LIMITS]);
  });

  it.each([
    null,
    [],
    'x',
    {},
    { seen: 1 },
    { seen: '1', steps: {} },
    { seen: -1, steps: {} },
    { seen: 1, steps: [] },
    { seen: 1, steps: { writes_per_hour: {} } },
    { seen: 1, steps: { writes_per_hour: [1] } },
    { seen: 1, steps: { writes_per_hour: [[1]] } },
    { seen: 1, steps: { writes_per_hour: [[1, null]] } },
    { seen: 1, steps: { writes_per_hour: [[1, -2]] } },
    { seen: 1, steps: { writes_per_hour: [[1, 2, 3]] } },
  ])('%j is no such thing', (value) => {
    expect(isCounts(value)).toBe(false);
  });
});

describe('what is left', () => {
  const left = (used: number, max: number) =>
    littleLeft(counted([NOON, act({ writes: used })]), act(), only({ writes_per_hour: max }), NOON);

  it.each([
    [47, 60, {}],
    [48, 60, { writes_per_hour: 12 }],
    [60, 60, { writes_per_hour: 0 }],
    [4_000, 5_000, {}],
    [4_800, 5_000, { writes_per_hour: 200 }],
    [1, 3, {}],
    [2, 3, { writes_per_hour: 1 }],
    [1, 1, { writes_per_hour: 0 }],
    [9, 3, { writes_per_hour: 0 }],
  ])('after %i of %i is told as %o', (used, max, told) => {
    expect(left(used, max)).toEqual(told);
  });

  it('is told of limits that the act counts against alone', () => {
    const counts = counted([NOON, act({ writes: 1, erasures: 1 })]);
    const limits = only({ writes_per_hour: 1, erasures_per_day: 1 });
    expect(littleLeft(counts, act(), limits, NOON)).toEqual({ writes_per_hour: 0 });
    expect(littleLeft(counts, act({ rung: 1 }), limits, NOON)).toEqual({});
  });
});
