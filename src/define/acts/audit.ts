/** The audit log as the pipeline sees it: a line before an act is sent, and one after it. */
import type { Consequence } from '../../config/settings.ts';

/** How a person's yes was given, or that none was needed. */
export type ApprovedBy = 'form' | 'page' | 'PIN' | 'passkey' | 'login' | 'token' | 'not asked';

/** One request that changes something, without names, numbers and texts. */
export interface AuditedAct {
  /** The call that it belongs to: several acts may follow from one. */
  call: string;
  /** Whose token is used at which dialer, as a hash. */
  principal: string;
  dialer: string;
  /** What the host calls itself. */
  host?: string;
  /** The tool that was called, and the one that is sent, where they differ. */
  tool: string;
  act?: string;
  kinds: readonly Consequence[];
  /** What it hits by id, such as `customer:922`. */
  targets: readonly string[];
  /** Phone numbers and the like that it hits: only their keyed hashes are written. */
  people: readonly string[];
  /** SHA-256 of the preview that was said yes to; absent where nobody was asked. */
  preview?: string;
  approved_by: ApprovedBy;
  /** The subject of whoever said yes, where people log in. */
  approver?: string;
  /** How many records it may change. */
  records: number;
}

/** An act in the log whose outcome is not. */
export interface AuditEntry {
  /** Writes what became of it: `done`, or the kind of an error. Never throws: what was acknowledged stays told as unknown. */
  settle(outcome: string): Promise<void>;
}

export interface AuditLog {
  /** Returns once the line is on the disk. @throws ToolError unavailable where it can't be: then nothing may be sent */
  begin(act: AuditedAct): Promise<AuditEntry>;
  close(): Promise<void>;
}
