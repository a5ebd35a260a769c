/** Feeds a parser that takes its bytes in steps, whatever the pieces in which they come. */

/** What a step returns that can't do anything yet. */
export const NEED_MORE = -1;

/**
 * Takes what it can from the start of the bytes.
 * @param last no more will come
 * @returns how many bytes it took (0 where it only changed its state), or NEED_MORE
 */
export type Step = (bytes: Buffer, last: boolean) => number;

interface ByteFeed {
  push(chunk: Buffer): void;
  /** Lets the parser finish with the bytes that still wait. */
  end(): void;
  /** How many bytes wait for more. */
  waiting(): number;
}

const EMPTY = Buffer.alloc(0);

export function createByteFeed(step: Step): ByteFeed {
  let waiting: Buffer = EMPTY;
  function feed(chunk: Buffer, last: boolean): void {
    let bytes = waiting.length ? Buffer.concat([waiting, chunk]) : chunk;
    while (bytes.length) {
      const taken = step(bytes, last);
      if (taken === NEED_MORE) break;
      bytes = bytes.subarray(taken);
    }
    // A copy: the chunk's memory may be used again.
    waiting = Buffer.from(bytes);
  }
  return {
    push: (chunk) => feed(chunk, false),
    end: () => feed(EMPTY, true),
    waiting: () => waiting.length,
  };
}
