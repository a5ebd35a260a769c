/** What a tool is: the types that tools/ is written in, and the few words they use. */
import type * as z from 'zod';
import type { DisplaySettings } from '../config/config.ts';
import type { Tier, Toolset } from '../config/settings.ts';
import type { Deadline } from '../shared/deadline.ts';
import type { ErrorKind } from '../shared/tool-error.ts';
import type { LookupKind, NameLookup, Names } from './lookup.ts';
import type { DescribeOwner, SavedRecording } from './recording.ts';
import type { ResourceEntry } from './resource.ts';
import type { Args, Row } from './row.ts';

/** Where an argument goes. */
export interface Place {
  in: 'path' | 'query' | 'body';
  /** The dialer's name for it; empty when `encode` yields an object whose members go there instead. */
  wire: string;
  encode?: (value: any) => unknown;
}

export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  args?: Record<string, Place>;
  /** Body members that are sent where the caller gave none. */
  defaults?: Record<string, unknown>;
}

/** How a cell is made of a row: a key of the row, or a function of it. */
export type Column = string | ((row: Row, see: Formatter) => unknown);

/** What an answer needs to know of the operator's settings. */
export interface Formatter {
  /** UTC ISO to local `YYYY-MM-DD HH:mm`; a text that is no such time stays. */
  time(iso: unknown): string | undefined;
  /** Of the lists that the answer joins, and of its customers. */
  name: Names;
}

/** A list: `limit`, `offset` and (where there are more columns) `fields` become arguments of the tool by themselves. */
export interface RowsAnswer {
  is: 'rows';
  /** The rows in the dialer's answer. */
  rows: (body: any, args: Args) => Row[];
  columns: Record<string, Column>;
  /** Columns on request. */
  more?: Record<string, Column>;
  /** The key of the moments that the rows are listed by, the newest first: `sort` and `cursor` become arguments too. */
  time?: string;
  /** The dialer pages by itself: what it says of the whole, and the argument that leads on. */
  paged?: (body: any, args: Args) => { total: number; next?: Args };
  /** Members beside the rows. */
  beside?: (body: any, args: Args) => Row;
  /** Said when there are no rows, after the filters. */
  empty: string | ((args: Args) => string);
  /** The lists whose names stand beside ids. */
  joins?: readonly LookupKind[];
  /** The ids of customers whose names do, too. */
  customers?: (body: any, args: Args) => unknown[];
}

export interface RecordAnswer {
  is: 'record';
  /** @param known of `prepare` */
  record: (body: any, args: Args, see: Formatter, known?: any) => Row;
  /** The dialer echoes what it took: an argument that is not echoed was dropped. Holds keys that are echoed renamed. */
  echo?: Record<string, string>;
  /** Lists that are shown also when they are empty: that there is none is an answer. */
  evenEmpty?: readonly string[];
  /** The lists whose names stand beside ids. */
  joins?: readonly LookupKind[];
}

/** A recording or PDF: `deliver` and, for sound, `start_s`, `end_s` and `channel` become arguments by themselves. */
export interface FileAnswer {
  is: 'file';
  sound: boolean;
  /** The resource's URI; that of a clip adds what was cut. */
  uri: (args: Args) => string;
  /** What it is called in the download folder, without what its type adds. */
  file: (args: Args) => string;
  /** For lists. */
  title: (args: Args) => string;
}

export type Answer = RowsAnswer | RecordAnswer | FileAnswer;

/** What a person is shown before an act, and what binds the act to it. */
export interface Preview {
  /** The arguments that the act will use: pinned ids instead of numbers that may match somebody else. */
  args: Args;
  /** What the act hits, such as `customer 922`. */
  target: string;
  /** Everything the preview relies on; a change of it voids the confirmation. */
  state: unknown;
  summary: string;
  effects: string[];
  /** For an irreversible act: what the person must type, and what to call it; absent: a yes is enough. */
  type?: { name: string; value: string };
  /** What was read, for the shape of the answer; where it is there, `prepare` does not read once more. */
  known?: unknown;
}

/** Given in the place of an act, of which nobody need be asked: nothing would change. */
export interface DirectAnswer {
  answer: Row;
}

/** Reads the dialer by the request of the read tool with that name; throws that tool's errors. */
export type ReadDialer = (tool: string, args: Args) => Promise<any>;

interface Guard {
  /** Why these arguments need a confirmation; undefined when they don't. Absent: every call does. */
  when?: (args: Args) => string | undefined;
  /** The tier that a call which needs a confirmation must be allowed; `destructive` if absent. */
  tier?: 'write';
  preview: (args: Args, read: ReadDialer, say: PreviewFormatter) => Promise<Preview | DirectAnswer>;
  /** Whether and by whom it can be undone. */
  undo: string;
  irreversible?: (args: Args) => boolean;
  /** Nobody but Hitrate's support can undo it. */
  support?: true;
}

/** How far something is. @param what is counted, for a person: `calls read` */
export type Progress = (done: number, total?: number, what?: string) => void;

/** How previews put things. */
export interface PreviewFormatter {
  time(iso: unknown): string | undefined;
  /** `YYYY-MM-DD` in the operator's zone. */
  today(): string;
  phone(e164: unknown): string;
  identity(number: unknown): string;
  progress: Progress;
}

/** A text, or what it is for an error with that message. */
type Hint = string | ((message: string) => string | undefined);

interface ToolBase {
  name: string;
  title: string;
  toolset: Toolset;
  tier: Tier;
  description: string;
  input: z.ZodObject;
  /** Exactly one of these arguments must be given. */
  oneOf?: readonly string[];
  /** At least one argument of each of these groups must be given. */
  anyOf?: readonly (readonly string[])[];
  /** What in the answer other people wrote. */
  quotes?: string;
  /** What to do about errors of a kind, where the dialer's words alone do not say it. */
  hints?: Partial<Record<ErrorKind, Hint>>;
  /** It reaches somebody outside, such as by ringing. */
  reachesPeople?: true;
}

/** What was read before a request leaves. */
export interface Prepared {
  /** What the request is sent with; absent: the arguments as they were given. */
  args?: Args;
  /** For the shape of the answer: names, or how it was until now. Of a file: members that its answer begins with. */
  known?: unknown;
  /** Given instead of sending the request: nothing would change, or it is not certain who is meant. */
  answer?: Row;
}

/** One request to the dialer. */
export interface EndpointTool extends ToolBase {
  request: Request;
  /** Looks before the request leaves. What it can't read stops the call: nothing is sent. @throws ToolError */
  prepare?: (args: Args, context: ToolContext) => Promise<Prepared>;
  /**
   * For what takes more than its one request: what `answer` shapes in the place of the dialer's body. A write that does
   * this sends by itself, after the yes if it needs one. @throws ToolError
   */
  fetch?: (args: Args, context: ToolContext) => Promise<any>;
  /** For acts on several: the arguments of each request, in their order; undefined where it is one request. */
  each?: (args: Args) => Args[] | undefined;
  answer: Answer;
  guard?: Guard;
  /** For writes: the read tool that tells whether one with an unknown outcome was done. */
  check?: string;
  execute?: undefined;
  needs?: undefined;
}

/** What takes more than one request, or more than the dialer. */
export interface WorkTool extends ToolBase {
  execute: (args: Args, context: ToolContext) => Promise<Row>;
  /** It is on offer only where the operator has set that up. */
  needs?: 'speech engine' | 'download folder';
  /** For writes: the read tool that tells whether one with an unknown outcome was done. */
  check?: string;
  request?: undefined;
  prepare?: undefined;
  fetch?: undefined;
  each?: undefined;
  answer?: undefined;
  guard?: undefined;
}

/** What such a tool may use. Which toolsets are on offer is for a model's choice and does not bind its reading. */
export interface ToolContext {
  /** By the request of the tool of that name; a write is sent once. @throws ToolError */
  read(tool: string, args: Args): Promise<any>;
  /** The same though the call ends meanwhile: for what must not be left half done. @throws ToolError */
  writeToEnd(tool: string, args: Args): Promise<any>;
  /** Orders as the dialer has them, in batches as they come: never all at once. @throws ToolError */
  orderBatches(args: Args): AsyncIterable<Row[]>;
  /** One page of calls, the same way. @returns what the dialer says of the whole. @throws ToolError */
  callPages(args: Args): AsyncGenerator<Row[], Row>;
  lookup: NameLookup;
  display: DisplaySettings & { region: string; currency: string };
  deadline: Deadline;
  progress: Progress;
  /** Where files may be saved, without links in it; absent where the operator named no folder. */
  downloadFolder?: string;
  /** The largest resource, in bytes. */
  resourceBytes: number;
  /** The recording or PDF of a file tool, in that folder. @throws ToolError */
  saveRecording(tool: string, args: Args, folder: string, stem: string): Promise<SavedRecording>;
  /** Keeps a text for hosts to read as a resource, and links it beside the answer. */
  offerResource(text: { name: string; title: string; type: string; bytes: Buffer }): ResourceEntry;
  /** @param about tells whose recording it is. @throws ToolError */
  transcribe(args: Args, about: DescribeOwner): Promise<Row>;
}

export type Tool = EndpointTool | WorkTool;

export const path = (wire: string): Place => ({ in: 'path', wire });
export const query = (wire: string, encode?: Place['encode']): Place => ({ in: 'query', wire, encode });
export const body = (wire: string, encode?: Place['encode']): Place => ({ in: 'body', wire, encode });

/** Arguments that the dialer calls by the same names. */
export const bodies = (...names: string[]): Record<string, Place> =>
  Object.fromEntries(names.map((name) => [name, body(name)]));

type Unnamed<T> = T extends unknown ? Omit<T, 'toolset'> : never;

/** A toolset's tools, each with the toolset's name. */
export const toolset = (name: Toolset, tools: Unnamed<Tool>[]): Tool[] =>
  tools.map((tool) => ({ ...tool, toolset: name }));

/** The tool that is one request. */
export function endpoint(tools: readonly Tool[], name: string): EndpointTool {
  const found = tools.find((tool) => tool.name === name);
  if (!found?.request) throw new TypeError(`${name} is no tool of one request`);
  return found;
}
