/** Work that may outlast the call that asked for it, shared by all who want the same. */
import { abortable } from '../../shared/deadline.ts';

export type Queue = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/** Runs so many works at a time; the others wait their turn, or leave when their signal aborts. */
export function createQueue(capacity: number): Queue {
  let running = 0;
  const waiting: (() => void)[] = [];

  const waitForTurn = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const leave = () => {
        const place = waiting.indexOf(start);
        // One whose turn has come finds out by itself.
        if (place === -1) return;
        waiting.splice(place, 1);
        reject(signal.reason);
      };
      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      waiting.push(start);
      signal.addEventListener('abort', leave, { once: true });
    });

  return async (signal, work) => {
    // Not within the caller's own step, which may have more to do before the work can begin.
    await undefined;
    signal.throwIfAborted();
    if (running >= capacity) await waitForTurn(signal);
    else running++;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      // The next one takes the place over; not at once, since a failure may be the end of that work too.
      const startNext = waiting.shift();
      if (startNext) setImmediate(startNext);
      else running--;
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
 * Does one work per key for all who want it. Work is ended when nobody wants it any more; its result is kept, a failure is
 * forgotten.
 * @param maxKept results that are kept
 */
export function createSharedWork<T>(maxKept: number) {
  const works = new Map<string, SharedWork<T>>();

  function begin(key: string, work: (signal: AbortSignal) => Promise<T>): SharedWork<T> {
    const stop = new AbortController();
    const shared: SharedWork<T> = { result: work(stop.signal), users: 0, stop, settled: false };
    shared.result.then(
      () => {
        shared.settled = true;
      },
      () => forget(key, shared),
    );
    works.set(key, shared);
    for (const [oldKey, { settled }] of works) if (works.size > maxKept && settled) works.delete(oldKey);
    return shared;
  }

  /** Unless another work has taken the key. */
  function forget(key: string, shared: SharedWork<T>) {
    if (works.get(key) === shared) works.delete(key);
  }

  return async (key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const shared = works.get(key) ?? begin(key, work);
    shared.users++;
    try {
      return await abortable(signal, shared.result);
    } finally {
      shared.users--;
      if (shared.users === 0 && !shared.settled) {
        shared.stop.abort(signal.reason);
        forget(key, shared);
      }
    }
  };
}
