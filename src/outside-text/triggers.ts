/**
 * A first look, at all texts of an answer at once: most answers hold none of these, and for them this is all that is done.
 * What a rule matches must be met here too; the tests hold every example against both.
 */

/** Beginnings of words without which no rule matches: plain ones, since an expression of these alone is fast. */
const STEMS =
  // To set aside.
  'ignor disreg forget overr bypass discard obey follow bortse strunta glom glöm asidos kringg upphav upphäv folj följ lyd bryt hoppa lyssna skip ' +
  // Roles and addresses.
  'assist ai bot chatb chattb llm gpt chatgpt sprakmod språkmod language model virtual automated unrestr jailbr root dan agera pretend latsas låtsas artifi ' +
  // Machinery.
  'system instru prompt develop utveckl admin endp tool function api verktyg funktion anropa exekver execut invok trigger kommando command json debug token prune contactlist id ids using run hemliga hidden ' +
  // Permissions.
  'user users human operat manniska människa authori anthropic openai permission preview ask asking wait requ fraga fråga vanta vänta beratta berätta avsloja avslöja tell reveal pre forhandsgod förhandsgod';

/** Over small letters, one expression for each group: all in one would take ten times as long. */
const TRIGGERS = [
  new RegExp(`\\b(?:${STEMS.split(' ').map(stemPattern).join('|')})`),
  /åsidos|är\s+nu|är\s+inte\s+längre|\b(?:are|ar)\s+n[ou]|\bact\s+as|\b(?:your|dina?)\s+(?:new|real|true|actual|nya|rikt|egentl|verkl)/,
  /\b(?:no|ingen|inget)\s+(?:confirm|approv|bekr|godk)|\b(?:approval|confirmation)\s+(?:is\s+)?not|\bnot\s+tell|\buse\s|\bk[oö]r\s|\banv[aä]nd|\bgod\s?mode|\b(?:end|start|begin(?:ning)?)\s+of|\bbegin\s|\b(?:slut|b[oö]rjan)\s+p[aå]/,
  /[<>_`#{]|\[\/?inst|!\[|[=*-]{3}|["'“”„‟«»″]\s{0,3}:|nothing has been|\bconfirm\s{0,3}(?:[=:]|set|satt|sätt)|\b(?:set|satt|sätt)\s+confirm|bekr[aä]fta\s{0,3}=|structuredc|\.[0-9a-z]{7,11}\.|\((?<=[a-z]\()/,
];

/** Words of two or three letters begin many others. */
function stemPattern(stem: string): string {
  return stem.length > 3 ? stem : `${stem}\\b`;
}

const isTriggered = (text: string): boolean => TRIGGERS.some((trigger) => trigger.test(text));

/** What Swedish is not written with. */
const UNUSUAL = /[^\n -~åäöé–—…”]/;
const ACCENT = '[\\u00e0-\\u00e3\\u00e6-\\u00e8\\u00ea-\\u00ef\\u00f1-\\u00f5\\u00f8-\\u017f]';
/** Other alphabets, hidden characters and marks. */
const OTHER_LETTERS = new RegExp(
  `[\\u00ad\\u0180-\\u052f\\u1d00-\\u1dbf\\u1e00-\\u1fff\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2100-\\u214f\\u2460-\\u24ff\\ua700-\\ua7ff\\uff00-\\uffef\\ud835\\udb40]|\\ud83c[\\udd10-\\udd89]|${ACCENT}\\w{0,3}${ACCENT}`,
);
/** Digits for letters, and letters apart. */
const DISGUISES = [
  /[a-z][013457$!|][a-z]/,
  /\b[a-z][^a-z0-9]{1,3}[a-z][^a-z0-9]{1,3}[a-z][^a-z0-9]{1,3}[a-z]\b/,
];
const isDisguised = (text: string): boolean =>
  (UNUSUAL.test(text) && OTHER_LETTERS.test(text)) || DISGUISES.some((disguise) => disguise.test(text));

/** A sign within a word, maybe at the end of a line. */
const CUT = /(?:[-_.*~|+/\\]{1,5}|-\n)(?<=[a-z][-_.*~|+/\\\n]{1,5})(?=[a-z])/g;

/** So many letters and digits in a row may be Base64. */
const MIN_RUN = 24;
const RUN = /[a-z0-9+/]/;

/** Looks at every 24th character, since a run of that length can't pass between two of them. */
function hasLongRun(text: string): boolean {
  for (let at = MIN_RUN - 1; at < text.length; at += MIN_RUN) {
    let start = at;
    while (start > at - MIN_RUN && RUN.test(text[start]!)) start--;
    let end = at;
    while (start < at && end < start + MIN_RUN && end < text.length && RUN.test(text[end]!)) end++;
    if (end - start > MIN_RUN - 1) return true;
  }
  return false;
}

/** Whether a rule may match. */
export function hasTrigger(text: string): boolean {
  const small = text.toLowerCase();
  if (isTriggered(small) || isDisguised(small) || hasLongRun(small)) return true;
  const joined = small.replace(CUT, '');
  return joined.length < small.length && isTriggered(joined);
}
