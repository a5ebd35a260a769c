/** What a person would read of an error's text: no tags, no stack, no place in somebody's code. */

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  aring: 'å',
  auml: 'ä',
  ouml: 'ö',
  Aring: 'Å',
  Auml: 'Ä',
  Ouml: 'Ö',
  eacute: 'é',
};

const HIGHEST = 0x10ffff;

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= HIGHEST ? String.fromCodePoint(code).toWellFormed() : '';
  });
}

/** Longer texts are no sentence; what follows is not looked at. */
const MAX_TEXT_LENGTH = 20_000;

const HIDDEN_ELEMENTS = /<(script|style|svg)\b[\s\S]*?(<\/\1\s*>|$)|<!--[\s\S]*?(-->|$)/gi;
const LINE_END = /<(br|hr|\/?(p|div|li|ul|ol|tr|h\d|pre|table|section))\b[^<>]*>/gi;
const TAG = /<\/?[a-z!?][^<>]*>/gi;

const stripTags = (text: string): string =>
  /[<&]/.test(text)
    ? decodeEntities(text.replace(HIDDEN_ELEMENTS, ' ').replace(LINE_END, '\n').replace(TAG, ' '))
    : text;

/** A file and a line in it: `/srv/app.js:10:5`, `C:\\app\\a.cs:line 3`, `node:internal/x:1`, `Customer.java:12`. */
const CODE =
  'js|mjs|cjs|jsx|ts|tsx|vue|php|py|rb|go|rs|java|kt|scala|cs|vb|cpp|cc|c|h|swift|dart|pl|lua|exs?';
const FILE = String.raw`(?:file:\/\/)?(?:[a-z]:)?(?:[\w@.~$+-]*[\\/][\w@.~$+\\/-]+|[\w@.$+-]+\.(?:${CODE}))`;
const PLACE = String.raw`(?:node:)?${FILE}:(?:line )?\d+(?::\d+)?`;

/** A line that is a place, as engines of several languages write their stacks. */
const STACK_LINE = new RegExp(
  [
    // JavaScript, Java, .NET
    String.raw`at (?:async |new )?(?:\S.{0,300}?)?\(?(?:${PLACE}|native|<anonymous>|Native Method|Unknown Source)\)?`,
    String.raw`at [\w.$<>[\]]+\([^()]*\)(?: in .*)?`,
    // PHP
    String.raw`#\d+ .*`,
    'thrown in .*',
    // Python
    String.raw`File "[^"]*", line \d+.*`,
    // Ruby, Go, and a place alone
    String.raw`(?:from )?${PLACE}(?::in .*|\s+\+0x[\da-f]+)?`,
    String.raw`goroutine \d+.*`,
    String.raw`\^+`,
    String.raw`\.{3} \d+ more`,
  ]
    .map((form) => `^(?:${form})$`)
    .join('|'),
  'i',
);
const STACK_HEAD = /^(?:stack ?trace:?|traceback \(most recent call last\):|call stack:?)$/i;

/** Within a sentence: `… at /srv/app.js:1`, `… in /var/www/a.php on line 3`. */
const PLACE_WITHIN = [
  new RegExp(String.raw`\s*[([]?\b(?:at|in|from)\s+(?:\S{1,100} )?\(?${PLACE}\)?[)\]]?`, 'gi'),
  new RegExp(String.raw`\s*\b(?:at|in) ${FILE}(?: on|,)? line \d+`, 'gi'),
];
/** What an engine puts in front of the sentence: the class of an error, too. */
const PREFIX =
  /^(?:(?:php )?(?:uncaught|unhandled|fatal error ?:|exception in thread "[^"]*")\s+)*(?:error|exception) ?:\s*/i;
const CLASS =
  /^(?:(?:php )?(?:uncaught|unhandled|fatal error ?:|exception in thread "[^"]*")\s+)*[\w.$\\]*(?:error|exception) ?:\s*/i;

/** @returns the sentence, empty where there is none, and whether a stack stood beside it: the sign of a crash */
export function readableText(text: string): { said: string; crashed: boolean } {
  let crashed = false;
  const kept: string[] = [];
  let code = false;
  for (const line of stripTags(text.slice(0, MAX_TEXT_LENGTH)).split(/\r?\n/)) {
    const bare = line.trim();
    if (STACK_LINE.test(bare) || STACK_HEAD.test(bare) || (crashed && /^at\s/.test(bare))) {
      crashed = true;
      // Python puts the line of code under its place.
      code = bare.startsWith('File "');
      continue;
    }
    const isCode = code && /^\s{2,}/.test(line);
    code = false;
    if (bare === '' || isCode) continue;
    const told = PLACE_WITHIN.reduce((said, place) => said.replace(place, ''), bare);
    if (told !== bare) crashed = true;
    kept.push(told);
  }
  const prefix = crashed ? CLASS : PREFIX;
  const told = kept.map((line) => line.replace(prefix, '').trim()).filter(Boolean);
  return { said: [...new Set(told)].join(' ').replace(/ (?=[;,])/g, ''), crashed };
}
