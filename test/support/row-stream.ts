/** Reads rows out of a reply's bytes as the dialer's client does, with the bytes in whatever pieces a test says. */
import { Readable } from 'node:stream';
import type { Row } from '../../src/define/row.ts';
import { openRows, splitRows } from '../../src/dialer/reply/row-stream.ts';
import { withDeadline } from '../../src/shared/deadline.ts';

/** The rows of bytes that come in these pieces, and what the object says beside them; nothing if they aren't rows. */
export const membersOf = (pieces: Buffer[], headers: Record<string, string> = {}) =>
  withDeadline(5_000, undefined, async (deadline) => {
    const raw = { status: 200, headers, body: Readable.from(pieces, { objectMode: true }) };
    const opened = await openRows(raw);
    if (!opened.layout) return undefined;
    const rows: Row[] = [];
    const split = splitRows(raw, opened, deadline);
    for (;;) {
      const { value, done } = await split.next();
      if (done) return { rows, beside: value };
      rows.push(...value);
    }
  });

/** The rows alone. */
export const rowsOf = async (...reply: Parameters<typeof membersOf>) => (await membersOf(...reply))?.rows;

/** Parts bytes into pieces of these sizes, over and over. */
export function parted(bytes: Buffer, sizes: number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; at += sizes[i++ % sizes.length]!)
    pieces.push(bytes.subarray(at, at + sizes[i % sizes.length]!));
  return pieces;
}
