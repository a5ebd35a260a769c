/** MCP over stdin and stdout: one message a line. */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { invalid, type Refusal, readFrames } from './json-rpc.ts';
import { readLines } from './stdio-lines.ts';

/** Smaller ones are not worth it. */
const LARGE_BLOB_LENGTH = 100_000;
/** Within a string its quotes would be escaped. */
const EMPTY_BLOB = '"blob":""';

/** What came on stdin and is nothing that can be answered. */
export class UnusableInput extends Error {}

/** It lives as long as the process: whoever owns that listens for the end of stdin. */
export function stdioTransport(): Transport {
  const take = (line: string) => {
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
  const tooLong = (id: string | number | undefined, most: string) => {
    transport.onerror?.(new UnusableInput(`a line of more than ${most}`));
    const { refusal } =
      id === undefined ? {} : invalid(id, `The message is larger than ${most}: send less at a time.`);
    if (refusal) writeMessage(refusal);
  };
  const transport: Transport = {
    async start() {
      readLines(process.stdin, take, tooLong);
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

/** Base64 has nothing to escape, and finding that out takes JSON.stringify longer than all the rest of a large resource. */
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
