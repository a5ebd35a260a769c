/** Creations of one thing: what a person is shown before. */

import type { Args } from '../src/define/row.ts';
import type { Previewer } from '../src/define/tool.ts';
import { alsoSet } from './answers.ts';
import { moneyWarning } from './consequences.ts';
import { withLabels } from './labels.ts';

/** @param kind of thing, such as `client`. @param name the argument that names it */
export const previewCreation =
  (kind: string, name: string): Previewer<Args> =>
  async (args, read) => ({
    args,
    target: `new ${kind} ${args[name]}`,
    state: null,
    summary: `${moneyWarning(args, {})}Create ${kind} ${args[name]}.`,
    effects: alsoSet(await withLabels(args, read), [name]),
  });
