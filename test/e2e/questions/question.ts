/** What people really ask of a dialer, as data: the calls that answer it, the facts in the answer, and the long way. */
import type { World } from './world.ts';

export interface Call {
  tool: string;
  args: Record<string, unknown>;
}

export interface Question {
  asked: string;
  /** At most two; the second may depend on the first's answer, which may also make it needless. */
  calls: readonly [Call, Next?];
  /** What the last answer must say, from the sandbox's own state before it was asked. @param last that answer */
  facts(world: World, last: any): Fact[];
  /** Of what asks for a change: what of the sandbox it is about, and what that becomes. Without `becomes` it stays. */
  effect?: { of(world: World): unknown; becomes?: unknown };
  /**
   * What must be read to know the same with the endpoint tools alone: the fewest calls that do it, each given its
   * answer. Counts are taken from `total` where that takes no more calls than reading the rows. A change itself is
   * left out: it is the same call.
   */
  endpoints(): LongWay;
}

export interface Questions {
  swedish: readonly Question[];
  english: readonly Question[];
}

type Next = Call | ((first: any) => Call | undefined);

export type LongWay<Read = void> = Generator<Call, Read, any>;

export interface Fact {
  /** Keys that lead to it. After `rows`: a row by its place (a number) or its first cell (a text), then a column. */
  at: readonly (string | number)[];
  is: unknown;
}

export const fact = (is: unknown, ...at: (string | number)[]): Fact => ({ at, is });

/** The same figures of many rows. */
export const rowFacts = (
  rows: Iterable<readonly [label: string, figures: Record<string, unknown>]>,
): Fact[] =>
  [...rows].flatMap(([label, figures]) =>
    Object.entries(figures).map(([name, is]) => fact(is, 'rows', label, name)),
  );

export function look(answer: any, at: readonly (string | number)[]): unknown {
  const [key, ...rest] = at;
  if (key === undefined) return answer;
  if (key !== 'rows' || rest.length === 0) return look(answer?.[key], rest);
  const [which, column, ...more] = rest;
  const rows = (answer?.rows ?? []) as unknown[][];
  const row = typeof which === 'number' ? rows[which] : rows.find(([first]) => String(first) === which);
  return column === undefined ? row : look(row?.[answer.columns.indexOf(column)], more);
}

/** A column of the answer's table. */
export const column = (answer: any, name: string): unknown[] =>
  (answer?.rows ?? []).map((row: unknown[]) => row[answer.columns.indexOf(name)]);

const MOST = 200;

/** All rows of a list, page by page. */
export function* all(tool: string, args: Call['args'] = {}): LongWay<unknown[][]> {
  const rows: unknown[][] = [];
  let next: object | undefined = {};
  while (next) {
    const answer: any = yield { tool, args: { ...args, limit: MOST, ...next } };
    rows.push(...(answer.rows ?? []));
    next =
      answer.next_cursor !== undefined
        ? { cursor: answer.next_cursor }
        : answer.next_offset !== undefined
          ? { offset: answer.next_offset }
          : undefined;
  }
  return rows;
}

/** How many there are, by a page of one row. */
export function* count(tool: string, args: Call['args']): LongWay<number> {
  const answer = yield { tool, args: { ...args, limit: 1 } };
  return answer.total;
}

/**
 * Calls of a period for figures per agent, hour or campaign: what was reached is told of calls with an agent alone, so
 * that only those are read; which results are orders, the list of results tells.
 */
export function* agentCalls(args: Call['args']): LongWay<unknown[][]> {
  yield { tool: 'list_call_results', args: { limit: MOST } };
  const users: any = yield { tool: 'list_users', args: { limit: MOST } };
  return yield* all('search_calls', { ...args, user_ids: column(users, 'id') });
}
