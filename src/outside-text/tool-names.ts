/** Names of this server's tools in texts of others. */

export interface ToolNameCheck {
  /** The name as it is, or in the other ways of programs: `call_customer`, `callCustomer`, `call-customer(`. */
  inText(folded: string): boolean;
  /** Its words, where somebody is told to use it: "run prune customer", "cancel orders with order_ids". */
  inWords(words: string): boolean;
}

const DIRECTIVE =
  '(?:run|use|using|invoke|execute|trigger|tool|tools|function|command|anropa|kor|anvand|exekvera|verktyg|verktyget|funktionen|kommandot)';
const BETWEEN =
  '(?:(?:the|our|your|our own|tool|function|command|called|named|verktyget|funktionen|kommandot|som heter) ){0,4}';

/** In the words of people an erasure is never called so. */
const TECHNICAL = /prune|contactlist/;

export function createToolNameCheck(names: readonly string[]): ToolNameCheck {
  // A name of one word, such as find, is anybody's word.
  const all = names.filter((name) => name.includes('_'));
  if (all.length === 0) return { inText: () => false, inWords: () => false };
  const exact = all.join('|').replaceAll('_', '\\s?\\\\?_\\s?');
  const called = all.join('|').replaceAll('_', '[\\s-]?');
  const spoken = all.join('|').replaceAll('_', ' ?');
  const technical = all
    .filter((name) => TECHNICAL.test(name))
    .join('|')
    .replaceAll('_', ' ?');
  const inText = new RegExp(`\\b(?:${exact})\\b|\\b(?:${called})\\s?[({]`);
  const inWords = new RegExp(
    `\\b${DIRECTIVE} ${BETWEEN}(?:${spoken})\\b|\\b(?:${spoken}) (?:with |med |for |on |pa )?(?:\\w{2,12} )?ids?\\b${technical && `|\\b(?:${technical})\\b`}`,
  );
  return { inText: (folded) => inText.test(folded), inWords: (words) => inWords.test(words) };
}
