/** A preview as a person and a confirmation take it: tidy lines, what can be undone, and what a yes is bound to. */
import { createHash } from 'node:crypto';
import type { Args } from '../define/row.ts';
import type { Preview, Tool } from '../define/tool.ts';
import { canonical } from '../shared/json.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';

/** What a person can be expected to read of one name or change. */
export const MAX_LINE_LENGTH = 1_500;
/** In all: nobody reads more before saying yes. */
const MAX_PREVIEW_LENGTH = 12_000;
/** One yes covers no more records; what is imported is pinned as a whole and has no such limit. */
const MAX_RECORDS = 200;

const TOO_LONG = new ToolError(
  'too_large',
  'What a person must read before this is too long to be read. Nothing was done. Give fewer or shorter values.',
);

/**
 * Names in a preview are outsiders' text: in one line each, with nothing hidden, so that they can't pass for ours. A
 * line is never cut: its end, pushed out of sight by a long name or value, would be said yes to unseen.
 * @throws ToolError too_large
 */
export function tidyPreview(preview: Preview): Preview {
  const line = (text: string) => {
    const told = oneLine(text, MAX_LINE_LENGTH + 1);
    if (told.length <= MAX_LINE_LENGTH) return told;
    throw TOO_LONG;
  };
  const { type } = preview;
  const tidied = {
    ...preview,
    summary: line(preview.summary),
    effects: preview.effects.map(line),
    type: type && { ...type, value: line(type.value) },
  };
  if (tidied.effects.join('').length > MAX_PREVIEW_LENGTH) throw TOO_LONG;
  return tidied;
}

/** @throws ToolError too_large */
export function checkRecords(tool: Tool, args: Args, { records = tool.records?.(args) ?? 1 }: Preview): void {
  if (records <= MAX_RECORDS || tool.needs === 'download folder') return;
  throw new ToolError(
    'too_large',
    `One yes covers at most ${MAX_RECORDS} records, and this changes ${records}. Nothing was done. Give fewer at a time${tool.name === 'create_customers' ? ', or a file to import_customers' : ''}.`,
  );
}

const SUPPORT = "by Hitrate's support";

/** Whether an act can be undone, and by whom if not by everybody. */
export function reversibility(tool: Tool, args: Args): boolean | typeof SUPPORT {
  if (tool.guard?.irreversible?.(args)) return false;
  return tool.guard?.support ? SUPPORT : true;
}

/** Returns whether and how it can be undone, as a sentence. */
export function undoSentence(tool: Tool, args: Args): string {
  const by = reversibility(tool, args);
  const prefix = by === SUPPORT ? "Only Hitrate's support can undo this" : by ? 'Undo' : 'Can not be undone';
  return `${prefix}: ${tool.guard!.undo}.`;
}

/** Whose token is used at which dialer. */
export interface Holder {
  principal: string;
  dialer: string;
  /** Whether there are others: then a form says it before all else. */
  isOneOfSeveral?: boolean;
}

/** Everything that a yes is good for, as canonical text. */
export const bindingOf = (tool: Tool, args: Args, shown: Preview, { principal, dialer }: Holder): string =>
  canonical({
    tool: tool.name,
    args,
    pinned: shown.args,
    target: shown.target,
    state: shown.state,
    // What a preview says and keeps no state of is bound too.
    said: [shown.summary, shown.effects],
    principal,
    dialer,
  });

/** Returns the SHA-256 of a binding, for the audit log. */
export const digestOf = (binding: string): string => createHash('sha256').update(binding).digest('hex');
