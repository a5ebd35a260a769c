/** Work that may outlast the call that asked for it, shared by all who want the same. */
import { abortable } from '../../shared/deadline.ts';

export type Queue = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/** So many at a time; the others wait their turn, or leave when their signal aborts. */
export function createQueue(most: number): Queue {
  let busy = 0;
  const waiting: (() => void)[] = [];

  const inLine = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const leave = () => {
        const place = waiting.indexOf(go);
        // Whose turn it is already finds out by itself.
        if (place === -1) return;
        waiting.splice(place, 1);
        reject(signal.reason);
      };
      const go = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      waiting.push(go);
      signal.addEventListener('abort', leave, { once: true });
    });

  return async (signal, work) => {
    // Not in the caller's own step, which may have more to do before the work can begin.
    await undefined;
    signal.throwIfAborted();
    if (busy >= most) await inLine(signal);
    else busy++;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      // Whoever waits takes the place over; not at once, since a failure may be the end of that work too.
      const next = waiting.shift();
      if (next) setImmediate(next);
      else busy--;
    }
  };
}

interface SharedWork<T> {
  result: Promise<T>;
  users: number;
  stop: AbortController;
  settled: boolean;
}

/**
 * One work per key. It is ended when nobody wants it any more, and kept when it is done; a failure is forgotten.
 * @param most results that are kept
 */
export function createSharedWork<T>(most: number) {
  const known = new Map<string, SharedWork<T>>();

  function begin(key: string, work: (signal: AbortSignal) => Promise<T>): SharedWork<T> {
    const stop = new AbortController();
    const one: SharedWork<T> = { result: work(stop.signal), users: 0, stop, settled: false };
    one.result.then(
      () => {
        one.settled = true;
      },
      () => {
        if (known.get(key) === one) known.delete(key);
      },
    );
    known.set(key, one);
    for (const [old, { settled }] of known) if (known.size > most && settled) known.delete(old);
    return one;
  }

  return async (key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const one = known.get(key) ?? begin(key, work);
    one.users++;
    try {
      return await abortable(signal, one.result);
    } finally {
      one.users--;
      if (one.users === 0 && !one.settled) {
        one.stop.abort(signal.reason);
        if (known.get(key) === one) known.delete(key);
      }
    }
  };
}
