/** JSON objects whose members are not checked. */

/** Of a call. */
export type Args = Record<string, unknown>;

/** Of an answer. */
export type Row = { [key: string]: any };
