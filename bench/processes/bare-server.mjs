// The least that can answer: Node alone, with replies that are written by hand.
import { createInterface } from 'node:readline';

/** @type {Record<string, object>} */
const results = {
  initialize: {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 'bare', version: '1.0.0' },
  },
  'tools/list': {
    tools: [
      {
        name: 'echo',
        description: 'Says it again.',
        inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
      },
    ],
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (id !== undefined)
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: results[method] })}\n`);
});
