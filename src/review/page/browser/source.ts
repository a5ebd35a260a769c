/** Where the page gets what it shows: from a server of its own, or from the host around it. */
import type { Args } from '../../../define/row.ts';
import type { ResourceReply, ReviewState, ToolReply } from '../protocol.ts';

/** Both throw a SourceError. */
export interface Source {
  callTool(name: string, args: Args): Promise<ToolReply>;
  readResource(uri: string): Promise<ResourceReply>;
}

export interface OpenedReview {
  state: ReviewState;
  source: Source;
  /** Whether the person has asked for this page, so that a transcript may be begun without a question. */
  isAskedFor: boolean;
}

/** Hosts and browsers put them before the words. */
const EXCEPTION_NAMES = /^(?:(?:\w*Error|MCP error -?\d+): )+/;

/** What failed: a kind of error that the page has words for, and the words that came. */
export class SourceError extends Error {
  readonly kind: string | undefined;

  constructor(text: string) {
    const said = text.replace(EXCEPTION_NAMES, '');
    const [, kind, words = said] = /^([a-z_]+): ([\s\S]*)$/.exec(said) ?? [];
    super(words);
    this.kind = kind;
  }
}

/** Calls a tool whose answer is one JSON object. @throws SourceError */
export async function callForRow(source: Source, name: string, args: Args): Promise<Args> {
  const { content, isError } = await source.callTool(name, args);
  const text = content.find(({ type }) => type === 'text')?.text ?? '';
  if (isError) throw new SourceError(text);
  const row: unknown = parse(text);
  if (!isRow(row)) throw new SourceError(text);
  return row;
}

/** @throws SourceError */
export async function readJson(source: Source, uri: string): Promise<Args> {
  const { contents } = await source.readResource(uri);
  const row: unknown = parse(contents[0]?.text ?? '');
  if (!isRow(row)) throw new SourceError('unavailable: The answer makes no sense.');
  return row;
}

/** @throws SourceError */
export async function readBytes(source: Source, uri: string): Promise<Uint8Array<ArrayBuffer>> {
  const { contents } = await source.readResource(uri);
  const blob = contents[0]?.blob;
  if (blob === undefined) throw new SourceError('unavailable: The answer has no sound in it.');
  return Uint8Array.from(atob(blob), (character) => character.charCodeAt(0));
}

export const isRow = (value: unknown): value is Args =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
