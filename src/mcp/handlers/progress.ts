/** Tells a host how far a call is, as often as a person needs to see that something moves. */
import type { Progress } from '../../define/tool-context.ts';

const PROGRESS_INTERVAL_MS = 200;

/** What goes into `notifications/progress`, apart from the token. */
export interface ProgressNotice {
  progress: number;
  total?: number;
  message?: string;
}

/** Returns `50,000`, without Intl, whose tables take long to load. */
const groupDigits = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');

/** @param send may fail: a host that went away needs no progress */
export function progressReporter(
  signal: AbortSignal,
  send: (notice: ProgressNotice) => Promise<void>,
): Progress {
  let lastDone = -1;
  let lastAt = Number.NEGATIVE_INFINITY;
  return (done, total, unit) => {
    const now = performance.now();
    if (done <= lastDone || signal.aborted || (now - lastAt < PROGRESS_INTERVAL_MS && done !== total)) return;
    lastDone = done;
    lastAt = now;
    const of = total === undefined ? '' : ` of ${groupDigits(total)}`;
    const notice = {
      progress: done,
      ...(total !== undefined && { total }),
      ...(unit && { message: `${groupDigits(done)}${of} ${unit}` }),
    };
    send(notice).catch(() => {});
  };
}
