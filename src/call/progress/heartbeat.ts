/** Tells a host that a call is under way while nothing is counted. */
import type { Progress } from '../../define/tool-context.ts';
import type { Deadline } from '../../shared/deadline.ts';

/** By default. A person who sees nothing for longer takes it for stuck. */
export const HEARTBEAT_MS = 2_000;

export interface HeartbeatOptions {
  /** After so long without progress the host is told, and again after as long. */
  heartbeatMs: number;
  /** Whether the dialer is waited for: lists of names are read for several calls at once, so it is not asked by which. */
  isDialerAwaited(): boolean;
}

/**
 * Runs work, and counts the seconds in which it reports no progress: by what it waited for, all of the call together,
 * since a count must grow.
 * @param work gets the deadline and the progress that it is to use
 */
export async function withHeartbeat<T>(
  deadline: Deadline,
  progress: Progress | undefined,
  options: HeartbeatOptions,
  work: (deadline: Deadline, progress: Progress | undefined) => Promise<T>,
): Promise<T> {
  if (!progress) return work(deadline, undefined);
  const { heartbeatMs, isDialerAwaited } = options;
  const seconds = new Map<string, number>();
  let peopleAsked = 0;

  const watched: Deadline = {
    ...deadline,
    async pauseWhile(waiting) {
      peopleAsked++;
      try {
        return await deadline.pauseWhile(waiting);
      } finally {
        peopleAsked--;
      }
    },
  };
  const awaited = (): string => {
    if (peopleAsked) return 'seconds waited for a person';
    return isDialerAwaited() ? 'seconds waited for the dialer' : 'seconds without news';
  };
  const timer = setInterval(() => {
    const what = awaited();
    const total = (seconds.get(what) ?? 0) + heartbeatMs / 1000;
    seconds.set(what, total);
    progress(total, undefined, what);
  }, heartbeatMs);
  try {
    return await work(watched, (...counted) => {
      timer.refresh();
      progress(...counted);
    });
  } finally {
    clearInterval(timer);
  }
}
