/** Lines of a stream, each at most so long: what is longer is left out up to its end, and the stream goes on. */
import type { Readable } from 'node:stream';

/** As the SDK has it, which closes the connection there. */
const MAX_LINE_BYTES = 10 * 1024 * 1024;
/** So much of a line's beginning and end is kept to know whom to answer. */
const EDGE_BYTES = 300;
const NEW_LINE = 0x0a;

const ID = String.raw`"id"\s*:\s*(-?\d{1,15}|"[^"\\]{0,100}")`;
/** Where the id stands outside of everything else. */
const FIRST = new RegExp(String.raw`^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?${ID}\s*,`);
const LAST = new RegExp(String.raw`,\s*${ID}\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$`);

/**
 * @param take a line that is not blank
 * @param tooLong of a line that was left out: its id, where it can be told, and how long lines may be
 */
export function readLines(
  stream: Readable,
  take: (line: string) => void,
  tooLong: (id: string | number | undefined, most: string) => void,
): void {
  let parts: Buffer[] = [];
  let bytes = 0;
  /** Of a line that is being left out. */
  let head: string | undefined;
  let tail: Buffer = Buffer.alloc(0);

  const add = (part: Buffer) => {
    bytes += part.length;
    if (head === undefined) {
      parts.push(part);
      if (bytes <= MAX_LINE_BYTES) return;
      head = Buffer.concat(parts, EDGE_BYTES).toString('latin1');
      parts = [];
    }
    tail = Buffer.concat([tail, part.subarray(-EDGE_BYTES)]).subarray(-EDGE_BYTES);
  };
  const end = () => {
    if (head !== undefined) tooLong(idIn(head, tail.toString('utf8')), '10 MB');
    else {
      const line = Buffer.concat(parts, bytes).toString('utf8');
      if (line.trim()) take(line);
    }
    parts = [];
    bytes = 0;
    head = undefined;
    tail = Buffer.alloc(0);
  };
  stream.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let at = chunk.indexOf(NEW_LINE); at !== -1; at = chunk.indexOf(NEW_LINE, from)) {
      add(chunk.subarray(from, at));
      end();
      from = at + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  });
}

function idIn(head: string, tail: string): string | number | undefined {
  const found = FIRST.exec(head)?.[1] ?? LAST.exec(tail)?.[1];
  return found === undefined ? undefined : JSON.parse(found);
}
