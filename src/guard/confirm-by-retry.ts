/** A yes by a form that the host shows between two requests: the preview is read anew with the second. */
import { formOf, whyNo } from './confirm-by-form.ts';
import { accept, decline, type Question, type Shown, type Verdict } from './question.ts';

export async function confirmByRetry(question: Question, shown: Shown): Promise<Verdict> {
  const { by, assessment } = question;
  const given = by.retry?.given;
  // A token of the two steps is none of a form, and the other way round.
  const binding = `form ${shown.binding}`;
  if (given && !given.accepted) return decline('The person did not confirm.');
  const refused = given && (await by.tokens.redeem(given.state, binding));
  const form = formOf(question, shown, refused !== undefined);
  if (given && refused === undefined) {
    const no = whyNo(given.value, form, shown);
    return no === undefined ? accept(shown, 'form', assessment.kinds) : decline(no);
  }
  const { token } = await by.tokens.issue(binding);
  return { yes: false, ask: { form, state: token } };
}
