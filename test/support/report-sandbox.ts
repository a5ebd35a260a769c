/** A dialer with all that a report may meet: nights, Sundays, clock changes, nobody's calls, people who left. */

import fc from 'fast-check';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.ts';
import { PERIODS } from '../../src/shared/period.ts';

export const NOW = new Date('2027-01-05T21:30:00Z');

/** Moments at which somebody asks: on both days of a clock change, at new year, at the end of a long month. */
export const asked = fc.constantFrom(
  NOW.toISOString(),
  '2026-10-25T22:30:00Z',
  '2026-10-26T00:30:00Z',
  '2026-03-29T21:30:00Z',
  '2026-03-30T06:00:00Z',
  '2026-05-31T12:00:00Z',
);

export const zone = fc.constantFrom(
  'Europe/Stockholm',
  'UTC',
  'Pacific/Auckland',
  'America/Santiago',
  'Asia/Beirut',
  'Asia/Kolkata',
);

export { PERIODS };

const dayBetween = fc
  .integer({ min: 0, max: 430 })
  .map((back) => new Date(NOW.getTime() - back * 86_400_000).toISOString().slice(0, 10));

/** Both ends, one of them, or a named period. */
export const dates = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...PERIODS).map((period) => ({ period })) },
  {
    weight: 3,
    arbitrary: fc.tuple(dayBetween, dayBetween).map((two) => {
      const [start_date, end_date] = two.sort();
      return { start_date, end_date };
    }),
  },
  dayBetween.map((start_date) => ({ start_date })),
  dayBetween.map((end_date) => ({ end_date })),
  fc.constant({}),
);

/** Most filters are absent most of the time, so that something is left to count. */
export const seldom = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one });

export const without = (args: object): Record<string, any> =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

const HOUR = 3600;
/** The dialer's own results, of calls that an agent was on all the same. */
const OWN = Array.from({ length: 22 }, (_, i) => i + 1);

export function reportSandbox(calls = 2_000): Sandbox {
  const sandbox = createSandbox({ now: NOW, calls, days: 420, seed: 7 });
  const { state } = sandbox;
  // Round the clock, weekends too.
  for (const [i, call] of state.calls.entries()) {
    const later = i % 3 === 0 ? ((i * 37) % 60) * HOUR : 0;
    call.init_time += later;
    call.finish_time += later;
    if (call.handling_end !== null) call.handling_end += later;
    if (i % 40 === 0 && call.user_id !== null) call.handling_end = null;
    if (i % 70 === 0 && call.user_id === null) call.call_result_id = 8;
    if (i % 90 === 0 && call.user_id !== null) call.call_result_id = 62;
    if (i % 4 === 1 && call.user_id !== null) call.call_result_id = OWN[i % OWN.length]!;
  }
  state.calls.sort((one, other) => one.init_time - other.init_time);
  for (const [i, order] of [...state.orders.values()].entries()) {
    if (i % 3 === 0) order.create_time += ((i * 37) % 60) * HOUR;
    if (i % 4 === 0 && order.confirmation_datetime !== null)
      order.confirmation_datetime += ((i * 41) % 80) * HOUR;
    const [first] = order.products;
    if (i % 11 === 0) order.products.push({ ...first!, units: 3 });
    if (i % 13 === 0) first!.unit_price += 0.25;
    if (i % 29 === 0) order.products = [];
    if (i % 31 === 0) order.user_id = 9_999;
    if (i % 37 === 0) first!.unit_price = -40;
  }
  return sandbox;
}
