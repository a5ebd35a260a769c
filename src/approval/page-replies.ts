/** What the server answers to the page of one approval. */
import type { ApprovalProof } from '../define/acts/approval.ts';
import type { Body } from '../pages/http/request-checks.ts';
import { stripHidden } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type AnswerContext, judgeYes } from './answer.ts';
import { inLanguages, previewTexts, type Translate } from './page/preview-text.ts';
import type { AnswerReply, EndState, PageState } from './page/protocol.ts';
import { approve, decline, isPending, type PendingApproval, withdraw } from './pending-approval.ts';
import { readPasskeys } from './proofs/passkeys.ts';
import { MAX_WRONG_ANSWERS, VOID } from './rules.ts';

interface ReplyContext extends AnswerContext {
  translate?: Translate;
}

/** Answers what the page asks and says; undefined where there is no such path. */
export async function answerPost(
  approval: PendingApproval,
  path: string,
  body: Body,
  context: ReplyContext,
): Promise<PageState | AnswerReply | { options: object } | undefined> {
  if (path === '/state') return pageState(approval, context);
  if (!isPending(approval, context.now())) return { state: endState(approval), already: true };
  if (path === '/challenge') return challenge(approval, context);
  if (path !== '/answer') return undefined;
  if (body.answer !== 'yes') {
    if (body.answer === 'no') decline(approval);
    return pageState(approval, context);
  }
  return takeYes(approval, body, context);
}

async function takeYes(approval: PendingApproval, body: Body, context: ReplyContext): Promise<AnswerReply> {
  const verdict = await judgeYes(approval, body, context).catch((error) => {
    if (error instanceof ToolError) return { problem: { code: 'unreadable' as const } };
    throw error;
  });
  // Judging takes time: meanwhile it may have been answered, or have come too late.
  if (!isPending(approval, context.now())) return { state: endState(approval), already: true };
  if ('by' in verdict) return approved(approval, verdict.by, context);
  if ('withdrawn' in verdict) withdraw(approval, verdict.withdrawn);
  else if (++approval.wrongAnswers >= MAX_WRONG_ANSWERS) withdraw(approval, VOID.answeredWrongly);
  else return { state: 'waiting', problem: verdict.problem };
  return { state: endState(approval) };
}

/** Whoever has said yes is shown the secret of the act with this one reply, and never again. */
function approved(approval: PendingApproval, by: ApprovalProof, { translate }: ReplyContext): AnswerReply {
  approve(approval, by);
  const { handover } = approval.request;
  return {
    state: 'approved',
    ...(handover && { handover: { value: handover.value, label: inLanguages(handover.label, translate) } }),
  };
}

async function challenge(
  approval: PendingApproval,
  { stateDir }: ReplyContext,
): Promise<{ options: object }> {
  const { authenticationOptions } = await import('./proofs/webauthn.ts');
  const options = await authenticationOptions(await readPasskeys(stateDir));
  approval.challenge = options.challenge;
  return { options };
}

function endState({ state }: PendingApproval): EndState {
  if (state.state === 'pending') return 'expired';
  return state.state === 'used' ? 'approved' : state.state;
}

function pageState(approval: PendingApproval, { now, translate }: ReplyContext): PageState {
  if (!isPending(approval, now())) return { state: endState(approval) };
  const { request, proof, ends } = approval;
  return {
    state: 'waiting',
    dialer: stripHidden(request.dialer),
    preview: previewTexts(request, translate),
    proof,
    ends_in_ms: ends - now(),
  };
}
