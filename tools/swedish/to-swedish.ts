/**
 * The lines of previews in Swedish, for the approval page: what a manager says yes to is read in their own language.
 * Only whole lines of ours are translated; names and values within them are carried over as they are.
 */
import { LINES, REASONS, WARNINGS, WORDS } from './lines.ts';

interface Translation {
  pattern: RegExp;
  swedish: string;
}

/** Loaded when the first page is opened. */
let lines: readonly Translation[] | undefined;
let reasons: readonly Translation[] | undefined;
let warnings: readonly Translation[] | undefined;
const words = new Map(
  WORDS.trim()
    .split('\n')
    .map((line) => line.split(' = ') as [string, string]),
);

/** Returns a preview's line in Swedish; one that is not known stays as it is. */
export function toSwedish(line: string): string {
  lines ??= compile(LINES);
  const warned = /^ATTENTION: (.+?)\. ((?:Change|Create|Take) .*)$/.exec(line);
  if (warned) return `OBS: ${translateWarnings(warned[1]!)}. ${toSwedish(warned[2]!)}`;
  return translate(line, lines) ?? line;
}

function translateWarnings(list: string): string {
  warnings ??= compile(WARNINGS);
  return list
    .split(', ')
    .map((warning) => translate(warning, warnings!) ?? warning)
    .join(', ');
}

function translate(line: string, table: readonly Translation[]): string | undefined {
  for (const { pattern, swedish } of table) {
    const places = pattern.exec(line)?.groups;
    if (!places && !pattern.test(line)) continue;
    return swedish.replaceAll(/\{(\w+)\}/g, (_, name: string) => placeText(name, places![name]!));
  }
  return undefined;
}

/** Our own words within a line are translated too. */
function placeText(name: string, value: string): string {
  if (name === 'how' || name === 'why') {
    reasons ??= compile(REASONS);
    return translate(value, reasons) ?? value;
  }
  if (OUR_WORDS.includes(name)) return words.get(value) ?? value;
  return COUNTS.reduce((text, [english, swedish]) => text.replace(english, swedish), value);
}

/** Each place matches any text, as little of it as the rest allows. */
const compile = (table: string): Translation[] =>
  table
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const [english, swedish] = line.split(' => ') as [string, string];
      const pattern = english
        .replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
        .replaceAll(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>${PLACES[name] ?? '.+?'})`);
      return { pattern: new RegExp(`^${pattern}$`), swedish };
    });

const OUR_WORDS = ['kind', 'field', 'state', 'before', 'after'];

/** Counted things within a line. */
const COUNTS: readonly (readonly [RegExp, string])[] = [
  [/^(\d+) orders?$/, '$1 order'],
  [/^(\d+) calls?$/, '$1 samtal'],
  [/^(\d+) customers$/, '$1 kunder'],
  [/^(\d+) customer$/, '$1 kund'],
  [/^(\d+) numbers$/, '$1 nummer'],
  [/, unconfirmed(?=[, ]|$)/, ', obekräftad'],
  [/, confirmed(?=[, ]|$)/, ', bekräftad'],
  [/, campaign (?=\S)/, ', kampanj '],
  [/, sold (?=\d)/, ', såld '],
  [/, cancelled(?=[, ]|$)/, ', makulerad'],
  [/, agent (?=\S)/, ', säljare '],
  [/^; (\d+) more (?:is|are) cancelled already$/, '; $1 till är redan makulerade'],
  [/^without an end date, without a comment$/, 'utan slutdatum, utan kommentar'],
  [/\(which no user has\)/, '(som ingen användare har)'],
  [/\(which (.+) and (\d+) more have\)/, '(som $1 och $2 till har)'],
  [/\(which (.+) has\)/, '(som $1 har)'],
  [/^product (?=\S)/, 'produkten '],
  [/^campaign (?=\S)/, 'kampanjen '],
];

/** Places that hold something particular. */
const PLACES: Record<string, string> = {
  kind: 'client|call result|SMS template|blocklist|product field|product|contact list',
  field: '[a-z][a-z_0-9]*',
  more: '.*?',
};
