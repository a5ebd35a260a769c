/** Tells a host how far a call is, as often as a person needs to see that something moves. */
import type { Progress } from '../../define/tool-context.ts';

const PROGRESS_INTERVAL_MS = 200;

/** What goes into `notifications/progress`, apart from the token. */
export interface ProgressNotice {
  progress: number;
  total?: number;
  message?: string;
}

/** What a call has counted under one name: `calls read`. */
interface Step {
  done: number;
  total?: number;
}

/** Returns `50,000`, without Intl, whose tables take long to load. */
const groupDigits = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');

/**
 * Returns one count for all steps of a call, since MCP wants a number that only grows: each step adds what it has done,
 * and the message has the step's own count.
 * @param send may fail: a host that went away needs no progress
 */
export function progressReporter(
  signal: AbortSignal,
  send: (notice: ProgressNotice) => Promise<void>,
): Progress {
  const steps = createSteps();
  let lastProgress = -1;
  let lastAt = Number.NEGATIVE_INFINITY;
  return (done, total, what = '') => {
    steps.count(what, { done, total });
    const now = performance.now();
    const isOften = now - lastAt < PROGRESS_INTERVAL_MS && done !== total;
    const progress = steps.done();
    if (progress <= lastProgress || signal.aborted || isOften) return;
    lastProgress = progress;
    lastAt = now;
    // All that was known of may be done, and more to come.
    const all = isWaiting(what, { done, total }) ? undefined : steps.total();
    const of = total ? ` of ${groupDigits(total)}` : '';
    const notice = {
      progress,
      ...(all !== undefined && { total: all }),
      ...(what && { message: `${groupDigits(done)}${of} ${what}` }),
    };
    send(notice).catch(() => {});
  };
}

function createSteps() {
  const steps = new Map<string, Step>();
  /** Of steps that have begun anew. */
  let doneBefore = 0;

  return {
    count(what: string, step: Step): void {
      const before = steps.get(what);
      if (before && step.done < before.done) doneBefore += before.done;
      steps.set(what, step);
    },
    done: () => [...steps.values()].reduce((sum, { done }) => sum + done, doneBefore),
    /** Returns undefined where there is none to tell: a step has none, or bytes would be added to calls. */
    total(): number | undefined {
      const counted = [...steps].filter(([what, step]) => !isWaiting(what, step));
      const units = new Set(counted.map(([what]) => unitOf(what)));
      if (units.size !== 1 || counted.some(([, { total }]) => total === undefined)) return undefined;
      return [...steps.values()].reduce((sum, { done, total = done }) => sum + total, doneBefore);
    },
  };
}

/** What is counted: the first word of `calls read`. */
const unitOf = (what: string): string => what.split(' ', 1)[0]!;

/** Seconds in which nothing was counted tell nothing of how much there is to do. */
const isWaiting = (what: string, { total }: Step): boolean =>
  unitOf(what) === 'seconds' && total === undefined;
