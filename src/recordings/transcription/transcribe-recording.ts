/** The tool transcribe_recording: its arguments, as what is to be transcribed. */
import type { TranscriptionRequest } from '../../define/recording.ts';
import type { Row } from '../../define/row.ts';
import * as s from '../../define/schema.ts';
import type { ArgsOf } from '../../define/tool.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { describeOwner } from './describe-owner.ts';

export const transcribeInput = s.object({
  call_ids: s.ids().max(10).optional(),
  call_id: s.quiet(s.id('search_calls').optional()),
  order_id: s.id('search_orders').optional(),
  transcript: s.text.describe('as an earlier answer named it').optional(),
  ...s.clip,
  limit: s.int.min(1).max(1000).optional(),
  offset: s.count.optional(),
});

type TranscribeArgs = ArgsOf<typeof transcribeInput>;

/** @throws ToolError */
export const transcribeRecording = (args: TranscribeArgs, context: ReadContext): Promise<Row> => {
  const { start_s, end_s, limit, offset } = args;
  const request = { source: sourceOf(args), start_s, end_s, limit, offset };
  return context.transcribe(request, (owner) => describeOwner(owner, context));
};

/** Exactly one of these arguments is given. */
function sourceOf({
  call_ids,
  call_id,
  order_id,
  transcript,
}: TranscribeArgs): TranscriptionRequest['source'] {
  if (transcript !== undefined) return { transcript };
  if (order_id !== undefined) return { owners: [{ order_id }] };
  const ids = new Set([...(call_ids ?? []), ...(call_id === undefined ? [] : [call_id])]);
  return { owners: [...ids].map((id) => ({ call_id: id })) };
}
