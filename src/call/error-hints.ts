/** What a tool knows beyond the dialer's words: where to look, and what tells whether a write was done. */
import type { Tool } from '../define/tool.ts';
import { isMisshapen, ToolError, undocumented } from '../shared/tool-error.ts';

/** Of an act, or of a read. */
export function withHint(error: unknown, tool: Tool): unknown {
  if (!(error instanceof ToolError)) {
    if (tool.tier === 'read')
      return (tool.execute || tool.fetch) && isMisshapen(error) ? undocumented() : error;
    // Whatever went wrong here, the write may be done.
    const what = `hitrate-mcp itself failed (${(error as Error).name}) after the request: whether it was done is not known.`;
    return withHint(new ToolError('outcome_unknown', what), tool);
  }
  const more =
    error.kind === 'outcome_unknown'
      ? `It is not sent again. Look with ${tool.check} before you repeat it.`
      : hintFor(error, tool);
  return more ? new ToolError(error.kind, `${error.message} ${more}`, error.status) : error;
}

/** Of what is read before an act: whatever went wrong there, nothing was changed. */
export function withHintBeforeAct(error: unknown, tool: Tool): unknown {
  if (isMisshapen(error)) return withHintBeforeAct(undocumented(), tool);
  if (!(error instanceof ToolError) || tool.tier === 'read') return withHint(error, tool);
  // Arguments are refused in words that need no more.
  if (error.kind === 'invalid_arguments') return error;
  const message = `Before the change the present state is read. ${error.message} Nothing was changed.`;
  return new ToolError(error.kind, message, error.status);
}

/** Of an answer that could not be given: the act before it is done. */
export function withHintAfterAct(error: unknown, tool: Tool): unknown {
  if (!(error instanceof ToolError) || tool.tier === 'read') return error;
  const message = `The dialer took it, but its answer can not be shown. ${error.message} It is not sent again. Look with ${tool.check} before you repeat it.`;
  return new ToolError('outcome_unknown', message, error.status);
}

function hintFor(error: ToolError, tool: Tool): string | undefined {
  const hint = tool.hints?.[error.kind];
  return typeof hint === 'function' ? hint(error.message) : hint;
}
