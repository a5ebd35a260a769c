/** Where the log goes on. What a killed process left unfinished is mended here, by who holds the folder's lock. */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openToRead } from '../shared/safe-files.ts';
import { ToolError } from '../shared/tool-error.ts';
import { follows, isTornLine, NO_HASH, type Position, parseLine, type RepairEntry } from './line.ts';

/** More than most lines have. */
const CHUNK = 16_384;
const LINE_BREAK = 10;

/**
 * Returns the place of the last whole line of all files, and adds what was cut off to the repairs.
 * @throws ToolError unavailable where the last line is not as it was written: nothing is to be built on that
 */
export async function mendEnd(
  dir: string,
  files: readonly string[],
  repairs: RepairEntry[],
): Promise<Position> {
  const file = files.at(-1);
  if (file === undefined) return { line: 0, hash: NO_HASH };
  const path = join(dir, file);
  const { last, tail } = await readEnd(path);
  const end = last ? positionOf(last, file) : await mendEnd(dir, files.slice(0, -1), repairs);
  if (tail.length > 0) {
    const finished = await finishLine(path, file, end, tail);
    if (finished) return finished;
    await changeFile(path, (handle, size) => handle.truncate(size - tail.length));
    repairs.push({ type: 'repair', file, bytes: tail.length });
  }
  // A file without a line would hide that its day has none.
  if (!last) await rm(path);
  return end;
}

/** Keeps a line of which only the line break is missing. @returns undefined where it is not whole. @throws ToolError */
async function finishLine(
  path: string,
  file: string,
  end: Position,
  tail: Buffer,
): Promise<Position | undefined> {
  const line = parseLine(tail);
  if (line && follows(line, file, end)) {
    await changeFile(path, (handle, size) => handle.write('\n', size));
    return { file, line: line.line, hash: line.hash };
  }
  if (!isTornLine(tail, file, end)) throw changedEnd();
  return undefined;
}

function positionOf(bytes: Buffer, file: string): Position {
  const line = parseLine(bytes);
  if (!line) throw changedEnd();
  return { file, line: line.line, hash: line.hash };
}

const changedEnd = (): ToolError =>
  new ToolError(
    'unavailable',
    'its last line is not as it was written; hitrate-mcp audit verify tells more, and in an empty folder a new log begins',
  );

/** Returns the last line that has a line break, without it, and what follows. */
async function readEnd(path: string): Promise<{ last?: Buffer; tail: Buffer }> {
  const handle = await openToRead(path);
  try {
    const { size } = await handle.stat();
    for (let length = Math.min(size, CHUNK); ; length = Math.min(size, length * 4)) {
      const bytes = Buffer.alloc(length);
      await handle.read(bytes, 0, length, size - length);
      const end = bytes.lastIndexOf(LINE_BREAK);
      const start = end > 0 ? bytes.lastIndexOf(LINE_BREAK, end - 1) : -1;
      if (start >= 0 || length === size)
        return { last: end < 0 ? undefined : bytes.subarray(start + 1, end), tail: bytes.subarray(end + 1) };
    }
  } finally {
    await handle.close();
  }
}

async function changeFile(
  path: string,
  change: (handle: FileHandle, size: number) => Promise<unknown>,
): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await change(handle, (await handle.stat()).size);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
