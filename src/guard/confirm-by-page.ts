/** A yes by the approval page: the person answers there, by a way that no model has. */
import type { ApprovalRequest, OpenApproval } from '../define/acts/approval.ts';
import { targetsIn } from '../define/acts/targets.ts';
import type { Row } from '../define/row.ts';
import { isoLocal } from '../shared/time.ts';
import { tierOf } from './access.ts';
import { QUOTED } from './confirm-by-token.ts';
import { reversibility, undoSentence } from './preview-text.ts';
import {
  accept,
  decline,
  linesOf,
  lookAgain,
  type Question,
  redactedLines,
  type Shown,
  type Verdict,
} from './question.ts';

/** How long a call waits for the person: hosts give up after about 60 s. */
const WAIT_MS = 35_000;

const NOT_OPENED = 'The person did not open the approval page.';

export async function confirmByPage(question: Question, shown: Shown): Promise<Verdict> {
  const { by } = question;
  const given = by.retry?.given;
  const reference = question.confirm ?? given?.state;
  if (reference === undefined) return askAnew(question, shown);
  const approvals = await by.approvals();
  if (given && !given.accepted) {
    await approvals.withdraw(reference);
    return decline(NOT_OPENED);
  }
  return waitForPerson(question, shown, reference, await approvals.find(reference, shown.binding));
}

/** @param refused why the reference that the call came with does not hold */
async function askAnew(question: Question, shown: Shown, refused?: string): Promise<Verdict> {
  const { tool, args, by } = question;
  const open = await (await by.approvals()).open(requestOf(question, shown));
  const message = `${tool.title}: the approval page shows what will be done at ${by.dialer} and asks you. ${undoSentence(tool, args)}`;
  if (by.retry?.urls) return { yes: false, ask: { url: open.address, message, state: open.reference } };
  if (!open.opened && !by.openUrl)
    return { yes: false, answer: requiredAnswer(question, shown, open, refused) };
  if (by.openUrl) {
    const agreed = await by.openUrl(message, open.address).catch(() => undefined);
    // A host that can't: the address stands in the answer.
    if (agreed === undefined) return { yes: false, answer: requiredAnswer(question, shown, open, refused) };
    if (!agreed) {
      await (await by.approvals()).withdraw(open.reference);
      return decline(NOT_OPENED);
    }
  }
  return waitForPerson(question, shown, open.reference, open);
}

async function waitForPerson(
  question: Question,
  shown: Shown,
  reference: string,
  open: OpenApproval | undefined,
): Promise<Verdict> {
  const { by, assessment } = question;
  const outcome = await (await by.approvals()).wait(reference, shown.binding, WAIT_MS, by.signal);
  switch (outcome.state) {
    case 'approved': {
      // It may have changed while the person read.
      const now = await lookAgain(question);
      if ('answer' in now) return { yes: false, ...now };
      if (now.binding === shown.binding) return accept(now, outcome.by, assessment.kinds, outcome);
      return askAnew(question, now, 'It changed while the person was asked. Nothing was done.');
    }
    case 'declined':
      return decline('The person said no on the approval page.');
    case 'pending':
      return { yes: false, answer: pendingAnswer(question, reference, open) };
    case 'void':
      return askAnew(question, shown, `${outcome.why} Nothing was done.`);
  }
}

function requestOf({ tool, args, assessment, by }: Question, { preview, binding }: Shown): ApprovalRequest {
  const { summary, effects, type } = preview;
  const isGrave = assessment.kinds.includes('erasure') || assessment.kinds.includes('access');
  return {
    binding,
    tool: tool.name,
    targets: targetsIn({ ...args, ...preview.args }),
    dialer: by.dialer,
    summary,
    effects: linesOf(effects, assessment),
    undo: undoSentence(tool, args),
    type: reversibility(tool, args) === false ? type : undefined,
    tier: tierOf(tool, args),
    handover: by.handover && { label: by.handover.label, value: by.handover.make() },
    // Without one a page proves nothing against an assistant that can run programs.
    proof: by.policy.confirm === 'passkey' ? 'passkey' : isGrave ? 'PIN or passkey' : 'none',
  };
}

function requiredAnswer(
  question: Question,
  { preview }: Shown,
  { address, reference, expires }: OpenApproval,
  refused: string | undefined,
): Row {
  const { tool, args, by } = question;
  const { summary, effects } = redactedLines(question, preview);
  return {
    status: 'approval_required',
    ...(refused && { refused }),
    approval: {
      dialer: by.dialer,
      summary,
      effects,
      reversible: reversibility(tool, args),
      undo: tool.guard!.undo,
      address,
      expires_at: isoLocal(expires, by.policy.timezone),
      reference,
    },
    quoted: QUOTED,
    next: `Nothing has been done. ${whoAnswers(by)} Then call ${tool.name} again with the same arguments and confirm set to the reference; it waits for their answer.`,
  };
}

const whoAnswers = ({ policy }: Question['by']): string =>
  policy.fourEyes
    ? 'Another person than the one who asks must say yes. Give the person the address for a colleague who may do this: they log in, read it and answer.'
    : 'Give the person the address: they read and answer it in their browser, and nobody else can.';

const pendingAnswer = ({ tool, by }: Question, reference: string, open: OpenApproval | undefined): Row => ({
  status: 'approval_pending',
  approval: {
    reference,
    ...(open && {
      address: open.address,
      expires_at: isoLocal(open.expires, by.policy.timezone),
    }),
  },
  next: `The person has not answered yet, and nothing has been done. Call ${tool.name} again with the same arguments and confirm set to the reference, once they say that they have.`,
});
