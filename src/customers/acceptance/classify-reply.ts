/** Tells whether a customer's reply reads like a yes or a no, in Swedish or English. */

/** A word of consent, or a verb of it; "Jag godkänner inget" has the verb and is none. */
const YES =
  /^[^\p{L}\p{N}]*(?:ja|japp|jepp|jo|ok|okej|okey|okay|yes|(?:jag\s+)?(?:godkänn(?:er|s|t)?|accepter(?:ar|as|at)?|bekräfta(?:r|s|t)?|beställer)(?!\s+ing(?:et|en|a|enting)(?![\p{L}\p{N}])))(?![\p{L}\p{N}])(?!\s*\?)/iu;
const NO =
  /(?<![\p{L}\p{N}])(nej|inte|ej|aldrig|no|not|stopp|stop|avbeställ\w*|ångra\w*|avböj\w*)(?![\p{L}\p{N}])/iu;

export type ReplyMeaning = 'yes' | 'no' | 'unclear';

/** Classifies the words of a reply; an answer always shows them beside it. */
export function readsAs(message: unknown): ReplyMeaning {
  const text = String(message ?? '');
  if (NO.test(text)) return 'no';
  return YES.test(text) ? 'yes' : 'unclear';
}
