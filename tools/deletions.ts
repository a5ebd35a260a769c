/** Deletions of one thing: what a person is shown before, and what the answer says afterwards. */

import type { RecordAnswer } from '../src/define/answer.ts';
import type { Args, Row } from '../src/define/row.ts';
import type { Preview } from '../src/define/tool.ts';
import { expectActedOn, label, record } from './answers.ts';

interface Deletion {
  args: Args;
  /** What kind of thing it is, such as `product`. */
  kind: string;
  /** The thing as it was read. */
  row: Row;
  name: unknown;
  /** More of it for the summary, such as `, price 399`. */
  details?: string;
  effects: string[];
  /** Where the preview relies on more than the row. */
  state?: unknown;
}

export function previewDeletion({
  args,
  kind,
  row,
  name,
  details = '',
  effects,
  state = row,
}: Deletion): Preview {
  const described = label(name, row.id);
  return {
    args,
    known: described,
    target: `${kind} ${row.id}`,
    state,
    summary: `Delete ${kind} ${described}${details}.`,
    effects,
  };
}

/** The answer to a deletion, which names what was deleted by the label of the preview. */
export const deletedAnswer = (
  idName: string,
  idOf: (body: any, args: Args) => unknown = (body) => body.id,
): RecordAnswer =>
  record((body, args, _, deleted) => ({
    status: 'done',
    [idName]: expectActedOn(idName, idOf(body, args), args),
    deleted,
  }));
