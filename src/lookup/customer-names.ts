/** Names of customers, whom the dialer tells of one by one: kept for a minute, and few enough to be asked for beside a list. */

import type { Row } from '../define/row.ts';
import { ToolError } from '../shared/tool-error.ts';

const CACHE_MS = 60_000;
/** There may be a million customers: the others of a list keep their ids. */
const MAX_CUSTOMERS = 50;
/** Not all connections: other calls want some too. */
const CONCURRENCY = 5;

export interface CustomerNameCache {
  /** @param enough until then they are waited for */
  names(ids: readonly unknown[], enough: Promise<unknown>): Promise<ReadonlyMap<unknown, string>>;
  /** After a write. */
  forget(): void;
}

/** @param read a card. @throws ToolError */
export function createCustomerNameCache(read: (customer_id: number) => Promise<Row>): CustomerNameCache {
  const kept = new Map<number, { at: number; name: Promise<string | undefined> }>();
  /** When the dialer did not want to be asked, whichever customer it was. */
  let refusedAt = Number.NEGATIVE_INFINITY;
  const isFresh = (at: number): boolean => performance.now() - at < CACHE_MS;

  function nameOf(id: number): Promise<string | undefined> {
    const known = kept.get(id);
    if (known) return known.name;
    const one = { at: performance.now(), name: read(id).then((card) => cardName(card, id)) };
    kept.set(id, one);
    one.name.catch((error) => {
      const kind = error instanceof ToolError ? error.kind : undefined;
      if (kind === 'permission_denied' || kind === 'rate_limited') refusedAt = performance.now();
      // Whom there is no card of, there is none of in a minute either; all else is worth another try.
      const stays = kind === 'not_found';
      if (!stays && kept.get(id) === one) kept.delete(id);
    });
    return one.name;
  }

  return {
    async names(ids, enough) {
      for (const [id, { at }] of kept) if (!isFresh(at)) kept.delete(id);
      const found = new Map<unknown, string>();
      const wanted = [...new Set(ids)]
        .filter((id): id is number => Number.isInteger(id))
        .slice(0, MAX_CUSTOMERS);
      let stopped = false;
      const waiting = wanted.values();
      const read = async () => {
        for (const id of waiting) {
          if (stopped || isFresh(refusedAt)) return;
          const name = await nameOf(id).catch(() => undefined);
          if (name) found.set(id, name);
        }
      };
      await Promise.race([Promise.all(Array.from({ length: CONCURRENCY }, read)), enough]);
      stopped = true;
      return found;
    },
    forget: () => kept.clear(),
  };
}

/** A card of another customer names nobody. */
const cardName = (card: Row, id: number): string | undefined =>
  Number(card?.customer_id) === id && typeof card.name === 'string' ? card.name : undefined;
