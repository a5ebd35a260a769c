import { setMaxListeners } from 'node:events';

/** Milliseconds from some moment on. */
export type Clock = () => number;

/** Never goes back, whatever is done to the computer's date. */
export const monotonicClock: Clock = () => performance.now();

/** One deadline for all that a tool call does at the dialer. */
export interface Deadline {
  readonly ms: number;
  /** Aborts when time is up or the host cancelled. */
  readonly signal: AbortSignal;
  expired(): boolean;
  leftMs(): number;
  /** Waits for a person, whose time does not count. */
  pauseWhile<T>(waiting: () => Promise<T>): Promise<T>;
}

/**
 * Work under a deadline, which is cleared away with it: AbortSignal.timeout and .any live on in the engine's registries
 * for as long as the time runs, with all that listens to them.
 */
export async function withDeadline<T>(
  ms: number,
  cancel: AbortSignal | undefined,
  work: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  // Dozens of requests may be under way at once; each takes its listener away again.
  setMaxListeners(0, controller.signal);
  let expired = false;
  let left = ms;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  const go = () => {
    since = performance.now();
    timer = setTimeout(() => {
      expired = true;
      controller.abort(new DOMException('The deadline has passed.', 'TimeoutError'));
    }, left);
  };
  const stop = () => {
    clearTimeout(timer);
    left -= performance.now() - since;
  };
  const cancelled = () => controller.abort(cancel!.reason);
  if (cancel?.aborted) cancelled();
  else cancel?.addEventListener('abort', cancelled, { once: true });
  go();
  try {
    return await work({
      ms,
      signal: controller.signal,
      expired: () => expired,
      leftMs: () => left - (performance.now() - since),
      async pauseWhile(waiting) {
        stop();
        try {
          return await waiting();
        } finally {
          go();
        }
      },
    });
  } finally {
    stop();
    cancel?.removeEventListener('abort', cancelled);
  }
}

/** @throws the signal's reason when it aborts first. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** What undici does not do while it still connects. @throws the signal's reason when it aborts first. */
export async function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
