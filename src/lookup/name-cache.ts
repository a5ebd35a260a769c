/**
 * Names by id, from the dialer's small lists: fetched when they are needed, all that are needed at once, cached for a
 * minute and forgotten after every write.
 */

import type { LookupKind, NameEntry, NameLookup } from '../define/lookup.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import { type Clock, monotonicClock, sleep, withDeadline } from '../shared/deadline.ts';
import { createExpiringCache } from '../shared/expiring-cache.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createCustomerNameCache } from './customer-names.ts';
import { LOOKUP_LIMITS, type LookupLimits } from './limits.ts';
import { fetchEntries, type ReadList } from './name-lists.ts';

export function createNameLookup(
  endpoints: Endpoints,
  limits: LookupLimits = LOOKUP_LIMITS,
  clock: Clock = monotonicClock,
): NameLookup {
  const read: ReadList = (tool, args = {}) =>
    withDeadline(limits.listDeadlineMs, undefined, (deadline) => endpoints.read(tool, args, deadline));

  const lists = createExpiringCache<LookupKind, readonly NameEntry[]>({
    lifetimeMs: limits.cacheMs,
    // What is not permitted will not be in a minute either; all else is worth another try.
    keepsError: (error) => error instanceof ToolError && error.kind === 'permission_denied',
    clock,
  });
  const customers = createCustomerNameCache(
    (customer_id) => read('get_customer', { customer_id }),
    limits,
    clock,
  );

  const entries = (kind: LookupKind): Promise<readonly NameEntry[]> =>
    lists.get(kind, () => fetchEntries(kind, read, limits.maxClients));

  /** Best effort: without names where the list fails or is slow. */
  async function listNames(
    kind: LookupKind,
    timeIsUp: Promise<unknown>,
  ): Promise<ReadonlyMap<unknown, string>> {
    const rows = await Promise.race([entries(kind).catch(() => []), timeIsUp.then(() => [])]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  return {
    entries,
    async names(kinds, customerIds = []) {
      const timer = new AbortController();
      const timeIsUp = sleep(limits.namesPatienceMs, timer.signal).catch(() => {});
      const [customerNames, ...namesByList] = await Promise.all([
        customers.names(customerIds, timeIsUp),
        ...kinds.map((kind) => listNames(kind, timeIsUp)),
      ]);
      timer.abort();
      const byKind = new Map<LookupKind | 'customer', ReadonlyMap<unknown, string>>(
        kinds.map((kind, i) => [kind, namesByList[i]!]),
      ).set('customer', customerNames);
      return (kind, id) => byKind.get(kind)?.get(id) || undefined;
    },
    forget() {
      lists.clear();
      customers.forget();
    },
  };
}
