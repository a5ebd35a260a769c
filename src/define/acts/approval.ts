/** The approval page as the guard sees it: a person's answer by a way that no model has. */
import type { Tier } from '../../config/settings.ts';

/** What a person reads before they answer. */
export interface ApprovalRequest {
  /** Everything that the yes is bound to, as canonical text; two requests with the same text are the same act. */
  binding: string;
  tool: string;
  /** What it is about by id, such as `order:39`. */
  targets?: readonly string[];
  dialer: string;
  summary: string;
  effects: readonly string[];
  /** Whether and by whom it can be undone, as a sentence. */
  undo: string;
  /** For an irreversible act: what must be typed, and what to call it. */
  type?: { name: string; value: string };
  /** A secret that the page shows once after the yes, and nothing else ever does. */
  handover?: { label: string; value: string };
  /** What the page asks for besides the yes. Where a passkey is enrolled, it alone counts, whatever stands here. */
  proof: 'none' | 'PIN or passkey' | 'passkey';
  /** What whoever says yes must be allowed, where that is another person. Absent: all. */
  tier?: Tier;
}

/** By what a person proved to be one on the page. */
export type ApprovalProof = 'page' | 'PIN' | 'passkey' | 'login';

export type ApprovalOutcome =
  /** `handover` is the secret that the person was shown; `approver` is who said yes, where people log in. */
  | { state: 'approved'; by: ApprovalProof; handover?: string; approver?: string }
  | { state: 'declined' }
  /** Nobody has answered yet. */
  | { state: 'pending' }
  /** There is no such approval, or it is not for this: why, as a sentence. */
  | { state: 'void'; why: string };

export interface OpenApproval {
  /** Names it in the next call; says nothing about the act and proves nothing. */
  reference: string;
  /** The page. What stands behind # is its secret; where people log in, the address alone opens nothing. */
  address: string;
  expires: Date;
  /** Whether the server has opened it in a browser. */
  opened: boolean;
}

export interface Approvals {
  /** What a page can ask for here: `none` where neither a PIN nor a passkey is set up. Reads the disk anew. @throws ToolError */
  proofs(): Promise<'none' | 'PIN' | 'passkey' | 'login'>;
  /** Starts the page, if it does not run, and adds the request. @throws ToolError where it can't */
  open(request: ApprovalRequest): Promise<OpenApproval>;
  /** The same approval again, for as long as nobody has answered: undefined where there is none with that binding. */
  find(reference: string, binding: string): Promise<OpenApproval | undefined>;
  /**
   * Waits for the person. An approval that says yes is used up by this: the next call gets `void`. The binding must be
   * the one that was shown.
   */
  wait(reference: string, binding: string, ms: number, signal: AbortSignal): Promise<ApprovalOutcome>;
  /** Takes it back, as where the person did not want to go to the page. */
  withdraw(reference: string): Promise<void>;
  close(): Promise<void>;
}
