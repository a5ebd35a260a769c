/** The SDK's stdio transport, on which the bytes of a resource go out as they are. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

/** Smaller ones are not worth it. */
const LARGE = 100_000;
/** Within a string its quotes would be escaped. */
const HOLE = '"blob":""';

/** Base64 has nothing to escape, and finding that out takes JSON.stringify longer than all the rest of a large resource. */
export function stdioTransport(): StdioServerTransport {
  const transport = new StdioServerTransport();
  const send = transport.send.bind(transport);
  transport.send = (message) => {
    const blob = largeBlob(message);
    if (!blob) return send(message);
    const line = JSON.stringify(message, (_, value) => (value === blob ? '' : value));
    const at = line.indexOf(HOLE) + HOLE.length - 1;
    process.stdout.write(line.slice(0, at));
    process.stdout.write(blob, 'latin1');
    return new Promise((resolve) => {
      if (process.stdout.write(`${line.slice(at)}\n`)) resolve();
      else process.stdout.once('drain', resolve);
    });
  };
  return transport;
}

function largeBlob(message: JSONRPCMessage): string | undefined {
  if (!('result' in message)) return undefined;
  const { contents } = message.result as { contents?: { blob?: string }[] };
  const blob = contents?.[0]?.blob;
  return blob !== undefined && blob.length > LARGE ? blob : undefined;
}
