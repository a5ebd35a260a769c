/** RIFF (Microsoft's "Multimedia Programming Interface and Data Specifications 1.0"), chunk by chunk as it is loaded. */
import { createByteFeed, NEED_MORE } from './byte-feed.ts';

/** What is to be done with a chunk. */
export interface ChunkPlan {
  /** Bytes of its body; infinite where it lasts to the end of the file. */
  size: number;
  /** Gets so many bytes of the body at once; the rest of it is skipped. */
  head?: { bytes: number; read: (head: Buffer) => void };
  /** Gets the body as it comes, in pieces of any length. Without it and `head`, the body is skipped. */
  onBytes?: (bytes: Buffer) => void;
}

interface RiffReader {
  push(chunk: Buffer): void;
  /** Whether what came so far ends within a chunk whose size is known. */
  isWithinChunk(): boolean;
}

export const CHUNK_HEADER_BYTES = 8;
/** RIFF, its size and WAVE. */
export const FILE_HEADER_BYTES = 12;

const State = { FILE_HEADER: 0, CHUNK_HEADER: 1, CHUNK_HEAD: 2, CHUNK_BODY: 3, PADDING: 4 } as const;

/** @param startChunk gets each chunk's header of eight bytes */
export function createRiffReader(startChunk: (header: Buffer) => ChunkPlan): RiffReader {
  let state: (typeof State)[keyof typeof State] = State.FILE_HEADER;
  let chunk: ChunkPlan = { size: 0 };
  /** Bytes of the chunk's body that are yet to come. */
  let left = 0;

  /** By state. */
  const steps = [readFileHeader, readChunkHeader, readChunkHead, readChunkBody, skipPadding] as const;
  const feed = createByteFeed((bytes) => steps[state](bytes));

  function readFileHeader(bytes: Buffer): number {
    if (bytes.length < FILE_HEADER_BYTES) return NEED_MORE;
    state = State.CHUNK_HEADER;
    return FILE_HEADER_BYTES;
  }

  function readChunkHeader(bytes: Buffer): number {
    if (bytes.length < CHUNK_HEADER_BYTES) return NEED_MORE;
    chunk = startChunk(bytes.subarray(0, CHUNK_HEADER_BYTES));
    left = chunk.size;
    state = chunk.head ? State.CHUNK_HEAD : State.CHUNK_BODY;
    return CHUNK_HEADER_BYTES;
  }

  function readChunkHead(bytes: Buffer): number {
    const { bytes: size, read } = chunk.head!;
    if (bytes.length < size) return NEED_MORE;
    read(bytes.subarray(0, size));
    left -= size;
    state = State.CHUNK_BODY;
    return size;
  }

  function readChunkBody(bytes: Buffer): number {
    const size = Math.min(left, bytes.length);
    chunk.onBytes?.(bytes.subarray(0, size));
    left -= size;
    if (left === 0) state = chunk.size % 2 === 1 ? State.PADDING : State.CHUNK_HEADER;
    return size;
  }

  function skipPadding(bytes: Buffer): number {
    state = State.CHUNK_HEADER;
    // Some writers leave the padding out; no chunk's name starts with a zero.
    return bytes[0] === 0 ? 1 : 0;
  }

  return {
    push: feed.push,
    isWithinChunk() {
      if (state === State.CHUNK_HEADER) return feed.waiting() > 0;
      return state === State.CHUNK_BODY && left > 0 && Number.isFinite(left);
    },
  };
}
