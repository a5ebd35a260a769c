/** What a tool may use while it runs. Which toolsets are on offer is for a model's choice and does not bind its reading. */
import type { DisplaySettings } from '../config/config.ts';
import type { Deadline } from '../shared/deadline.ts';
import type { NameLookup } from './lookup.ts';
import type { DescribeOwner, SavedRecording, TranscriptionRequest } from './recording.ts';
import type { ResourceEntry } from './resource.ts';
import type { Args, Row } from './row.ts';
import type { DestructiveName, ReadName, WriteName } from './tool-name.ts';

/** How far something is. @param what is counted, for a person: `calls read` */
export type Progress = (done: number, total?: number, what?: string) => void;

/** What a tool has made for hosts to show. */
export interface OfferedResource {
  /** The last part of its address. */
  name: string;
  title: string;
  /** MIME type. */
  type: string;
  bytes: Buffer;
  inline?: true;
}

/** Reads the dialer by the request of the read tool with that name; throws that tool's errors. */
export type ReadDialer = (tool: ReadName, args: Args) => Promise<any>;

/** Of a tool that changes nothing: there is no way to write in it. */
export interface ReadContext {
  /** @throws ToolError */
  read: ReadDialer;
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
  saveRecording(tool: ReadName, args: Args, folder: string, stem: string): Promise<SavedRecording>;
  /** What a model may see of a row or table: for what reaches it by another way than the answer. @throws ToolError */
  redact(row: Row): Row;
  /** Keeps what hosts can read as a resource, and links it beside the answer; with `inline` it goes out there itself. */
  offerResource(resource: OfferedResource): Promise<ResourceEntry>;
  /** Puts a text of its own beside the answer, which hosts show with its lines as they are. */
  showText(text: string): void;
  /** Whether the host shows pages of tools (MCP Apps). */
  showsApps: boolean;
  /** @param describe tells whose recording it is. @throws ToolError */
  transcribe(request: TranscriptionRequest, describe: DescribeOwner): Promise<Row>;
}

/** Of a tool that combines writes: each passes the guard as if it were called by itself. */
export interface WriteContext extends ReadContext {
  /** Sent once. @throws ToolError permission_denied for what needs a yes that this call has not */
  write(tool: WriteName, args: Args): Promise<any>;
}

/** Of a tool that is one request and does more than send it. */
export interface ActContext extends ReadContext {
  /** Sends the tool's own request, once. @throws ToolError permission_denied for other arguments than were confirmed */
  send(args: Args): Promise<any>;
  /** The same though the call ends meanwhile: for what must not be left half done. @throws ToolError */
  sendToEnd(args: Args): Promise<any>;
  /** Another act that the same yes covers, since the tool's guard names it. @throws ToolError permission_denied */
  sendCovered(tool: DestructiveName, args: Args): Promise<any>;
}
