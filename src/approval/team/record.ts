/** One request for a yes as the replicas share it, and how it may change. */
import { createHash } from 'node:crypto';
import type { Tier } from '../../config/settings.ts';
import type { ApprovalOutcome, ApprovalRequest } from '../../define/acts/approval.ts';
import { isSameText } from '../../pages/secrets.ts';
import type { EndState } from '../page/protocol.ts';
import { APPROVAL_LIFE_MS, MAX_WRONG_ANSWERS, VOID } from '../rules.ts';

type RecordState =
  | { state: 'pending' }
  | { state: 'approved'; approver: string }
  | { state: 'declined' }
  | { state: 'void'; why: string }
  /** A yes that was acted upon. */
  | { state: 'used' };

export interface ApprovalRecord
  extends Pick<ApprovalRequest, 'dialer' | 'summary' | 'effects' | 'undo' | 'type' | 'handover'> {
  /** Who asks. */
  subject: string;
  /** The name of the dialer that it is for, which `dialer` tells to people; absent where it is the only one. */
  profile?: string;
  /** SHA-256 of what the yes is bound to. */
  binding: string;
  tier: Tier;
  /** Whether the login must be from just now: it erases, or gives access. */
  fresh: boolean;
  /** Whether another person must say yes. */
  fourEyes: boolean;
  /** In milliseconds. */
  ends: number;
  /** Of the store: in another one a yes may have been used that is forgotten. */
  run: string;
  wrongAnswers: number;
  state: RecordState;
}

export const bindingHash = (binding: string): string =>
  createHash('sha256').update(binding).digest('base64url');

export function newRecord(
  request: ApprovalRequest,
  by: Pick<ApprovalRecord, 'subject' | 'profile' | 'fourEyes' | 'run'>,
  now: number,
): ApprovalRecord {
  const { binding, dialer, summary, effects, undo, type, handover, proof, tier = 'destructive' } = request;
  return {
    ...{ dialer, summary, effects, undo, type, handover },
    ...by,
    binding: bindingHash(binding),
    tier,
    fresh: proof !== 'none',
    ends: now + APPROVAL_LIFE_MS,
    wrongAnswers: 0,
    state: { state: 'pending' },
  };
}

export const isWaiting = ({ state, ends }: ApprovalRecord, now: number): boolean =>
  state.state === 'pending' && now < ends;

/** Whether it was shown for exactly that. */
export const isBoundTo = (record: ApprovalRecord, binding: string): boolean =>
  isSameText(record.binding, bindingHash(binding));

/** Whether a yes needs the same from a person. */
export const asksAsMuch = (one: ApprovalRecord, other: ApprovalRecord): boolean =>
  one.fresh === other.fresh && one.tier === other.tier && one.fourEyes === other.fourEyes;

/** A secret is kept for as long as it may be needed. */
const ended = (record: ApprovalRecord, state: RecordState): ApprovalRecord => ({
  ...record,
  handover: undefined,
  state,
});

export const approved = (record: ApprovalRecord, approver: string): ApprovalRecord => ({
  ...record,
  state: { state: 'approved', approver },
});
export const declined = (record: ApprovalRecord): ApprovalRecord => ended(record, { state: 'declined' });

/** Whatever was answered: it holds no more. A yes that was used, and a no, stay what they are. */
export const withdrawn = (record: ApprovalRecord, why: string): ApprovalRecord =>
  record.state.state === 'pending' || record.state.state === 'approved'
    ? ended(record, { state: 'void', why })
    : record;

export function answeredWrongly(record: ApprovalRecord): ApprovalRecord {
  const wrongAnswers = record.wrongAnswers + 1;
  return wrongAnswers >= MAX_WRONG_ANSWERS
    ? withdrawn(record, VOID.answeredWrongly)
    : { ...record, wrongAnswers };
}

/** Returns how it stands for who acts on it; a yes is used up by that. */
export function takeOutcome(
  record: ApprovalRecord,
  binding: string,
  now: number,
): { record: ApprovalRecord; result: ApprovalOutcome } {
  const { state } = record;
  const refuse = (why: string, changed = record) => ({
    record: changed,
    result: { state: 'void' as const, why },
  });
  // First of all, since what was approved has mostly changed what it was bound to.
  if (state.state === 'used') return refuse(VOID.used);
  if (!isBoundTo(record, binding)) return refuse(VOID.changed, withdrawn(record, VOID.changed));
  if ((state.state === 'pending' || state.state === 'approved') && now >= record.ends)
    return refuse(VOID.tooOld);
  if (state.state !== 'approved') return { record, result: state };
  return {
    record: ended(record, { state: 'used' }),
    result: {
      state: 'approved',
      by: 'login',
      approver: state.approver,
      ...(record.handover && { handover: record.handover.value }),
    },
  };
}

/** Returns how it ended, for the page; undefined where it waits. */
export function endOf(record: ApprovalRecord, now: number): EndState | undefined {
  const { state } = record.state;
  if (state === 'pending') return isWaiting(record, now) ? undefined : 'expired';
  return state === 'used' ? 'approved' : state;
}
