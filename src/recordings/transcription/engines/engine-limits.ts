/** What every engine is held to. */
import { type Deadline, withDeadline } from '../../../shared/deadline.ts';
import { ToolError } from '../../../shared/tool-error.ts';

/** For one file: on a mere CPU, an hour of talk takes many minutes. */
export const DEADLINE_MS = 20 * 60_000;

/** Bytes: what a day of talk comes to, with all that engines tell about each word. */
export const OUTPUT_CAP = 8_000_000;

/** @throws ToolError timeout; the signal's reason when that aborts, whatever the work made of it. */
export const withinDeadline = <T>(
  ms: number,
  signal: AbortSignal,
  work: (deadline: Deadline) => Promise<T>,
): Promise<T> =>
  withDeadline(ms, signal, async (deadline) => {
    try {
      deadline.signal.throwIfAborted();
      return await work(deadline);
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      if (!deadline.expired()) throw thrown;
      throw new ToolError(
        'timeout',
        `No transcript within ${ms / 1000} s: the speech engine is too slow for this recording, or hangs. A smaller model is faster.`,
      );
    }
  });
