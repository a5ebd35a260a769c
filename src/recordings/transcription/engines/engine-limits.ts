/** What every engine is held to; tests pass less. */
import { type Deadline, withDeadline } from '../../../shared/deadline.ts';
import { ToolError } from '../../../shared/tool-error.ts';

export const ENGINE_LIMITS = {
  /** For one file: on a mere CPU, an hour of talk takes many minutes. */
  deadlineMs: 20 * 60_000,
  /** What a day of talk comes to, with all that engines tell about each word. */
  maxOutputBytes: 8_000_000,
  /** Of a speech server, at a time: more would only wait in the server. */
  parallelRequests: 2,
  /** How often a file is sent again after a connection or server failed, and after a server asked for a pause. */
  failureRetries: 2,
  rateLimitRetries: 3,
  /** Doubled from one retry to the next, less up to half of it at random. */
  firstPauseMs: 250,
  /** All that one file waits because a server asks for pauses. */
  maxRateLimitPauseMs: 60_000,
};

export type EngineLimits = typeof ENGINE_LIMITS;

/** @throws ToolError timeout; the signal's reason when that aborts, whatever the work made of it */
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
