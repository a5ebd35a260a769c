/** How the dialer's JSON becomes an answer, as data of a tool. */
import type { LookupKind, Names } from './lookup.ts';
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
  /** The resource's URI; that of a clip adds what was cut. */
  uri: (args: A) => string;
  /** What it is called in the download folder, without what its type adds. */
  file: (args: A) => string;
  /** For lists. */
  title: (args: A) => string;
}

export type Answer<A = any> = RowsAnswer<A> | RecordAnswer<A> | FileAnswer<A>;
