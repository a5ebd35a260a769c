/**
 * A person's yes: by a form that the host shows, by the approval page, or by a token that comes back after the preview
 * was read. Which of them counts depends on what the act does and on the operator. Written so that a call can come
 * again with the answer; whatever goes wrong in asking is a no.
 */
import { narrow } from './assessment.ts';
import { confirmByForm } from './confirm-by-form.ts';
import { confirmByPage } from './confirm-by-page.ts';
import { confirmByRetry } from './confirm-by-retry.ts';
import { confirmByToken } from './confirm-by-token.ts';
import { checkRecords } from './preview-text.ts';
import { accept, type Question, showPreview, type Verdict } from './question.ts';

/**
 * @returns the pinned arguments to act with, or the answer to give instead: also where nothing would change.
 * @throws ToolError where the target does not exist, or no person can be asked though one must be.
 */
export async function confirm(asked: Question): Promise<Verdict> {
  const { tool, args, by } = asked;
  const found = await by.preview();
  if ('answer' in found) return { yes: false, ...found };
  const shown = showPreview(found, asked);
  const assessment = narrow(asked.assessment, found, by.policy.ask);
  await by.checkLimits(assessment.kinds, found.records);
  if (assessment.reason === undefined) return accept(shown, 'not asked', assessment.kinds);
  checkRecords(tool, args, found);
  const question = { ...asked, assessment };
  switch (await chooseWay(question)) {
    case 'form':
      return by.ask ? confirmByForm(question, by.ask, shown) : confirmByRetry(question, shown);
    case 'page':
      return confirmByPage(question, shown);
    case 'token':
      return confirmByToken(question, shown);
  }
}

/**
 * A token proves that a preview was made and not that a person read it: for what can't be undone, erases, gives access,
 * reaches people, moves money in bulk or may be an outsider's wish it is not enough.
 */
const needsPerson = ({ tool, args, assessment: { kinds, suspicion } }: Question): boolean =>
  suspicion !== undefined ||
  tool.guard?.irreversible?.(args) === true ||
  kinds.some((kind) => kind === 'erasure' || kind === 'access' || kind === 'contact') ||
  (kinds.includes('money') && kinds.includes('bulk'));

async function chooseWay(question: Question): Promise<'form' | 'page' | 'token'> {
  const { policy, ask, retry, approvals, handover } = question.by;
  // Neither a form nor a token comes from another person than the one who asks.
  if (policy.fourEyes) return 'page';
  if (policy.confirm === 'token') return 'token';
  if (policy.confirm === 'passkey') return 'page';
  const strong = needsPerson(question);
  if (handover?.byPageAlone) return 'page';
  // Where a passkey is enrolled, no weaker proof counts for what needs a person.
  if (strong && (await (await approvals()).proofs()) === 'passkey') return 'page';
  if (ask || retry?.forms) return 'form';
  return strong || policy.confirm === 'human' ? 'page' : 'token';
}
