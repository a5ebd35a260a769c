/** What holds for every approval: on the page of one person's computer, and on that of a server for a team. */

import { isSameText } from '../pages/secrets.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';

/** Where the page of a server for a team is; its public URL has no path of its own. */
export const TEAM_PATH = '/approve';
export const APPROVAL_LIFE_MS = 10 * 60_000;
/** Nobody has more questions open at once; an assistant that asks on and on is stopped. */
export const MAX_PENDING = 20;
export const MAX_WRONG_ANSWERS = 10;
const MAX_TYPED_LENGTH = 2_000;

/** Why an approval holds no more. */
export const VOID = {
  used: 'The approval was used already: it is good for one try.',
  changed:
    'The approval is not for this: the arguments, the target or its state are not those that the person was shown.',
  tooOld: 'The approval is more than ten minutes old.',
  answeredWrongly: 'It was answered wrongly too often on the page.',
  notWanted: 'The person did not want to go to the approval page.',
} as const;

export const tooManyPending = (): ToolError =>
  new ToolError(
    'rate_limited',
    `${MAX_PENDING} requests wait for a person already. Nothing was done. Let the person answer those first.`,
  );

/** Whether a person typed what the act asks for. @param typed as the page sent it */
export const isTypedRight = (typed: unknown, wanted: string): boolean =>
  isSameText(typedLine(typed), typedLine(wanted));

const typedLine = (text: unknown): string =>
  typeof text === 'string' ? oneLine(text, MAX_TYPED_LENGTH) : '';
