/** A person's yes: what it must bring, and what it lacks. */
import type { ApprovalProof } from '../define/acts/approval.ts';
import type { Body } from '../pages/http/request-checks.ts';
import type { Problem } from './page/protocol.ts';
import type { PendingApproval } from './pending-approval.ts';
import { countUse, readPasskeys } from './proofs/passkeys.ts';
import { checkPin } from './proofs/pin.ts';
import { requiredProof, setUpProof } from './proofs/proofs.ts';
import { isTypedRight } from './rules.ts';

export interface AnswerContext {
  stateDir: string;
  /** Where the page is, as the browser says. */
  origin: string;
  now: () => number;
}

export type YesVerdict =
  | { by: ApprovalProof }
  | { problem: Problem }
  /** It can no longer be answered. */
  | { withdrawn: string };

/** @throws ToolError where a PIN or a passkey can't be read, or its use not be written down */
export async function judgeYes(
  approval: PendingApproval,
  body: Body,
  context: AnswerContext,
): Promise<YesVerdict> {
  const { type } = approval.request;
  // Before the PIN: a slip in the id is not to cost a try.
  if (type && !isTypedRight(body.typed, type.value)) return { problem: { code: 'wrong_text' } };
  if (!(await isUnchanged(approval, context)))
    return {
      withdrawn:
        'The PIN or the passkeys of this installation were changed while it waited. Ask again, for a page that asks for what is set up now.',
    };
  if (approval.proof === 'none') return { by: 'page' };
  return approval.proof === 'PIN' ? judgePin(body, context) : judgePasskey(approval, body, context);
}

/** A passkey set up meanwhile counts at once; one removed meanwhile must not make it easier. */
async function isUnchanged(approval: PendingApproval, { stateDir }: AnswerContext): Promise<boolean> {
  const setUp = await setUpProof(stateDir);
  if (approval.proof !== 'none' && setUp === 'none') return false;
  return requiredProof(approval.request.proof, setUp) === approval.proof;
}

async function judgePin(body: Body, { stateDir, now }: AnswerContext): Promise<YesVerdict> {
  const pin = textOf(body.pin);
  if (pin === '') return { problem: { code: 'no_pin' } };
  const verdict = await checkPin(stateDir, pin, now());
  if (verdict.right) return { by: 'PIN' };
  return 'triesLeft' in verdict
    ? { problem: { code: 'wrong_pin', count: verdict.triesLeft } }
    : { problem: { code: 'pin_locked', count: Math.ceil(verdict.lockedForMs / 60_000) } };
}

async function judgePasskey(
  approval: PendingApproval,
  body: Body,
  { stateDir, origin }: AnswerContext,
): Promise<YesVerdict> {
  const { challenge } = approval;
  const wrong: YesVerdict = { problem: { code: 'wrong_passkey' } };
  if (challenge === undefined) return wrong;
  approval.challenge = undefined;
  const { verifyAuthentication } = await import('./proofs/webauthn.ts');
  const used = await verifyAuthentication(body.passkey, await readPasskeys(stateDir), { challenge, origin });
  if (!used) return wrong;
  await countUse(stateDir, used.id, used.counter);
  return { by: 'passkey' };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
