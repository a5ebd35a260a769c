import type { Consequence } from '../../config/settings.ts';
import type { ApprovedBy } from '../../define/acts/audit.ts';
import type { Args } from '../../define/row.ts';
import type { Handover } from './handover.ts';

/** What may be done, and who said so. */
export interface Approval {
  args: Args;
  kinds: readonly Consequence[];
  by: ApprovedBy;
  /** Who that was, where people log in. */
  approver?: string;
  /** The arguments that the guard let through after a look at the target. */
  confirmed?: Args;
  /** What the preview read. */
  known?: unknown;
  /** SHA-256 of what the person was shown. */
  preview?: string;
  /** A secret that was made for the act. */
  handover?: Handover;
}
