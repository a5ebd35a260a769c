/** What a tool is: the types that tools/ is written in. */
import type * as z from 'zod';
import type { Consequence, Toolset } from '../config/settings.ts';
import type { ErrorKind } from '../shared/tool-error.ts';
import type { Answer, Formatter } from './answer.ts';
import type { Args, Row } from './row.ts';
import type { ActContext, Progress, ReadContext, ReadDialer, WriteContext } from './tool-context.ts';
import type { DestructiveName, ReadName, WriteName } from './tool-name.ts';

/** Where an argument goes. */
export interface Place {
  in: 'path' | 'query' | 'body';
  /** The dialer's name for it; empty when `encode` yields an object whose members go there instead. */
  wire: string;
  encode?: (value: any) => unknown;
}

export type Places = Record<string, Place>;

export interface Request<P extends Places = Places> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Each `:placeholder` is filled by an argument whose place is the path. */
  path: string;
  args?: P;
  /** Body members that are sent where the caller gave none. */
  defaults?: Record<string, unknown>;
}

/** Arguments that a list has by its answer. */
export type ListArgs = {
  limit?: number;
  offset?: number;
  page?: number;
  sort?: 'newest' | 'oldest';
  cursor?: string;
  fields?: string[];
};

/** The arguments of a tool with that input, checked. */
export type ArgsOf<I extends z.ZodObject> = z.infer<I> & ListArgs;

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
  /** How many records it changes, where the arguments alone do not tell. */
  records?: number;
  /** Kinds that the arguments suggest and what was read rules out, such as a list that nobody rings. */
  without?: readonly Consequence[];
}

/** Given in the place of an act, of which nobody need be asked: nothing would change. */
export interface DirectAnswer {
  answer: Row;
}

/** How previews put things, masked as a person may see them. */
export interface PreviewFormatter extends Pick<Formatter, 'time'> {
  /** `YYYY-MM-DD` in the operator's zone. */
  today(): string;
  phone(e164: unknown): string;
  identity(number: unknown): string;
  progress: Progress;
}

/** Makes what a person is shown. @throws ToolError where the target does not exist or can't be read */
export type Previewer<A> = (
  args: A,
  read: ReadDialer,
  format: PreviewFormatter,
  context: ReadContext,
) => Promise<Preview | DirectAnswer>;

/** How a person is asked before an act. */
export interface Guard<A = any> {
  preview: Previewer<A>;
  /** Whether and by whom it can be undone. */
  undo: string;
  irreversible?: (args: A) => boolean;
  /** Nobody but Hitrate's support can undo it. */
  support?: true;
  /** Other acts that the same yes covers. */
  covers?: readonly (WriteName | DestructiveName)[];
}

/** The guard of a write, which some arguments may make one that is always confirmed. */
export interface WriteGuard<A = any> extends Guard<A> {
  /** Why these arguments need a confirmation whatever kinds are asked about; undefined when they don't. */
  when?: (args: A) => string | undefined;
  /** The tier that a call which needs a confirmation must be allowed; `destructive` if absent. */
  tier?: 'write';
}

/**
 * What a tool does to the world, kind by kind: with any arguments, or with these. It decides whether a person is asked
 * (HITRATE_ASK), and how.
 */
export type Consequences<A = any> = { readonly [kind in Consequence]?: true | ((args: A) => boolean) };

/** A secret that the server makes and hands to a person, so that no model ever reads it. */
export interface Handover<A = any> {
  /** The argument that takes it: no caller gives it. */
  argument: string;
  /** What it is, for the person, such as `password of ida.ny`; undefined where these arguments make none. */
  label: (args: A) => string | undefined;
}

/** What every tool that changes something declares. */
interface Acting<A> {
  consequences: Consequences<A>;
  /** The read tool that tells whether an act with an unknown outcome was done. */
  check: ReadName;
  /** How many records the arguments name; one if absent. */
  records?: (args: A) => number;
  /** It rings somebody by itself, at once. */
  rings?: true;
}

/** A text, or what it is for an error with that message. */
type Hint = string | ((message: string) => string | undefined);

/** A page that hosts show beside the answer of a tool (MCP Apps). */
export type AppName = 'order-chart' | 'call-chart' | 'call-review';

interface ToolBase<I extends z.ZodObject> {
  name: string;
  title: string;
  toolset: Toolset;
  description: string;
  input: I;
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
  /** It answers so much of what people ask that hosts which load tools by a search should have it at once. */
  alwaysLoad?: true;
  app?: AppName;
  /** Words that people ask with, for that search, where name and description lack them; 80 characters at most. */
  searchHint?: string;
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
interface EndpointBase<I extends z.ZodObject, P extends Places> extends ToolBase<I> {
  request: Request<P>;
  answer: Answer<ArgsOf<I>>;
  /** Reads before the request leaves. What it can't read stops the call: nothing is sent. @throws ToolError */
  prepare?: (args: ArgsOf<I>, context: ReadContext) => Promise<Prepared>;
  execute?: undefined;
  needs?: undefined;
}

export interface ReadEndpoint<I extends z.ZodObject = any, P extends Places = Places>
  extends EndpointBase<I, P> {
  name: ReadName;
  tier: 'read';
  /** For what takes more than its one request: what `answer` shapes in the place of the dialer's body. @throws ToolError */
  fetch?: (args: ArgsOf<I>, context: ReadContext) => Promise<any>;
  guard?: undefined;
  check?: undefined;
  each?: undefined;
  act?: undefined;
  consequences?: undefined;
  records?: undefined;
  rings?: undefined;
  handover?: undefined;
}

interface ActingEndpoint<I extends z.ZodObject, P extends Places>
  extends EndpointBase<I, P>,
    Acting<ArgsOf<I>> {
  handover?: Handover<ArgsOf<I>>;
  /**
   * For what does more than send its one request, after the yes if it needs one: what `answer` shapes in the place of
   * the dialer's body. @throws ToolError
   */
  act?: (args: ArgsOf<I>, context: ActContext) => Promise<any>;
  /** For acts on several: the arguments of each request, in their order; undefined where it is one request. */
  each?: (args: ArgsOf<I>) => Args[] | undefined;
  fetch?: undefined;
}

export interface WriteEndpoint<I extends z.ZodObject = any, P extends Places = Places>
  extends ActingEndpoint<I, P> {
  name: WriteName;
  tier: 'write';
  guard: WriteGuard<ArgsOf<I>>;
}

export interface DestructiveEndpoint<I extends z.ZodObject = any, P extends Places = Places>
  extends ActingEndpoint<I, P> {
  name: DestructiveName;
  tier: 'destructive';
  guard: Guard<ArgsOf<I>> & { when?: undefined; tier?: undefined };
}

/** What takes more than one request, or more than the dialer. */
interface CompositeBase<I extends z.ZodObject> extends ToolBase<I> {
  /** It is on offer only where the operator has set that up. */
  needs?: 'speech engine' | 'download folder';
  request?: undefined;
  answer?: undefined;
  prepare?: undefined;
  fetch?: undefined;
  act?: undefined;
  each?: undefined;
  handover?: undefined;
}

export interface ReadComposite<I extends z.ZodObject = any> extends CompositeBase<I> {
  tier: 'read';
  execute: (args: ArgsOf<I>, context: ReadContext) => Promise<Row>;
  guard?: undefined;
  check?: undefined;
  consequences?: undefined;
  records?: undefined;
  rings?: undefined;
}

export interface WriteComposite<I extends z.ZodObject = any> extends CompositeBase<I>, Acting<ArgsOf<I>> {
  name: WriteName;
  tier: 'write';
  execute: (args: ArgsOf<I>, context: WriteContext) => Promise<Row>;
  guard: WriteGuard<ArgsOf<I>>;
}

export type EndpointTool = ReadEndpoint | WriteEndpoint | DestructiveEndpoint;
export type CompositeTool = ReadComposite | WriteComposite;
export type Tool = EndpointTool | CompositeTool;

/** The tool that is one request. */
export function endpoint(tools: readonly Tool[], name: string): EndpointTool {
  const found = tools.find((tool) => tool.name === name);
  if (!found?.request) throw new TypeError(`${name} is no tool of one request`);
  return found;
}
