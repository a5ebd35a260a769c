/**
 * What a session has handed out of outsiders' words, so that an act on what first stood in such words, or after words that
 * look like orders, is left to a person. It lives as long as the process, and takes no more than a fixed share of memory.
 */
import type { Args, Row } from '../define/row.ts';
import type { Tool } from '../define/tool.ts';
import { oneLine } from '../shared/text.ts';
import { type ArgumentValue, argumentValues, choicesOf, MAX_VALUES } from './argument-values.ts';
import { createBoundedMap } from './bounded-map.ts';
import { createTextStore, searchBudget } from './text-store.ts';
import { tokensOf } from './tokens.ts';
import { tellApart } from './values.ts';
import { type Leaf, walk } from './walk.ts';

/** Values that the dialer made or a caller gave. One that is forgotten counts as new. */
const MAX_KNOWN = 60_000;
const MAX_SHOWN_LENGTH = 60;

export interface OutsideTextMemory {
  /** Takes in an answer that is handed out. @param flagged the paths to what looks like instructions in it */
  remember(tool: string, answer: Row, flagged?: readonly string[]): void;
  /** Takes in the arguments of a call, after it was judged: what a caller knew before others wrote it is theirs. */
  rememberArguments(args: Args): void;
  /** Returns why an act needs a person, as a sentence without its end; undefined where nothing speaks for it. */
  suspicion(tool: Pick<Tool, 'input'>, args: Args): string | undefined;
}

export function createOutsideTextMemory(): OutsideTextMemory {
  const texts = createTextStore();
  const known = createBoundedMap<number>(MAX_KNOWN);
  let now = 0;
  let flag: string | undefined;

  const firstInText = (value: ArgumentValue, budget: ReturnType<typeof searchBudget>): string | undefined => {
    const appearance = texts.find(value, budget);
    if (!appearance || (known.get(value.key) ?? Number.POSITIVE_INFINITY) <= appearance.at) return undefined;
    return appearance.source;
  };

  return {
    remember(tool, answer, flagged = []) {
      const at = ++now;
      flag ??= flagged.length ? `${flagged[0]} of ${tool}` : undefined;
      walk(answer, (leaf) => {
        if (leaf.isOwn) return;
        const { text, known: keys = [] } = tellApart(leaf);
        for (const key of keys) known.add(key, at);
        if (text) texts.add(text, { at, source: sourceOf(leaf, tool) });
      });
    },
    rememberArguments(args) {
      const at = ++now;
      for (const { key, value } of argumentValues(args)) {
        known.add(key, at);
        for (const word of tokensOf(value)) known.add(` ${word} `, at);
      }
    },
    suspicion(tool, args) {
      if (flag) return `an earlier answer holds text of others that looks like instructions (${flag})`;
      if (texts.isEmpty()) return undefined;
      const values = argumentValues(args, choicesOf(tool));
      const budget = searchBudget();
      for (const value of values) {
        const source = firstInText(value, budget);
        if (source)
          return `the value of ${value.path} ("${oneLine(value.value, MAX_SHOWN_LENGTH)}") first appeared in text of others (${source})`;
      }
      return values.length > MAX_VALUES
        ? `it holds more than ${MAX_VALUES} values, too many to compare with texts of others`
        : undefined;
    },
  };
}

/** Names of custom fields are texts of others too. */
const sourceOf = ({ name, isName }: Leaf, tool: string): string =>
  `${isName || !/^[a-z][a-z0-9_]*$/.test(name) ? 'a custom field' : name} of ${tool}`;
