/** Names that people say, found among the names that the dialer has. */

import { LOOKUP_KINDS, type LookupKind, type NameEntry } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { withinDeadline } from '../dialer/network-errors.ts';
import { formatValue } from '../response/format.ts';
import { fitRows } from '../response/limit.ts';
import { quotedNote } from '../response/shape.ts';
import { isSimilar, plain } from '../shared/similar-text.ts';
import { oneLine, stripHidden } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { TYPE_NAMES } from './result-names.ts';

const immediate = () => new Promise((resolve) => setImmediate(resolve));

/**
 * How sure a match is, the surest first. The other name is a login, an article number or what people call a call result;
 * of a base type is every call result that counts as what was said.
 */
const MATCH_QUALITIES = [
  'id',
  'exact',
  'same letters',
  'first name',
  'last name',
  'other name',
  'base type',
  'prefix',
  'words',
  'similar',
] as const;
type MatchQuality = (typeof MATCH_QUALITIES)[number];

/** Not hidden by what has exactly that name: a person is called so all the same, and a sum wants all of a base type. */
const isKeptBesideExact = (sure: MatchQuality): boolean =>
  MATCH_QUALITIES.indexOf(sure) <= MATCH_QUALITIES.indexOf('base type');

interface Match {
  asked: string;
  kind: LookupKind;
  entry: NameEntry;
  sure: MatchQuality;
}

/** Of one word; more are rather a wrong word than a choice. */
const MAX_MATCHES_PER_WORD = 12;
const BUDGET = 8_000;
/** So long may be searched in lists of any length. */
const SEARCH_LIMIT_MS = 3_000;
/** What was asked for is told again, and much of it is left out. */
const MAX_REPEATED_WORDS = 25;
const MAX_NAME_LENGTH = 120;
const MAX_WORD_LENGTH = 60;
/** No name that anybody says is longer. */
const MAX_COMPARED_LENGTH = 200;

export async function find(args: Args, { lookup, deadline, display }: ReadContext): Promise<Row> {
  const words = [...new Set(args.words as string[])];
  const kinds = [...new Set((args.kinds as LookupKind[] | undefined) ?? LOOKUP_KINDS)];
  const failed: Record<string, string> = {};
  let firstError: unknown;
  const lists = await Promise.all(
    kinds.map(async (kind) => {
      try {
        return { kind, entries: await withinDeadline(deadline, lookup.entries(kind)) };
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        firstError ??= error;
        failed[kind] = `${error.kind}: ${error.message}`;
        return { kind, entries: [] };
      }
    }),
  );
  // Nothing could be looked at: that is no answer.
  if (Object.keys(failed).length === kinds.length) throw firstError;

  const candidates = candidatesOf(lists);
  const matched: { asked: string; found: Match[] }[] = [];
  const until = performance.now() + SEARCH_LIMIT_MS;
  for (const asked of words) {
    // Other calls have their turn between two words.
    await immediate();
    if (performance.now() > until) break;
    matched.push({ asked, found: matchesOf(asked, candidates) });
  }
  const found = matched.flatMap((one) => capMatches(one.found));
  const total = matched.reduce((sum, one) => sum + one.found.length, 0);
  const inShort = (text: string, longest: number) => oneLine(formatValue(text, display) as string, longest);
  const columns = ['asked', 'kind', 'id', 'name', 'sure', 'note'];
  const cells = found.map((one) => [
    inShort(one.asked, MAX_WORD_LENGTH),
    one.kind,
    one.entry.id,
    inShort(one.entry.name, MAX_NAME_LENGTH),
    describeQuality(one, matched),
    one.entry.note ?? null,
  ]);
  const rows = fitRows(cells, BUDGET);
  const looked = kinds.filter((kind) => !(kind in failed));
  const missing = matched
    .filter((one) => !one.found.length)
    .map(({ asked }) => inShort(asked, MAX_WORD_LENGTH));
  return {
    total,
    ...(rows.length && { returned: rows.length, columns, rows }),
    ...(rows.length < total && {
      left_out: `${total - rows.length} more: ask for fewer words, or for more of the name, or for kinds.`,
    }),
    ...(matched.length < words.length && {
      not_searched: `${words.length - matched.length} words for want of time: ask for fewer.`,
    }),
    ...(missing.length && {
      nothing_for: missing.slice(0, MAX_REPEATED_WORDS),
      ...(missing.length > MAX_REPEATED_WORDS && { nothing_for_others: missing.length - MAX_REPEATED_WORDS }),
      note: `Looked in ${looked.join(', ')}.${looked.includes('client') ? ' Only clients with a product are known.' : ''} Customers can't be found by name: a phone number or id goes to customer_overview.`,
    }),
    ...(Object.keys(failed).length && { not_looked_in: formatValue(failed, display) as Row }),
    ...(rows.length && { quoted: quotedNote('names') }),
  };
}

/** A base type is all of its results: a few of them would make a wrong sum. */
const capMatches = (found: Match[]): Match[] => {
  let others = 0;
  return found.filter(({ sure }) => sure === 'base type' || others++ < MAX_MATCHES_PER_WORD);
};

/** One name alone is sure only where nobody else has it: "first name, 1 match". */
function describeQuality(
  { asked, sure }: Match,
  matched: readonly { asked: string; found: Match[] }[],
): string {
  if (sure !== 'first name' && sure !== 'last name') return sure;
  const same = matched.find((one) => one.asked === asked)!.found.filter((one) => one.sure === sure);
  return `${sure}, ${same.length} match${same.length === 1 ? '' : 'es'}`;
}

/** A text in the forms in which it is compared, made once. */
interface ComparableText {
  lower: string;
  /** Empty where there are only signs. */
  plain: string;
  words: readonly string[];
  joined: string;
}

const comparable = (text: string): ComparableText => {
  const start = stripHidden(text.slice(0, MAX_COMPARED_LENGTH));
  const letters = plain(start);
  return {
    lower: start.trim().toLowerCase(),
    plain: letters,
    words: letters.split(' '),
    joined: letters.replaceAll(' ', ''),
  };
};

interface Candidate {
  kind: LookupKind;
  entry: NameEntry;
  name: ComparableText;
  first?: ComparableText;
  last?: ComparableText;
  aliases: readonly ComparableText[];
}

const candidatesOf = (lists: { kind: LookupKind; entries: readonly NameEntry[] }[]): Candidate[] =>
  lists.flatMap(({ kind, entries }) =>
    entries.map((entry) => ({
      kind,
      entry,
      name: comparable(entry.name),
      first: entry.first ? comparable(entry.first) : undefined,
      last: entry.last ? comparable(entry.last) : undefined,
      aliases: entry.alias ? entry.alias.split(', ').map(comparable) : [],
    })),
  );

/** Words between names. */
const SMALL_WORDS = /\b(i|pa|for|av|the|in|of)\b/g;

/** What people add to a name to say what it is of, as a word of its own or as the end of one. */
const KIND_WORDS: [words: RegExp, kind: LookupKind][] = [
  [/(kontoret|kontor|office)$/, 'office'],
  [/(kampanjen|kampanj|campaign)$/, 'campaign'],
  [/(sparrlistan|sparrlista|blocklist)$/, 'blocklist'],
  [/(ringlistan|ringlista|listan|lista|list)$/, 'contactlist'],
  [/(produkten|produkt|product)$/, 'product'],
  [/(saljaren|saljare|agenten|agent)$/, 'user'],
  [/(uppdragsgivaren|uppdragsgivare|kunden|client)$/, 'client'],
  [/(utfallet|utfall)$/, 'call_result'],
  [/(mallen|mall|template)$/, 'sms_template'],
];

/** "Malmö-kontoret" is found as such, else as the office "Malmö". */
function matchesOf(asked: string, candidates: readonly Candidate[]): Match[] {
  const found = bestMatches(asked, asked, candidates);
  if (found.length) return found;
  const letters = plain(asked.slice(0, MAX_COMPARED_LENGTH));
  for (const [words, kind] of KIND_WORDS) {
    const name = letters
      .split(' ')
      .map((word) => word.replace(words, ''))
      .join(' ')
      .replace(SMALL_WORDS, '')
      .replace(/ +/g, ' ')
      .trim();
    if (name.length < 3 || name === letters) continue;
    const ofKind = candidates.filter((one) => one.kind === kind);
    return bestMatches(asked, name, ofKind).map((one) => ({ ...one, sure: atBest(one.sure, 'words') }));
  }
  return [];
}

const atBest = (sure: MatchQuality, most: MatchQuality): MatchQuality =>
  MATCH_QUALITIES.indexOf(sure) < MATCH_QUALITIES.indexOf(most) ? most : sure;

/** The surest alone: whoever says a name exactly does not mean the ones that are like it. */
function bestMatches(asked: string, name: string, candidates: readonly Candidate[]): Match[] {
  const wanted = comparable(name);
  const type = baseTypeOf(wanted);
  const all = candidates.flatMap((one) => {
    const sure = matchQuality(wanted, one, type);
    return sure ? [{ asked, kind: one.kind, entry: one.entry, sure }] : [];
  });
  const rank = ({ sure }: Match) => MATCH_QUALITIES.indexOf(sure);
  all.sort((a, b) => rank(a) - rank(b) || Number(Boolean(a.entry.note)) - Number(Boolean(b.entry.note)));
  const exact = all.some(({ sure }) => sure === 'exact' || sure === 'same letters' || sure === 'id');
  if (exact) return all.filter(({ sure }) => isKeptBesideExact(sure));
  const close = all.filter(({ sure }) => sure !== 'similar');
  return close.length ? close : all;
}

const bestQuality = (found: readonly (MatchQuality | undefined)[]): MatchQuality | undefined =>
  MATCH_QUALITIES.find((sure) => found.includes(sure));

function matchQuality(
  asked: ComparableText,
  candidate: Candidate,
  type: BaseType | undefined,
): MatchQuality | undefined {
  const { entry, name, first, last, aliases } = candidate;
  if (/^\d+$/.test(asked.lower) && Number(asked.lower) === entry.id) return 'id';
  return bestQuality([
    compareNames(asked, name),
    isNamed(asked, first) ? 'first name' : undefined,
    isNamed(asked, last) ? 'last name' : undefined,
    ...aliases.map((alias) => {
      const sure = compareNames(asked, alias);
      // A login is often a first name, which others have too: it must not hide them.
      return sure === 'exact' || sure === 'same letters' ? 'other name' : sure;
    }),
    isOfType(candidate, type) ? type!.sure : undefined,
  ]);
}

/** Also one of several: Anna of Anna Maria, Berg of Berg Ek. */
const isNamed = (asked: ComparableText, name: ComparableText | undefined): boolean =>
  asked.plain !== '' && (name?.plain === asked.plain || name?.words.includes(asked.plain) === true);

interface BaseType {
  type: string;
  sure: 'base type' | 'similar';
}

let typeNames: { type: string; names: ComparableText[] }[] | undefined;

/** The base type of call results that is meant, if any: "nej tack", and "nej tack, för dyrt" too. */
function baseTypeOf(asked: ComparableText): BaseType | undefined {
  typeNames ??= Object.entries(TYPE_NAMES).map(([type, names]) => ({
    type,
    names: names.split(', ').map(comparable),
  }));
  const of = (same: (name: ComparableText) => boolean) =>
    asked.plain ? typeNames!.find(({ names }) => names.some(same))?.type : undefined;
  const type =
    of(({ joined }) => joined === asked.joined) ??
    of(({ plain: name, words }) => words.length > 1 && asked.plain.startsWith(`${name} `));
  if (type) return { type, sure: 'base type' };
  const similar = of(({ joined }) => isSimilar(asked.joined, joined));
  return similar === undefined ? undefined : { type: similar, sure: 'similar' };
}

function isOfType({ kind, entry }: Candidate, wanted: BaseType | undefined): boolean {
  if (!wanted || kind !== 'call_result' || plain(entry.type ?? '') !== wanted.type) return false;
  // Busy and no answer are rung again too, but nobody who says "call back" means them.
  return !(wanted.type === 'recurring' && entry.alias);
}

function compareNames(asked: ComparableText, name: ComparableText): MatchQuality | undefined {
  if (asked.lower === name.lower) return 'exact';
  if (!asked.plain || !name.plain) return undefined;
  if (asked.plain === name.plain) return 'same letters';
  if (name.plain.startsWith(asked.plain)) return 'prefix';
  if (asked.words.every((part) => name.words.some((word) => word.startsWith(part)))) return 'words';
  if (asked.words.every((part) => name.words.some((word) => isSimilar(part, word)))) return 'similar';
  return isSimilar(asked.joined, name.joined) ? 'similar' : undefined;
}
