/** Goes the ways to an answer: ours, and the one through the endpoint tools. */
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import type { Call, LongWay, Question } from './question.ts';

const encoding = new Tiktoken(o200k);
export const tokensOf = (text: string): number => encoding.encode(text, [], []).length;

/** Calls a tool. @returns the text block of a good answer */
export type Ask = (call: Call) => Promise<string>;

export interface Way {
  calls: number;
  /** Of all its answers, as a model reads them. */
  tokens: number;
  /** Of the last answer; of two pages of one list, all rows. */
  last: any;
}

export async function ourWay({ calls: [first, next] }: Question, ask: Ask): Promise<Way> {
  const text = await ask(first);
  const answer = JSON.parse(text);
  const second = typeof next === 'function' ? next(answer) : next;
  if (!second) return { calls: 1, tokens: tokensOf(text), last: answer };
  const more = await ask(second);
  const last = JSON.parse(more);
  const isPage = second.tool === first.tool;
  return {
    calls: 2,
    tokens: tokensOf(text) + tokensOf(more),
    last: isPage ? { ...last, rows: [...answer.rows, ...last.rows] } : last,
  };
}

export async function longWay(way: LongWay, ask: Ask): Promise<Omit<Way, 'last'>> {
  let calls = 0;
  let tokens = 0;
  for (let step = way.next(); !step.done; ) {
    const text = await ask(step.value);
    calls++;
    tokens += tokensOf(text);
    step = way.next(JSON.parse(text));
  }
  return { calls, tokens };
}
