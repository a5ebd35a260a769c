/**
 * The one place that decides what leaves of data about people: call/ hands everything through it that goes to a model or
 * a host, and what comes from the dialer, so that its values are known in any text.
 */
import { maskIdentity, maskPhone, maskPreview, maskWithin } from './masks.ts';
import type { Privacy, PrivacySettings } from './privacy.ts';
import { createPseudonyms } from './pseudonyms.ts';
import { redactError, redactRow } from './standard.ts';
import { createStrict } from './strict.ts';

export function createPrivacy(settings: PrivacySettings): Privacy {
  if (settings.privacy === 'pseudonyms') return createPseudonyms(settings);
  return settings.privacy === 'strict' ? createStrict(settings) : createStandard(settings);
}

/** Nothing is learned here, so nothing is paid for it. */
const createStandard = (settings: PrivacySettings): Privacy => ({
  mode: 'standard',
  open: async () => {},
  resolveArguments: (given) => given,
  learn: () => {},
  unnamedCustomers: () => [],
  giveUpCustomer: () => {},
  needsUsers: false,
  redactRow: (row) => redactRow(row, settings),
  redactError: (error) => redactError(error, settings),
  redactText: (text) => (settings.identityNumbers === 'full' ? text : maskWithin(text)),
  redactEntry: (entry) => entry,
  preview: maskPreview,
  previewForPerson: maskPreview,
  formatter: { phone: maskPhone, identity: (number) => maskIdentity(String(number)) },
});
