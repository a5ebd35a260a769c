/** Which entries a name means that somebody said, and how sure that is. */

import type { LookupKind, NameEntry } from '../define/lookup.ts';
import { isSimilar, plain } from '../shared/similar-text.ts';
import { stripHidden } from '../shared/text.ts';
import { TYPE_NAMES } from './result-names.ts';

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
export type MatchQuality = (typeof MATCH_QUALITIES)[number];

const rankOf = (quality: MatchQuality): number => MATCH_QUALITIES.indexOf(quality);

/** Not hidden by an entry with exactly that name: a person is called so all the same, and a sum wants all of a base type. */
const isKeptBesideExact = (quality: MatchQuality): boolean => rankOf(quality) <= rankOf('base type');

export interface Match {
  kind: LookupKind;
  entry: NameEntry;
  quality: MatchQuality;
}

/** In characters. No name that anybody says is longer. */
const MAX_COMPARED_LENGTH = 200;
const MIN_NAME_LENGTH = 3;

/** A text in the forms in which it is compared, made once. */
interface ComparableText {
  lower: string;
  /** Empty where there are only signs. */
  plain: string;
  words: readonly string[];
  joined: string;
}

function toComparable(text: string): ComparableText {
  const visible = stripHidden(text.slice(0, MAX_COMPARED_LENGTH));
  const letters = plain(visible);
  return {
    lower: visible.trim().toLowerCase(),
    plain: letters,
    words: letters.split(' '),
    joined: letters.replaceAll(' ', ''),
  };
}

/** An entry of a list, with its names in the forms in which they are compared. */
export interface Candidate {
  kind: LookupKind;
  entry: NameEntry;
  name: ComparableText;
  first?: ComparableText;
  last?: ComparableText;
  aliases: readonly ComparableText[];
}

export const toCandidate = (kind: LookupKind, entry: NameEntry): Candidate => ({
  kind,
  entry,
  name: toComparable(entry.name),
  first: entry.first ? toComparable(entry.first) : undefined,
  last: entry.last ? toComparable(entry.last) : undefined,
  aliases: entry.alias ? entry.alias.split(', ').map(toComparable) : [],
});

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

/** The matches for what was said. "Malmö-kontoret" is found as such, else as the office "Malmö". */
export function findMatches(said: string, candidates: readonly Candidate[]): Match[] {
  const matches = bestMatches(said, candidates);
  if (matches.length) return matches;
  const letters = plain(said.slice(0, MAX_COMPARED_LENGTH));
  for (const [words, kind] of KIND_WORDS) {
    const name = withoutWords(letters, words);
    if (name.length < MIN_NAME_LENGTH || name === letters) continue;
    const ofKind = candidates.filter((candidate) => candidate.kind === kind);
    return bestMatches(name, ofKind).map((match) => ({ ...match, quality: atMost('words', match.quality) }));
  }
  return [];
}

const withoutWords = (letters: string, words: RegExp): string =>
  letters
    .split(' ')
    .map((word) => word.replace(words, ''))
    .join(' ')
    .replace(SMALL_WORDS, '')
    .replace(/ +/g, ' ')
    .trim();

const atMost = (best: MatchQuality, quality: MatchQuality): MatchQuality =>
  rankOf(quality) < rankOf(best) ? best : quality;

/** The surest matches alone: whoever says a name exactly does not mean the ones that are like it. */
function bestMatches(name: string, candidates: readonly Candidate[]): Match[] {
  const wanted = toComparable(name);
  const baseType = baseTypeOf(wanted);
  const matches = candidates.flatMap((candidate): Match[] => {
    const quality = matchQuality(wanted, candidate, baseType);
    return quality ? [{ kind: candidate.kind, entry: candidate.entry, quality }] : [];
  });
  const hasNote = ({ entry }: Match) => Number(Boolean(entry.note));
  matches.sort((a, b) => rankOf(a.quality) - rankOf(b.quality) || hasNote(a) - hasNote(b));
  const isExact = matches.some(({ quality }) => rankOf(quality) <= rankOf('same letters'));
  if (isExact) return matches.filter(({ quality }) => isKeptBesideExact(quality));
  const close = matches.filter(({ quality }) => quality !== 'similar');
  return close.length ? close : matches;
}

function matchQuality(
  wanted: ComparableText,
  candidate: Candidate,
  baseType: BaseType | undefined,
): MatchQuality | undefined {
  const { entry, name, first, last, aliases } = candidate;
  if (/^\d+$/.test(wanted.lower) && Number(wanted.lower) === entry.id) return 'id';
  const qualities = [
    compareNames(wanted, name),
    isNamed(wanted, first) ? 'first name' : undefined,
    isNamed(wanted, last) ? 'last name' : undefined,
    ...aliases.map((alias) => compareAlias(wanted, alias)),
    isOfType(candidate, baseType) ? baseType?.quality : undefined,
  ];
  return MATCH_QUALITIES.find((quality) => qualities.includes(quality));
}

function compareNames(wanted: ComparableText, name: ComparableText): MatchQuality | undefined {
  if (wanted.lower === name.lower) return 'exact';
  if (!wanted.plain || !name.plain) return undefined;
  if (wanted.plain === name.plain) return 'same letters';
  if (name.plain.startsWith(wanted.plain)) return 'prefix';
  if (wanted.words.every((part) => name.words.some((word) => word.startsWith(part)))) return 'words';
  if (wanted.words.every((part) => name.words.some((word) => isSimilar(part, word)))) return 'similar';
  return isSimilar(wanted.joined, name.joined) ? 'similar' : undefined;
}

/** A login is often a first name, which others have too: it must not hide them. */
function compareAlias(wanted: ComparableText, alias: ComparableText): MatchQuality | undefined {
  const quality = compareNames(wanted, alias);
  return quality === 'exact' || quality === 'same letters' ? 'other name' : quality;
}

/** Also one of several: Anna of Anna Maria, Berg of Berg Ek. */
const isNamed = (wanted: ComparableText, name: ComparableText | undefined): boolean =>
  wanted.plain !== '' && (name?.plain === wanted.plain || name?.words.includes(wanted.plain) === true);

interface BaseType {
  type: string;
  quality: 'base type' | 'similar';
}

let baseTypes: { type: string; names: ComparableText[] }[] | undefined;

/** The base type of call results that is meant, if any: "nej tack", and "nej tack, för dyrt" too. */
function baseTypeOf(wanted: ComparableText): BaseType | undefined {
  if (!wanted.plain) return undefined;
  baseTypes ??= Object.entries(TYPE_NAMES).map(([type, names]) => ({
    type,
    names: names.split(', ').map(toComparable),
  }));
  const typeWith = (isMeant: (name: ComparableText) => boolean) =>
    baseTypes?.find(({ names }) => names.some(isMeant))?.type;
  const type =
    typeWith(({ joined }) => joined === wanted.joined) ??
    typeWith(({ plain: name, words }) => words.length > 1 && wanted.plain.startsWith(`${name} `));
  if (type) return { type, quality: 'base type' };
  const similarType = typeWith(({ joined }) => isSimilar(wanted.joined, joined));
  return similarType === undefined ? undefined : { type: similarType, quality: 'similar' };
}

function isOfType({ kind, entry }: Candidate, baseType: BaseType | undefined): boolean {
  if (!baseType || kind !== 'call_result' || plain(entry.type ?? '') !== baseType.type) return false;
  // Busy and no answer are rung again too, but nobody who says "call back" means them.
  return !(baseType.type === 'recurring' && entry.alias);
}
