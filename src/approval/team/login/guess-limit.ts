/** How often something may be wrong, counted for all replicas together. */
import { createHash } from 'node:crypto';
import type { StateStore } from '../../../define/state-store.ts';
import { countTry, MAX_PAUSE_MS, type Tries } from '../../tries.ts';

export interface GuessLimit {
  /** Returns for how many milliseconds nothing may be tried; 0 where something may. */
  lockedFor(who: string): Promise<number>;
  /** Counts a try, before it is looked at. @returns the milliseconds of the pause in which it came; 0 where it counts */
  count(who: string): Promise<number>;
  /** The try was right. @param forgets whether the ones before it no longer count */
  succeed(who: string, forgets: boolean): Promise<void>;
}

interface GuessLimitOptions {
  store: StateStore;
  /** What is guessed at. */
  name: string;
  /** So many wrong ones, then a pause. */
  round: number;
  /** After how long it begins anew, whatever was tried; absent: once nothing was tried for a day. */
  forgetsAfterMs?: number;
  now: () => number;
}

/** With when the first of them came. */
type KeptTries = Tries & { since: number };

export function createGuessLimit(options: GuessLimitOptions): GuessLimit {
  const { store, name, round, forgetsAfterMs = Number.POSITIVE_INFINITY, now } = options;
  // Neither names nor addresses of people lie in the store.
  const keyOf = (who: string) =>
    `approval/tries/${name}/${createHash('sha256').update(who).digest('base64url')}`;
  function parse(text: string | undefined): KeptTries {
    const kept: KeptTries | undefined = text === undefined ? undefined : JSON.parse(text);
    const isOver = !kept || (now() - kept.since > forgetsAfterMs && pauseOf(kept) === 0);
    return isOver ? { tries: 0, locked_until: 0, since: now() } : kept;
  }
  const pauseOf = ({ locked_until }: Tries) => Math.max(0, locked_until - now());
  return {
    lockedFor: async (who) => pauseOf(parse(await store.get(keyOf(who)))),
    count: (who) =>
      store.update(keyOf(who), MAX_PAUSE_MS, (present) => {
        const tries = parse(present);
        const pause = pauseOf(tries);
        return pause > 0
          ? { value: present, result: pause }
          : { value: JSON.stringify(countTry(tries, round, now())), result: 0 };
      }),
    async succeed(who, forgets) {
      if (forgets) return store.delete(keyOf(who));
      await store.update(keyOf(who), MAX_PAUSE_MS, (present) => {
        const kept = parse(present);
        const value =
          kept.tries > 1 ? JSON.stringify({ ...kept, tries: kept.tries - 1, locked_until: 0 }) : undefined;
        return { value, result: undefined };
      });
    },
  };
}
