// A resource as code for this case alone hands it out: fetched, encoded as base64, written as the line of the answer.
import { createInterface } from 'node:readline';
import { Agent } from 'undici';

const [origin = ''] = process.argv.slice(2);
// Faster than fetch, by a sixth.
const agent = new Agent();

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, params } = JSON.parse(line);
  const call = /call\/(\d+)/.exec(params.uri)?.[1];
  const { body } = await agent.request({ origin, path: `/api/call/${call}/recording`, method: 'GET' });
  const chunks = [];
  for await (const chunk of body) chunks.push(chunk);
  const blob = Buffer.concat(chunks).toString('base64');
  const contents = [{ uri: params.uri, mimeType: 'audio/wav', blob }];
  process.stdout.write(`${JSON.stringify({ result: { contents }, jsonrpc: '2.0', id })}\n`);
});
