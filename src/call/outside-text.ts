/** What others wrote, on its way out and back in: which answers hold orders, and which acts may follow from them. */
import type { Config } from '../config/config.ts';
import type { Tier } from '../config/settings.ts';
import type { Args, Row } from '../define/row.ts';
import type { Tool } from '../define/tool.ts';
import { createInstructionFinder, type FindInstructions } from '../outside-text/instructions.ts';
import { createOutsideTextMemory } from '../outside-text/memory.ts';

export interface OutsideText {
  /** Why an act may be an outsider's wish and not the person's; undefined where nothing says so. */
  suspicion(tool: Tool, args: Args): string | undefined;
  /** Takes in an answer before it leaves. @returns where in it texts speak to an assistant */
  inspect(tool: string, answer: Row): string[];
}

/** What the dialers of one session share: a text that was read at one may tell what to do at another. */
export interface Session {
  /** The highest tier at any of them. */
  readonly access: Tier;
  /** Made by the first one that is called. */
  outside?: OutsideText;
}

/** Why every act needs a person then. */
const UNREMEMBERED = 'not all that others wrote in this session could be looked at';

/** One for all who share the tools: its patterns have all their names, and take more memory than the rest of a person. */
const finders = new WeakMap<readonly Tool[], FindInstructions>();

function finderFor(tools: readonly Tool[]): FindInstructions {
  const finder = finders.get(tools) ?? createInstructionFinder(tools.map(({ name }) => name));
  finders.set(tools, finder);
  return finder;
}

export function createOutsideText(tools: readonly Tool[], { access }: Pick<Config, 'access'>): OutsideText {
  const find = finderFor(tools);
  // Where nothing can be changed no act follows from what was read.
  if (access === 'read') return { suspicion: () => undefined, inspect: (_, answer) => find(answer) };
  const memory = createOutsideTextMemory();
  /** What is to be remembered, in its order. */
  let pending: (() => void)[] = [];
  let incomplete: string | undefined;
  const catchUp = () => {
    const due = pending;
    pending = [];
    for (const remember of due)
      try {
        remember();
      } catch {
        incomplete = UNREMEMBERED;
      }
  };
  /** Once the answer is out: only an act needs to know. */
  const later = (remember: () => void) => {
    if (pending.push(remember) === 1) setImmediate(catchUp);
  };
  return {
    suspicion(tool, args) {
      if (tool.tier !== 'read') catchUp();
      const why = tool.tier === 'read' ? undefined : (incomplete ?? memory.suspicion(tool, args));
      // Afterwards, since what a caller repeats is no proof of where it came from.
      later(() => memory.rememberArguments(args));
      return why;
    },
    inspect(tool, answer) {
      const paths = find(answer);
      later(() => memory.remember(tool, answer, paths));
      return paths;
    },
  };
}
