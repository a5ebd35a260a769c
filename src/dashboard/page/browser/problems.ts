/** Why figures can't be read: at the part that lacks them, or once for all where it is the same for all. */
import { element } from '../../../pages/browser/elements.ts';
import { isTeam } from '../../../pages/browser/post.ts';
import type { CommonProblem, Missing, Overview, Part } from '../protocol.ts';
import { writeText } from './nodes.ts';
import { momentText, words } from './own-words.ts';

const NONE = '–';

/** Where the problem of each part stands: the same orders, and the same calls, are in two places. */
const PLACES = [
  ['orders', ['orders', 'value']],
  ['calls', ['rate', 'calls']],
  ['agents', ['agents']],
  ['unconfirmed', ['unconfirmed']],
  ['acts', ['acts']],
  ['waiting', ['waiting']],
] as const;

/** Writes at each part why it can't be read. */
export function renderProblems(overview: Overview): void {
  const common = commonProblem(overview);
  for (const [part, places] of PLACES) {
    // What waits and what was changed does not come from the dialer.
    const isSaid = common !== undefined && part !== 'acts' && part !== 'waiting';
    for (const place of places)
      writeText(element(`${place}-problem`), problemText(overview[part], overview.now, isSaid));
  }
  if (common === undefined) return;
  const { calls, agents, unconfirmed } = overview;
  for (const [name, { data, problem }] of Object.entries({ hours: calls, agents, unconfirmed }))
    if (!data && problem) writeText(element(`${name}-empty`), NONE);
}

/** Returns what keeps all of the dialer's figures away, and what to do about it; nothing where that is not so. */
export function commonProblemText(overview: Overview): string {
  const common = commonProblem(overview);
  if (common === undefined) return '';
  const { problems, nextSteps, nextStepsTeam } = words();
  return `${problems[common]} ${(isTeam ? nextStepsTeam : nextSteps)[common]}`;
}

function commonProblem({ orders, calls, agents, unconfirmed }: Overview): CommonProblem | undefined {
  const parts: Part<unknown>[] = [orders, calls, agents, unconfirmed];
  const asked = parts.filter(({ data, problem }) => data !== undefined || problem !== undefined);
  const problem = asked[0]?.problem;
  if (problem === undefined || problem === 'no_right') return undefined;
  return asked.every((part) => part.problem === problem) ? problem : undefined;
}

/** @param isSaid the problem stands elsewhere */
function problemText({ problem, missing, as_of }: Part<unknown>, now: string, isSaid: boolean): string {
  if (problem === undefined) return '';
  const own = words();
  const old = as_of === undefined ? '' : own.old(momentText(as_of, now));
  if (isSaid) return old;
  const why = missing === undefined ? own.problems[problem] : missingText(missing);
  return [old, why].filter(Boolean).join(' ');
}

const missingText = (missing: Missing): string =>
  'right' in missing ? words().noNamedRight(missing.right) : words().noSetting(missing.setting);
