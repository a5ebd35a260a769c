/** Whether a text speaks to an assistant. */
import { disguisedWords, fold, wordsOf } from './fold.ts';
import { decodedTexts, MARKUP_FOR_MACHINES, TOKEN } from './markup.ts';
import { ACT_UNASKED, DEMAND, isOrder, SUBJECT, TALK_OF_TOOLS } from './phrases.ts';
import { createToolNameCheck } from './tool-names.ts';
import { hasTrigger } from './triggers.ts';

export interface TextCheck {
  /** A quick look at all texts of an answer together: false where none of them can speak to an assistant. */
  mayInstruct(text: string): boolean;
  instructs(text: string): boolean;
  /** By its words alone: of texts that were put together. */
  orders(text: string): boolean;
  /** The same of a sentence of this server, which may quote others, and names tools and tokens by right. */
  ownOrders(text: string): boolean;
}

/** How near to each other two words make a demand of machinery, in characters. */
const NEAR = 200;

export function createTextCheck(toolNames: readonly string[]): TextCheck {
  const tools = createToolNameCheck(toolNames);
  const inWords = (words: string): boolean =>
    isOrder(words) ||
    TALK_OF_TOOLS.test(words) ||
    demands(words) ||
    ACT_UNASKED.test(words) ||
    tools.inWords(words);
  const speaks = (text: string): boolean => {
    const folded = fold(text);
    return (
      MARKUP_FOR_MACHINES.test(folded) ||
      tools.inText(folded) ||
      TOKEN.test(text) ||
      [wordsOf(folded), ...disguisedWords(folded)].some(inWords) ||
      decodedTexts(text).some(speaks)
    );
  };
  const orders = (text: string): boolean => isOrder(wordsOf(fold(text)));
  return {
    mayInstruct: hasTrigger,
    instructs: (text) => hasTrigger(text) && speaks(text),
    orders: (text) => hasTrigger(text) && orders(text),
    ownOrders: orders,
  };
}

/** Whether machinery is spoken of and something demanded, near to each other. */
function demands(words: string): boolean {
  const demanded = [...words.matchAll(DEMAND)];
  if (demanded.length === 0) return false;
  const spokenOf = [...words.matchAll(SUBJECT)];
  return demanded.some((demand) =>
    spokenOf.some((subject) => Math.abs(demand.index - subject.index) < NEAR && !overlap(demand, subject)),
  );
}

const overlap = (a: RegExpExecArray, b: RegExpExecArray): boolean =>
  a.index < b.index + b[0].length && b.index < a.index + a[0].length;
