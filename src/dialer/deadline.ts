/** One deadline for all that a tool call does at the dialer. */
export interface Deadline {
  readonly ms: number;
  /** Aborts when time is up or the host cancelled. */
  readonly signal: AbortSignal;
  expired(): boolean;
  leftMs(): number;
}

export function startDeadline(ms: number, cancel?: AbortSignal): Deadline {
  const ends = performance.now() + ms;
  const timeout = AbortSignal.timeout(ms);
  return {
    ms,
    signal: cancel ? AbortSignal.any([cancel, timeout]) : timeout,
    expired: () => timeout.aborted,
    leftMs: () => ends - performance.now(),
  };
}

/** @throws the signal's reason when it aborts first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
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
export async function heeding<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
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
