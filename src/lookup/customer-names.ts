/** Names of customers, whom the dialer tells of one by one: few enough of them to be read beside a list. */

import type { Row } from '../define/row.ts';
import type { Clock } from '../shared/deadline.ts';
import { createExpiringCache } from '../shared/expiring-cache.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { LookupLimits } from './limits.ts';

export interface CustomerNameCache {
  /** Best effort: names that are not there by the time `timeIsUp` resolves are omitted. */
  names(ids: readonly unknown[], timeIsUp: Promise<unknown>): Promise<ReadonlyMap<unknown, string>>;
  /** After a write. */
  forget(): void;
}

/** @param readCustomer reads a card. @throws ToolError */
export function createCustomerNameCache(
  readCustomer: (customer_id: number) => Promise<Row>,
  { cacheMs, maxCustomers, customerConcurrency }: LookupLimits,
  clock: Clock,
): CustomerNameCache {
  const cache = createExpiringCache<number, string | undefined>({
    lifetimeMs: cacheMs,
    // A customer who does not exist will not in a minute either; all else is worth another try.
    keepsError: (error) => kindOf(error) === 'not_found',
    clock,
  });
  /** When the dialer last refused to be asked for a customer, whichever it was. */
  let refusedAt = Number.NEGATIVE_INFINITY;
  const isRefused = () => clock() - refusedAt < cacheMs;

  async function readName(id: number): Promise<string | undefined> {
    try {
      return cardName(await readCustomer(id), id);
    } catch (error) {
      const kind = kindOf(error);
      if (kind === 'permission_denied' || kind === 'rate_limited') refusedAt = clock();
      throw error;
    }
  }

  return {
    async names(ids, timeIsUp) {
      const names = new Map<unknown, string>();
      const queue = [...new Set(ids)]
        .filter((id): id is number => Number.isInteger(id))
        .slice(0, maxCustomers)
        .values();
      let stopped = false;
      const readQueue = async () => {
        for (const id of queue) {
          if (stopped || isRefused()) return;
          const name = await cache.get(id, () => readName(id)).catch(() => undefined);
          if (name) names.set(id, name);
        }
      };
      await Promise.race([Promise.all(Array.from({ length: customerConcurrency }, readQueue)), timeIsUp]);
      stopped = true;
      return names;
    },
    forget: cache.clear,
  };
}

const kindOf = (error: unknown) => (error instanceof ToolError ? error.kind : undefined);

/** A card of another customer names nobody. */
const cardName = (card: Row, id: number): string | undefined =>
  Number(card?.customer_id) === id && typeof card.name === 'string' ? card.name : undefined;
