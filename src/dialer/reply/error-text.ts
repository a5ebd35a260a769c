/** What a person would read of an error's text: no tags, no stack trace, no position in somebody's code. */

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

const MAX_CODE_POINT = 0x10ffff;

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= MAX_CODE_POINT ? String.fromCodePoint(code).toWellFormed() : '';
  });
}

/** Longer texts are not read further: no message is that long. */
const MAX_TEXT_LENGTH = 20_000;

const HIDDEN_ELEMENTS = /<(script|style|svg)\b[\s\S]*?(<\/\1\s*>|$)|<!--[\s\S]*?(-->|$)/gi;
const LINE_END = /<(br|hr|\/?(p|div|li|ul|ol|tr|h\d|pre|table|section))\b[^<>]*>/gi;
const TAG = /<\/?[a-z!?][^<>]*>/gi;

const stripTags = (text: string): string =>
  /[<&]/.test(text)
    ? decodeEntities(text.replace(HIDDEN_ELEMENTS, ' ').replace(LINE_END, '\n').replace(TAG, ' '))
    : text;

/** A position, which is a file and a line in it: `/srv/app.js:10:5`, `C:\\app\\a.cs:line 3`, `node:internal/x:1`, `Customer.java:12`. */
const CODE =
  'js|mjs|cjs|jsx|ts|tsx|vue|php|py|rb|go|rs|java|kt|scala|cs|vb|cpp|cc|c|h|swift|dart|pl|lua|exs?';
const FILE = String.raw`(?:file:\/\/)?(?:[a-z]:)?(?:[\w@.~$+-]*[\\/][\w@.~$+\\/-]+|[\w@.$+-]+\.(?:${CODE}))`;
const POSITION = String.raw`(?:node:)?${FILE}:(?:line )?\d+(?::\d+)?`;

/** A line of a stack trace, as the runtimes of several languages write it. */
const STACK_LINE = new RegExp(
  [
    // JavaScript, Java, .NET
    String.raw`at (?:async |new )?(?:\S.{0,300}?)?\(?(?:${POSITION}|native|<anonymous>|Native Method|Unknown Source)\)?`,
    String.raw`at [\w.$<>[\]]+\([^()]*\)(?: in .*)?`,
    // PHP
    String.raw`#\d+ .*`,
    'thrown in .*',
    // Python
    String.raw`File "[^"]*", line \d+.*`,
    // Ruby, Go, and a position alone
    String.raw`(?:from )?${POSITION}(?::in .*|\s+\+0x[\da-f]+)?`,
    String.raw`goroutine \d+.*`,
    String.raw`\^+`,
    String.raw`\.{3} \d+ more`,
  ]
    .map((line) => `^(?:${line})$`)
    .join('|'),
  'i',
);
const STACK_HEAD = /^(?:stack ?trace:?|traceback \(most recent call last\):|call stack:?)$/i;

/** Within a sentence: `… at /srv/app.js:1`, `… in /var/www/a.php on line 3`. */
const POSITIONS_WITHIN = [
  new RegExp(String.raw`\s*[([]?\b(?:at|in|from)\s+(?:\S{1,100} )?\(?${POSITION}\)?[)\]]?`, 'gi'),
  new RegExp(String.raw`\s*\b(?:at|in) ${FILE}(?: on|,)? line \d+`, 'gi'),
];
/** What a runtime puts in front of the message. */
const UNCAUGHT = String.raw`^(?:(?:php )?(?:uncaught|unhandled|fatal error ?:|exception in thread "[^"]*")\s+)*`;
const PREFIX = new RegExp(String.raw`${UNCAUGHT}(?:error|exception) ?:\s*`, 'i');
/** With the class of the error. */
const CLASS_PREFIX = new RegExp(String.raw`${UNCAUGHT}[\w.$\\]*(?:error|exception) ?:\s*`, 'i');

/**
 * Returns the message in a text, empty where there is none.
 * @returns crashed: a stack trace stood beside it, the sign of a crash
 */
export function readableText(text: string): { message: string; crashed: boolean } {
  let crashed = false;
  let codeFollows = false;
  const lines: string[] = [];
  for (const line of stripTags(text.slice(0, MAX_TEXT_LENGTH)).split(/\r?\n/)) {
    const trimmed = line.trim();
    if (STACK_LINE.test(trimmed) || STACK_HEAD.test(trimmed) || (crashed && /^at\s/.test(trimmed))) {
      crashed = true;
      // Python writes the line of code below its position.
      codeFollows = trimmed.startsWith('File "');
      continue;
    }
    const isCode = codeFollows && /^\s{2,}/.test(line);
    codeFollows = false;
    if (trimmed === '' || isCode) continue;
    const readable = POSITIONS_WITHIN.reduce((rest, position) => rest.replace(position, ''), trimmed);
    if (readable !== trimmed) crashed = true;
    lines.push(readable);
  }
  const prefix = crashed ? CLASS_PREFIX : PREFIX;
  const sentences = lines.map((line) => line.replace(prefix, '').trim()).filter(Boolean);
  return { message: [...new Set(sentences)].join(' ').replace(/ (?=[;,])/g, ''), crashed };
}
