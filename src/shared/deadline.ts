/** How long a call may take, and waiting that ends with it. */
import { setMaxListeners } from 'node:events';

/** Milliseconds from some moment on. */
export type Clock = () => number;

/** Never goes back, whatever is done to the computer's date. */
export const monotonicClock: Clock = () => performance.now();

/** One deadline for all that a tool call does at the dialer. */
export interface Deadline {
  /** The whole time. */
  readonly ms: number;
  /** Aborts when the time is up or the host cancels. */
  readonly signal: AbortSignal;
  /** Whether the time is up; false where the host cancelled. */
  expired(): boolean;
  leftMs(): number;
  /** Waits for a person, whose time does not count. */
  pauseWhile<T>(waiting: () => Promise<T>): Promise<T>;
}

/**
 * Runs work under a deadline, of which nothing is left afterwards: AbortSignal.timeout and .any stay in the engine's
 * registries until the time is up, with all their listeners.
 */
export async function withDeadline<T>(
  ms: number,
  cancel: AbortSignal | undefined,
  work: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  // Dozens of requests may be under way at once; each removes its listener.
  setMaxListeners(0, controller.signal);
  let expired = false;
  let leftAtStart = ms;
  let startedAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const leftMs = () => leftAtStart - (performance.now() - startedAt);
  const start = () => {
    startedAt = performance.now();
    timer = setTimeout(() => {
      expired = true;
      controller.abort(new DOMException('The deadline has passed.', 'TimeoutError'));
    }, leftAtStart);
  };
  const stop = () => {
    clearTimeout(timer);
    leftAtStart = leftMs();
  };
  const onCancel = () => controller.abort(cancel!.reason);
  if (cancel?.aborted) onCancel();
  else cancel?.addEventListener('abort', onCancel, { once: true });
  start();
  try {
    return await work({
      ms,
      signal: controller.signal,
      expired: () => expired,
      leftMs,
      async pauseWhile(waiting) {
        stop();
        try {
          return await waiting();
        } finally {
          start();
        }
      },
    });
  } finally {
    stop();
    cancel?.removeEventListener('abort', onCancel);
  }
}

/** @throws the signal's reason when it aborts first */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const pause = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await abortable(signal, pause);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for work that no signal ends, such as undici while it connects. @throws the signal's reason when it aborts first */
export async function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
