/** An answer about one thing. */

import type { RecordAnswer } from '../define/answer.ts';
import type { Args, Row } from '../define/row.ts';
import type { EndpointTool } from '../define/tool.ts';
import type { AnswerSource } from './answer-source.ts';
import { formatRow } from './format.ts';
import { fitRecord } from './limit.ts';
import { quotedNote } from './wording.ts';

/** @throws TypeError where the dialer's answer is not the documented one */
export function shapeRecord(
  answer: RecordAnswer,
  { tool, body, args, display, format, known }: AnswerSource,
): Row {
  const record = answer.record(body, args, format, known);
  if (typeof record !== 'object' || record === null) throw new TypeError('the answer is no object');
  const emptyLists = (answer.evenEmpty ?? []).filter(
    (name) => Array.isArray(record[name]) && record[name].length === 0,
  );
  const missing = answer.echo ? argumentsNotEchoed(tool, answer.echo, body, args) : [];
  return {
    ...fitRecord(formatRow(record, display)),
    ...Object.fromEntries(emptyLists.map((name) => [name, []])),
    ...(missing.length && {
      not_taken: missing,
      note: `The dialer did not confirm ${missing.join(', ')}: it drops a value of the wrong form without a word. Check before relying on it.`,
    }),
    ...(tool.quotes && { quoted: quotedNote(tool.quotes) }),
  };
}

/** Returns the arguments that went out and did not come back in an update's echo. */
function argumentsNotEchoed(
  tool: EndpointTool,
  renamed: Record<string, string>,
  body: any,
  args: Args,
): string[] {
  return Object.entries(tool.request.args ?? {})
    .filter(([name, place]) => place.in === 'body' && place.wire && args[name] !== undefined)
    .filter(([, { wire }]) => !(wire in body) && !((renamed[wire] ?? wire) in body))
    .map(([name]) => name);
}
