/** The limits on acts as the pipeline sees them. */
import type { LimitName } from '../../config/trust.ts';

/** What an act counts as. */
export interface ActSize {
  /** Requests that change something. */
  writes: number;
  records: number;
  erasures: number;
  /** People who are rung. */
  rung: number;
  /** It rings or writes to people, or makes agents ring them: calling hours hold. */
  contacts: boolean;
}

/** How much is left of the limits that are nearly used up. */
export type LimitsLeft = { [name in LimitName]?: number };

export interface ActLimits {
  /** Looks before a person is asked. @throws ToolError as `take` does */
  check(size: ActSize): Promise<void>;
  /**
   * Counts an act, on disk, before it is sent.
   * @throws ToolError permission_denied while writes are stopped or outside of calling hours, rate_limited over a limit,
   * each with when it ends; unavailable where the counts can't be read or written
   */
  take(size: ActSize): Promise<LimitsLeft>;
  close(): Promise<void>;
}
