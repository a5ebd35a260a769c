/** Messages over stdin and stdout, one a line. */
import { invalidRequest, readFrames } from './frames.ts';
import type { JsonRpcMessage, RequestId } from './json-rpc.ts';
import { LINE_LIMIT, readLines } from './stdio-lines.ts';

/** From this length on a blob is written apart from its message. */
const LARGE_BLOB_LENGTH = 100_000;
/** It can't be part of a text, in which its quotes would be escaped. */
const EMPTY_BLOB = '"blob":""';

/** Something came on stdin that can't be answered. */
export class UnusableInput extends Error {}

export interface MessageHandlers {
  onMessage(message: JsonRpcMessage): void;
  /** Takes what can't be answered, and what stdin throws. */
  onError(error: Error): void;
}

/** Reads for as long as the process lives; its owner listens for the end of stdin. */
export function readMessages({ onMessage, onError }: MessageHandlers): void {
  const onLine = (line: string) => {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      // The parser's own message would quote what the host sent.
      onError(new UnusableInput('not JSON'));
      return;
    }
    for (const { message, refusal } of readFrames(value)) {
      if (message) onMessage(message);
      else if (refusal) void writeMessage(refusal);
      else onError(new UnusableInput('no JSON-RPC'));
    }
  };
  const onLongLine = (id: RequestId | undefined) => {
    onError(new UnusableInput(`a line of more than ${LINE_LIMIT}`));
    if (id === undefined) return;
    const { refusal } = invalidRequest(id, `The message is larger than ${LINE_LIMIT}: send less at a time.`);
    void writeMessage(refusal!);
  };
  readLines(process.stdin, { onLine, onLongLine });
  process.stdin.on('error', onError);
}

/**
 * Writes a large blob without JSON.stringify: base64 has nothing to escape, and finding that out takes longer than all the
 * rest of a large resource.
 */
export function writeMessage(message: JsonRpcMessage): Promise<void> {
  const blob = largeBlob(message);
  const line = JSON.stringify(message, blob ? (_, value) => (value === blob ? '' : value) : undefined);
  const at = blob ? line.indexOf(EMPTY_BLOB) + EMPTY_BLOB.length - 1 : 0;
  if (blob) {
    process.stdout.write(line.slice(0, at));
    process.stdout.write(blob, 'latin1');
  }
  return new Promise((resolve) => process.stdout.write(`${line.slice(at)}\n`, () => resolve()));
}

function largeBlob(message: JsonRpcMessage): string | undefined {
  if (!('result' in message)) return undefined;
  const { contents } = message.result as { contents?: { blob?: string }[] };
  const blob = contents?.[0]?.blob;
  return blob !== undefined && blob.length > LARGE_BLOB_LENGTH ? blob : undefined;
}
