import type { DisplaySettings } from '../config/config.ts';
import type { Formatter } from '../define/answer.ts';
import type { Args } from '../define/row.ts';
import type { EndpointTool, ListArgs } from '../define/tool.ts';

/** What an answer is shaped from. */
export interface AnswerSource {
  tool: EndpointTool;
  /** The dialer's JSON, or what the tool made of more than one request. */
  body: unknown;
  args: Args & ListArgs;
  display: DisplaySettings;
  format: Formatter;
  /** What the tool's `prepare` or the preview read. */
  known?: unknown;
}
