/** The tool find: names that people say, found among the names that the dialer has. */

import type * as z from 'zod';
import { LOOKUP_KINDS, type LookupKind, type NameEntry, type NameLookup } from '../define/lookup.ts';
import type { Row } from '../define/row.ts';
import * as s from '../define/schema.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { withinDeadline } from '../dialer/transport/network-errors.ts';
import { formatRow, formatValue } from '../response/format.ts';
import { fitRows } from '../response/limit.ts';
import { quotedNote } from '../response/wording.ts';
import { type Clock, type Deadline, monotonicClock } from '../shared/deadline.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { LOOKUP_LIMITS, type LookupLimits } from './limits.ts';
import { type Candidate, findMatches, type Match, toCandidate } from './matching.ts';

export const findInput = s.object({
  words: s.list(s.text).max(100).describe('one name each'),
  kinds: s.list(s.choice(LOOKUP_KINDS)).optional(),
});

type FindArgs = z.infer<typeof findInput>;

/** More matches for one word are rather a wrong word than a choice. */
const MAX_MATCHES_PER_WORD = 12;
/** Of all rows together, in characters. */
const MAX_ROWS_LENGTH = 8_000;
/** Of those without a match. */
const MAX_REPEATED_WORDS = 25;
const MAX_NAME_LENGTH = 120;
const MAX_WORD_LENGTH = 60;

const COLUMNS = ['asked', 'kind', 'id', 'name', 'sure', 'note'];

interface WordMatches {
  word: string;
  matches: Match[];
}

/** @throws ToolError where no list could be read */
export async function find(
  { words, kinds = [...LOOKUP_KINDS] }: FindArgs,
  { lookup, deadline, display }: ReadContext,
  { searchMs }: LookupLimits = LOOKUP_LIMITS,
  clock: Clock = monotonicClock,
): Promise<Row> {
  const uniqueWords = [...new Set(words)];
  const { lists, failures } = await readLists([...new Set(kinds)], lookup, deadline);
  const candidates = lists.flatMap(({ kind, entries }) => entries.map((entry) => toCandidate(kind, entry)));
  const searched = await matchWords(uniqueWords, candidates, clock() + searchMs, clock);
  const shorten = (text: string, length: number) => oneLine(formatValue(text, display) as string, length);
  const rows = fitRows(
    searched.flatMap((wordMatches) => matchRows(wordMatches, shorten)),
    MAX_ROWS_LENGTH,
  );
  const total = searched.reduce((sum, { matches }) => sum + matches.length, 0);
  const notSearched = uniqueWords.length - searched.length;
  const unmatched = searched.flatMap(({ word, matches }) =>
    matches.length ? [] : [shorten(word, MAX_WORD_LENGTH)],
  );
  return {
    total,
    ...(rows.length && { returned: rows.length, columns: COLUMNS, rows }),
    ...(rows.length < total && {
      left_out: `${total - rows.length} more: ask for fewer words, or for more of the name, or for kinds.`,
    }),
    ...(notSearched && { not_searched: `${notSearched} words for want of time: ask for fewer.` }),
    ...(unmatched.length && unmatchedWords(unmatched, lists)),
    ...(failures.size && { not_looked_in: formatRow(describeFailures(failures), display) }),
    ...(rows.length && { quoted: quotedNote('names') }),
  };
}

interface NameList {
  kind: LookupKind;
  entries: readonly NameEntry[];
}

/** Reads all at once. Lists that can't be read are left out; @throws ToolError where that is all of them. */
async function readLists(
  kinds: readonly LookupKind[],
  lookup: NameLookup,
  deadline: Deadline,
): Promise<{ lists: NameList[]; failures: ReadonlyMap<LookupKind, ToolError> }> {
  /** In the order in which they failed. */
  const failures = new Map<LookupKind, ToolError>();
  const lists = await Promise.all(
    kinds.map(async (kind): Promise<NameList[]> => {
      try {
        return [{ kind, entries: await withinDeadline(deadline, lookup.entries(kind)) }];
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        failures.set(kind, error);
        return [];
      }
    }),
  );
  const [firstError] = failures.values();
  if (firstError && failures.size === kinds.length) throw firstError;
  return { lists: lists.flat(), failures };
}

const immediate = () => new Promise((resolve) => setImmediate(resolve));

/** Searches word by word, for as long as there is time. */
async function matchWords(
  words: readonly string[],
  candidates: readonly Candidate[],
  endsAt: number,
  clock: Clock,
): Promise<WordMatches[]> {
  const searched: WordMatches[] = [];
  for (const word of words) {
    // Other calls have their turn between two words.
    await immediate();
    if (clock() > endsAt) break;
    searched.push({ word, matches: findMatches(word, candidates) });
  }
  return searched;
}

const matchRows = (
  { word, matches }: WordMatches,
  shorten: (text: string, length: number) => string,
): unknown[][] =>
  capMatches(matches).map((match) => [
    shorten(word, MAX_WORD_LENGTH),
    match.kind,
    match.entry.id,
    shorten(match.entry.name, MAX_NAME_LENGTH),
    describeQuality(match, matches),
    match.entry.note ?? null,
  ]);

/** A base type is all of its results: a few of them would make a wrong sum. */
function capMatches(matches: readonly Match[]): Match[] {
  let others = 0;
  return matches.filter(({ quality }) => quality === 'base type' || others++ < MAX_MATCHES_PER_WORD);
}

/** One name alone is sure only where nobody else has it: "first name, 1 match". */
function describeQuality({ quality }: Match, matches: readonly Match[]): string {
  if (quality !== 'first name' && quality !== 'last name') return quality;
  const count = matches.filter((match) => match.quality === quality).length;
  return `${quality}, ${count} match${count === 1 ? '' : 'es'}`;
}

function unmatchedWords(words: readonly string[], lists: readonly NameList[]): Row {
  const kinds = lists.map(({ kind }) => kind);
  const others = words.length - MAX_REPEATED_WORDS;
  const clients = kinds.includes('client') ? ' Only clients with a product are known.' : '';
  return {
    nothing_for: words.slice(0, MAX_REPEATED_WORDS),
    ...(others > 0 && { nothing_for_others: others }),
    note: `Looked in ${kinds.join(', ')}.${clients} Customers can't be found by name: a phone number or id goes to customer_overview.`,
  };
}

const describeFailures = (failures: ReadonlyMap<LookupKind, ToolError>): Record<string, string> =>
  Object.fromEntries(
    [...failures].map(([kind, { kind: errorKind, message }]) => [kind, `${errorKind}: ${message}`]),
  );
