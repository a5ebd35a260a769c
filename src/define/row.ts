/** Arguments and rows of JSON, whose members nobody has checked. */

export type Args = Record<string, unknown>;

export type Row = { [key: string]: any };
