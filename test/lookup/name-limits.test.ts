/** Names under limits of the test's own: nothing waits for real seconds. */
import { describe, expect, it } from 'vitest';
import type { Endpoints } from '../../src/dialer/endpoints.ts';
import { LOOKUP_LIMITS } from '../../src/lookup/limits.ts';
import { createNameLookup } from '../../src/lookup/name-cache.ts';

type Read = (tool: string) => Promise<unknown>;

/** A lookup that reads by that function, under a clock that the test sets. */
function lookupOf(read: Read, limits: Partial<typeof LOOKUP_LIMITS> = {}) {
  const clock = { now: 0 };
  const endpoints = { read } as unknown as Endpoints;
  const lookup = createNameLookup(endpoints, { ...LOOKUP_LIMITS, ...limits }, () => clock.now);
  return { lookup, clock };
}

const never = new Promise<never>(() => {});
const campaigns = [{ id: 2, name: 'Animal snacks' }];

describe('createNameLookup', () => {
  it('the name lookup omits the names of a list that is slower than the time limit, and has the other names', async () => {
    const { lookup } = lookupOf(async (tool) => (tool === 'list_users' ? never : campaigns), {
      namesPatienceMs: 5,
    });
    const name = await lookup.names(['user', 'campaign']);
    expect([name('user', 1), name('campaign', 2)]).toEqual([undefined, 'Animal snacks']);
  });

  it('the name lookup reads a list again once its time in the cache is over', async () => {
    let reads = 0;
    const { lookup, clock } = lookupOf(
      async () => {
        reads++;
        return campaigns;
      },
      { cacheMs: 10 },
    );
    await lookup.entries('campaign');
    clock.now = 9;
    await lookup.entries('campaign');
    expect(reads).toBe(1);
    clock.now = 10;
    await lookup.entries('campaign');
    expect(reads).toBe(2);
  });

  it('the name lookup names no more customers than the limit allows', async () => {
    let id = 0;
    const { lookup } = lookupOf(async () => ({ customer_id: ++id, name: `Customer ${id}` }), {
      maxCustomers: 2,
      customerConcurrency: 1,
    });
    const name = await lookup.names([], [1, 2, 3]);
    expect([1, 2, 3].map((customer) => name('customer', customer))).toEqual([
      'Customer 1',
      'Customer 2',
      undefined,
    ]);
  });
});
