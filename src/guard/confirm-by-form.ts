/** A yes by a form that the host shows to a person. */
import { oneLine } from '../shared/text.ts';
import { TOKEN_LIFE_MS } from './confirmation-token.ts';
import { MAX_LINE_LENGTH, reversibility, undoSentence } from './preview-text.ts';
import {
  type AskPerson,
  accept,
  decline,
  type Form,
  lookAgain,
  type Question,
  redactedLines,
  type Shown,
  type Verdict,
} from './question.ts';

/** Nobody reads a form and answers it in less. */
const MIN_HUMAN_MS = 300;
/** Not where the operator wants forms alone: there it would talk of a weaker way. */
const ANSWERED_BY_ITSELF =
  ' The host answered at once by itself: it may turn forms down without showing them. Whoever set this up can have the preview shown in the conversation instead, with HITRATE_CONFIRM=token.';

/** How often a person is asked anew because the target changed while they read. */
const MAX_ROUNDS = 3;

export async function confirmByForm(question: Question, ask: AskPerson, first: Shown): Promise<Verdict> {
  const { by, assessment } = question;
  let shown = first;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const form = formOf(question, shown, round > 0);
    const asked = performance.now();
    const alone = () =>
      by.policy.confirm === 'auto' && performance.now() - asked < MIN_HUMAN_MS ? ANSWERED_BY_ITSELF : '';
    let said: unknown;
    try {
      said = await ask(form, TOKEN_LIFE_MS);
    } catch {
      return decline('The person could not be asked.', alone());
    }
    const hint = alone();
    const no = whyNo(said, form, shown);
    if (no !== undefined) return decline(no, said === undefined || said === false ? hint : '');
    const now = await lookAgain(question);
    if ('answer' in now) return { yes: false, ...now };
    if (now.binding === shown.binding) return accept(now, 'form', assessment.kinds);
    shown = now;
  }
  return decline('It kept changing while the person was asked.');
}

/** Returns why what a person said to a form is no yes, as a sentence; undefined where it is one. */
export function whyNo(said: unknown, { field }: Form, { preview: { type } }: Shown): string | undefined {
  const wanted = field.type === 'boolean' ? true : type?.value;
  const given = typeof said === 'string' ? oneLine(said, MAX_LINE_LENGTH) : said;
  if (given === undefined || given === false) return 'The person did not confirm.';
  return wanted === undefined || given !== wanted
    ? `What was typed is not ${type?.name ?? 'a yes'}.`
    : undefined;
}

export function formOf(question: Question, { preview }: Shown, changed: boolean): Form {
  const { tool, args, by } = question;
  const { summary, effects } = redactedLines(question, preview);
  const dialer = [`Dialer: ${by.dialer}`];
  const lines = [
    ...(by.isOneOfSeveral ? dialer : []),
    ...(changed ? ['It changed while you were asked; this is how it stands now.'] : []),
    summary,
    ...effects.map((line) => `- ${line}`),
    undoSentence(tool, args),
    ...(by.isOneOfSeveral ? [] : dialer),
  ];
  const typed = reversibility(tool, args) === false && preview.type;
  return {
    message: lines.join('\n'),
    field: typed
      ? { name: 'confirm', title: `Type ${typed.name} to confirm`, type: 'string' }
      : { name: 'confirm', title: 'Yes, do this', type: 'boolean' },
  };
}
