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

/** Without one of these no name counts in words. */
const NEEDED = new RegExp(`\\b(?:${DIRECTIVE}|ids?)\\b|${TECHNICAL.source}`);

export function createToolNameCheck(names: readonly string[]): ToolNameCheck {
  // A name of one word, such as find, is anybody's word.
  const all = names.filter((name) => name.includes('_'));
  if (all.length === 0) return { inText: () => false, inWords: () => false };
  const written = (between: string, names = all) => names.join('|').replaceAll('_', between);
  const exact = new RegExp(`\\b(?:${written('\\s?\\\\?_\\s?')})\\b`);
  const called = new RegExp(`\\b(?:${written('[\\s-]?')})\\s?[({]`);
  const spoken = written(' ?');
  const technical = written(
    ' ?',
    all.filter((name) => TECHNICAL.test(name)),
  );
  const told = new RegExp(
    `\\b${DIRECTIVE} ${BETWEEN}(?:${spoken})\\b|\\b(?:${spoken}) (?:with |med |for |on |pa )?(?:\\w{2,12} )?ids?\\b${technical && `|\\b(?:${technical})\\b`}`,
  );
  return {
    // The signs first: most texts have none, and the names are many.
    inText: (folded) =>
      (folded.includes('_') && exact.test(folded)) || (/[({]/.test(folded) && called.test(folded)),
    inWords: (words) => NEEDED.test(words) && told.test(words),
  };
}
