/** A short run of what `npm run fuzz` does at length. */
import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';

describe('the server under odd calls, odd frames and an odd dialer', () => {
  it.each([2])(
    'the server answers every odd call and frame once, within bounds, and does nothing unconfirmed (seed %i)',
    async (seed) => {
      const { violations, outcomes, requests } = await fuzz({ seed, calls: 2_000 });
      expect(violations).toEqual([]);
      // It got far enough to find something.
      expect(requests).toBeGreaterThan(500);
      for (const outcome of [
        'answer',
        'invalid_arguments',
        'not_found',
        'bad_answer',
        'confirmation_required',
      ])
        expect(outcomes[outcome], outcome).toBeGreaterThan(10);
      for (const outcome of ['error -32600', 'error -32601', 'error -32602'])
        expect(outcomes[outcome], outcome).toBeGreaterThan(1);
    },
  );
});
