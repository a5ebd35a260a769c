/** From the dialer's JSON to what the model sees: few columns, few rows, and always what was left out. */

import type { DisplaySettings } from '../config/config.ts';
import type { Names } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import type { EndpointTool } from '../define/tool.ts';
import { isMisshapen, ToolError, undocumented } from '../shared/tool-error.ts';
import type { AnswerSource } from './answer-source.ts';
import { createFormatter, formatRow } from './format.ts';
import { fitRecord } from './limit.ts';
import { shapeRecord } from './shape-record.ts';
import { shapeRows } from './shape-rows.ts';
import { quotedNote } from './wording.ts';

/** @param names of the lists that the answer joins. @param known of the tool's `prepare` */
export function shapeAnswer(
  tool: EndpointTool,
  body: unknown,
  args: Args,
  display: DisplaySettings,
  names?: Names,
  known?: unknown,
): Row {
  const { answer } = tool;
  const source: AnswerSource = { tool, body, args, display, format: createFormatter(display, names), known };
  try {
    if (answer.is === 'rows') return shapeRows(answer, source);
    if (answer.is === 'record') return shapeRecord(answer, source);
  } catch (error) {
    throw isMisshapen(error) ? undocumentedAnswer(tool) : error;
  }
  throw new TypeError('a file is not shaped from JSON');
}

const undocumentedAnswer = (tool: EndpointTool): ToolError =>
  tool.tier === 'read'
    ? undocumented()
    : new ToolError(
        'outcome_unknown',
        'The dialer accepted the request but answered in an undocumented form.',
      );

/** Shapes an answer that was made without the request of its tool. */
export const shapeDirect = (tool: Pick<EndpointTool, 'quotes'>, row: Row, display: DisplaySettings): Row => ({
  ...fitRecord(formatRow(row, display)),
  ...(tool.quotes && { quoted: quotedNote(tool.quotes) }),
});
