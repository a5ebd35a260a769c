/** MCP over stdin and stdout: one message a line. */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { invalidRequest, type Refusal, readFrames } from './json-rpc.ts';
import { LINE_LIMIT, readLines } from './stdio-lines.ts';

/** From this length on a blob is written apart from its message. */
const LARGE_BLOB_LENGTH = 100_000;
/** It can't be part of a text, in which its quotes would be escaped. */
const EMPTY_BLOB = '"blob":""';

/** Something came on stdin that can't be answered. */
export class UnusableInput extends Error {}

/** The transport lives as long as the process, whose owner listens for the end of stdin. */
export function stdioTransport(): Transport {
  const onLine = (line: string) => {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      // The parser's own message would quote what the host sent.
      transport.onerror?.(new UnusableInput('not JSON'));
      return;
    }
    for (const { message, refusal } of readFrames(value)) {
      if (message) transport.onmessage?.(message);
      else if (refusal) writeMessage(refusal);
      else transport.onerror?.(new UnusableInput('no JSON-RPC'));
    }
  };
  const onLongLine = (id: string | number | undefined) => {
    transport.onerror?.(new UnusableInput(`a line of more than ${LINE_LIMIT}`));
    if (id === undefined) return;
    const { refusal } = invalidRequest(id, `The message is larger than ${LINE_LIMIT}: send less at a time.`);
    if (refusal) writeMessage(refusal);
  };
  const transport: Transport = {
    async start() {
      readLines(process.stdin, { onLine, onLongLine });
      process.stdin.on('error', (error) => transport.onerror?.(error));
    },
    send: writeMessage,
    async close() {
      process.stdin.pause();
      transport.onclose?.();
    },
  };
  return transport;
}

/**
 * Writes a large blob without JSON.stringify: base64 has nothing to escape, and finding that out takes longer than all the
 * rest of a large resource.
 */
function writeMessage(message: JSONRPCMessage | Refusal): Promise<void> {
  const blob = largeBlob(message);
  const line = JSON.stringify(message, blob ? (_, value) => (value === blob ? '' : value) : undefined);
  const at = blob ? line.indexOf(EMPTY_BLOB) + EMPTY_BLOB.length - 1 : 0;
  if (blob) {
    process.stdout.write(line.slice(0, at));
    process.stdout.write(blob, 'latin1');
  }
  return new Promise((resolve) => process.stdout.write(`${line.slice(at)}\n`, () => resolve()));
}

function largeBlob(message: JSONRPCMessage | Refusal): string | undefined {
  if (!('result' in message)) return undefined;
  const { contents } = message.result as { contents?: { blob?: string }[] };
  const blob = contents?.[0]?.blob;
  return blob !== undefined && blob.length > LARGE_BLOB_LENGTH ? blob : undefined;
}
