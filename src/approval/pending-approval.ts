/** One request for a yes, from the moment when it is shown until it is used up. */
import { randomBytes } from 'node:crypto';
import type {
  ApprovalOutcome,
  ApprovalProof,
  ApprovalRequest,
  OpenApproval,
} from '../define/acts/approval.ts';
import { isSameText, newSecret } from '../pages/secrets.ts';
import type { SetUpProof } from './proofs/proofs.ts';
import { APPROVAL_LIFE_MS, VOID } from './rules.ts';

export interface PendingApproval {
  readonly request: ApprovalRequest;
  readonly reference: string;
  readonly secret: string;
  readonly proof: SetUpProof;
  /** In milliseconds. */
  readonly ends: number;
  /** How it stands; `used` is a yes that was acted upon. */
  state: ApprovalOutcome | { state: 'used' };
  /** As the caller was told. */
  open: OpenApproval;
  wrongAnswers: number;
  /** What the next passkey must sign: good for one try. */
  challenge?: string;
  /** Called once it is answered. */
  readonly waiting: Set<() => void>;
}

export function newApproval(
  request: ApprovalRequest,
  proof: SetUpProof,
  port: number,
  now: number,
): PendingApproval {
  const [reference, secret] = [randomBytes(9).toString('base64url'), newSecret()];
  const ends = now + APPROVAL_LIFE_MS;
  // A passkey belongs to a name.
  const host = proof === 'passkey' ? 'localhost' : '127.0.0.1';
  const address = `http://${host}:${port}/#${secret}`;
  return {
    request,
    reference,
    secret,
    proof,
    ends,
    state: { state: 'pending' },
    open: { reference, address, expires: new Date(ends), opened: false },
    wrongAnswers: 0,
    waiting: new Set(),
  };
}

export const isPending = ({ state, ends }: PendingApproval, now: number): boolean =>
  state.state === 'pending' && now < ends;

/** Whether it was shown for exactly that. */
export const isFor = ({ request }: PendingApproval, binding: string): boolean =>
  isSameText(request.binding, binding);

/** The first answer counts: a later one changes nothing. */
function settle(approval: PendingApproval, outcome: ApprovalOutcome): void {
  if (approval.state.state === 'pending') approval.state = outcome;
  for (const wake of [...approval.waiting]) wake();
}

export const approve = (approval: PendingApproval, by: ApprovalProof): void =>
  settle(approval, { state: 'approved', by, handover: approval.request.handover?.value });
export const decline = (approval: PendingApproval): void => settle(approval, { state: 'declined' });

/** Whatever was answered: it holds no more. */
export function withdraw(approval: PendingApproval, why: string): void {
  if (approval.state.state === 'approved') approval.state = { state: 'void', why };
  settle(approval, { state: 'void', why });
}

/** Returns how it stands for who acts on it; a yes is used up by that. */
function takeOutcome(approval: PendingApproval, binding: string, now: number): ApprovalOutcome {
  const { state } = approval;
  // First of all, since what was approved has mostly changed what it was bound to.
  if (state.state === 'used') return { state: 'void', why: VOID.used };
  if (!isFor(approval, binding)) {
    withdraw(approval, VOID.changed);
    return { state: 'void', why: VOID.changed };
  }
  if (state.state !== 'declined' && state.state !== 'void' && now >= approval.ends)
    return { state: 'void', why: VOID.tooOld };
  if (state.state === 'approved') approval.state = { state: 'used' };
  return state;
}

interface Wait {
  binding: string;
  ms: number;
  signal: AbortSignal;
  now: () => number;
}

/** Waits for the person, and uses up their yes. What is not for this need not be waited for. */
export async function waitForOutcome(
  approval: PendingApproval,
  { binding, ms, signal, now }: Wait,
): Promise<ApprovalOutcome> {
  const patience = isFor(approval, binding) ? Math.min(ms, approval.ends - now()) : 0;
  await untilAnswered(approval, patience, signal);
  return takeOutcome(approval, binding, now());
}

/** Waits until it is answered, the time is over, or the caller has gone. */
function untilAnswered(approval: PendingApproval, ms: number, signal: AbortSignal): Promise<void> {
  if (approval.state.state !== 'pending' || signal.aborted || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      approval.waiting.delete(end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    // The page keeps no process alive.
    timer.unref();
    signal.addEventListener('abort', end);
    approval.waiting.add(end);
  });
}
