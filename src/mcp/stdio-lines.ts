/** Reads a stream line by line. A line that is too long is skipped up to its end, and the stream goes on. */
import type { Readable } from 'node:stream';

/** The limit of the SDK, which closes the connection there. */
const MAX_LINE_MB = 10;
const MAX_LINE_BYTES = MAX_LINE_MB * 1024 * 1024;
/** The limit in words. */
export const LINE_LIMIT = `${MAX_LINE_MB} MB`;
/** How much of the beginning and end of a skipped line is kept to find its id. */
const EDGE_BYTES = 300;
const NEW_LINE = 0x0a;

const ID = String.raw`"id"\s*:\s*(-?\d{1,15}|"[^"\\]{0,100}")`;
/** Only at the beginning and end of a line is it certain that an id is the message's own. */
const ID_FIRST = new RegExp(String.raw`^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?${ID}\s*,`);
const ID_LAST = new RegExp(String.raw`,\s*${ID}\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$`);

export interface LineHandlers {
  /** Takes a line that is not blank. */
  onLine(line: string): void;
  /** Takes the id of a line that was skipped, where it can be told. */
  onLongLine(id: string | number | undefined): void;
}

export function readLines(stream: Readable, { onLine, onLongLine }: LineHandlers): void {
  let parts: Buffer[] = [];
  let bytes = 0;
  /** The beginning of a line that is being skipped. */
  let head: string | undefined;
  let tail: Buffer = Buffer.alloc(0);

  const append = (part: Buffer) => {
    bytes += part.length;
    if (head === undefined) {
      parts.push(part);
      if (bytes <= MAX_LINE_BYTES) return;
      head = Buffer.concat(parts, EDGE_BYTES).toString('latin1');
      parts = [];
    }
    tail = Buffer.concat([tail, part.subarray(-EDGE_BYTES)]).subarray(-EDGE_BYTES);
  };
  const endLine = () => {
    if (head !== undefined) onLongLine(findId(head, tail.toString('utf8')));
    else {
      const line = Buffer.concat(parts, bytes).toString('utf8');
      if (line.trim()) onLine(line);
    }
    parts = [];
    bytes = 0;
    head = undefined;
    tail = Buffer.alloc(0);
  };
  stream.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let at = chunk.indexOf(NEW_LINE); at !== -1; at = chunk.indexOf(NEW_LINE, from)) {
      append(chunk.subarray(from, at));
      endLine();
      from = at + 1;
    }
    if (from < chunk.length) append(chunk.subarray(from));
  });
}

function findId(head: string, tail: string): string | number | undefined {
  const id = ID_FIRST.exec(head)?.[1] ?? ID_LAST.exec(tail)?.[1];
  return id === undefined ? undefined : JSON.parse(id);
}
