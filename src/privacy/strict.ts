/** The mode that masks: numbers, e-mail and postal addresses, wherever they stand. */
import { stripHidden } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createLearner } from './learn.ts';
import { maskEmail, maskIdentity, maskPhone, maskPostalCode, maskPreview, maskStreet } from './masks.ts';
import type { FieldClass } from './policy.ts';
import type { Privacy, PrivacySettings } from './privacy.ts';
import { createRowRewriter } from './rewrite.ts';
import { redactRow } from './standard.ts';
import { createKnownValues } from './text/known-values.ts';
import { createTextRewriter } from './text/rewrite-text.ts';
import { createVocabulary } from './text/vocabulary.ts';

const MASKS: Partial<Record<FieldClass, (value: string) => string>> = {
  phone: maskPhone,
  email: maskEmail,
  street: maskStreet,
  'postal code': maskPostalCode,
  identity: maskIdentity,
};

/** What this mode has masked, and nobody means as a value. */
const MASKED = /\d{2,3}-\*{3} \*\* \d\d|[^\s*]\*{3}@|\d{6,8}-\*{4}|^\S\*{3}$|^\d{3} \*\*$/;

export function createStrict({ region }: PrivacySettings): Privacy {
  const vocabulary = createVocabulary();
  const learner = createLearner(createKnownValues(vocabulary), false);
  const mask = (is: FieldClass, value: string) => MASKS[is]?.(value) ?? value;
  const rewriteText = createTextRewriter(region, vocabulary, mask);
  const text = (given: string) => rewriteText(stripHidden(given));
  const rewriteRow = createRowRewriter(region, rewriteText, mask);
  return {
    mode: 'strict',
    open: async () => {},
    resolveArguments(given) {
      checkUnmasked(given);
      learner.learn(given);
      return given;
    },
    learn: learner.learn,
    unnamedCustomers: learner.unnamed,
    giveUpCustomer: learner.giveUp,
    needsUsers: false,
    redactRow(row) {
      // A file that is imported has values that no answer of the dialer had.
      learner.learn(row);
      return rewriteRow(redactRow(row, { identityNumbers: 'masked' }));
    },
    redactError: (error) => new ToolError(error.kind, text(error.message), error.status),
    redactText: text,
    redactEntry: (entry) => ({ ...entry, ...rewriteRow({ uri: entry.uri, title: entry.title }) }),
    preview: (preview) => ({
      ...preview,
      summary: text(preview.summary),
      effects: preview.effects.map(text),
    }),
    previewForPerson: maskPreview,
    formatter: { phone: maskPhone, identity: (number) => maskIdentity(String(number)) },
  };
}

/** @throws ToolError where a masked value would be written back, or searched for */
function checkUnmasked(given: unknown): void {
  if (typeof given === 'string' && MASKED.test(given))
    throw new ToolError(
      'invalid_arguments',
      'A value is masked (HITRATE_PRIVACY=strict) and can not be used as it is: ask the person for the whole one, or choose by id.',
    );
  if (typeof given === 'object' && given !== null)
    for (const member of Object.values(given)) checkUnmasked(member);
}
