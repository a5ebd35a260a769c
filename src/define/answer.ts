/** How the dialer's JSON becomes an answer, as data of a tool. */
import type { LookupKind, Names } from './lookup.ts';
import type { ClipRange } from './recording.ts';
import type { Args, Row } from './row.ts';

/** What an answer needs to know of the operator's settings. */
export interface Formatter {
  /** UTC ISO to local `YYYY-MM-DD HH:mm`; a text that is no such time stays. */
  time(iso: unknown): string | undefined;
  /** Of the lists that the answer joins, and of its customers. */
  name: Names;
}

/** How a cell is made of a row: a key of the row, or a function of it. */
export type Column = string | ((row: Row, format: Formatter) => unknown);

/** A list: `limit`, `offset` and (where there are more columns) `fields` become arguments of the tool by themselves. */
export interface RowsAnswer<A = any> {
  is: 'rows';
  /** The rows in the dialer's answer. */
  rows: (body: any, args: A) => Row[];
  columns: Record<string, Column>;
  /** Columns on request. */
  more?: Record<string, Column>;
  /** The key of the moments that the rows are listed by, the newest first: `sort` and `cursor` become arguments too. */
  time?: string;
  /** The dialer pages by itself: what it says of the whole, and the argument that leads on. */
  paged?(body: any, args: A): { total: number; next?: Args };
  /** Members beside the rows. */
  beside?: (body: any, args: A) => Row;
  /** Said when there are no rows, after the filters. */
  empty: string | ((args: A) => string);
  /** The lists whose names stand beside ids. */
  joins?: readonly LookupKind[];
  /** The ids of customers whose names do, too. */
  customers?: (body: any, args: A) => unknown[];
}

export interface RecordAnswer<A = any> {
  is: 'record';
  /** @param known of `prepare` */
  record: (body: any, args: A, format: Formatter, known?: any) => Row;
  /** The dialer echoes what it took: an argument that is not echoed was dropped. Holds keys that are echoed renamed. */
  echo?: Record<string, string>;
  /** Lists that are shown also when they are empty: that there is none is an answer. */
  evenEmpty?: readonly string[];
  /** The lists whose names stand beside ids. */
  joins?: readonly LookupKind[];
}

/** A recording or PDF: `deliver` and, for sound, `start_s`, `end_s` and `channel` become arguments by themselves. */
export interface FileAnswer<A = any> {
  is: 'file';
  sound: boolean;
  /** Where it is read as a resource, format by format; the first where no format is asked for. */
  resources: readonly [FileResource<A>, ...FileResource<A>[]];
  /** The name in the download folder, without what is cut or filtered and without extension. */
  stem: WithArgument<A>;
  /** For lists. */
  title: WithArgument<A>;
}

/** A file's address as a resource, and what hosts are told of it. */
export interface FileResource<A = any> {
  /** A template (RFC 6570) with the file's id, without what follows the question mark. */
  address: `hitrate://${WithArgument<A>}`;
  /** The arguments that cut a clip, after the question mark. */
  clip: readonly (keyof ClipRange)[];
  name: string;
  description: string;
  mimeType: string;
  /** The argument `format` that gives it; absent where the tool has none. */
  format?: 'wav' | 'mp3';
}

/** A text with one argument in braces, which stands for its value: `call-{call_id}`. */
type WithArgument<A> = `${string}{${keyof A & string}}${string}`;

export type Answer<A = any> = RowsAnswer<A> | RecordAnswer<A> | FileAnswer<A>;
