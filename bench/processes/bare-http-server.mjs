// The least that can answer over HTTP: node:http and JSON, with a tool that asks the dialer. Any other request gets an
// empty result.
import { listen } from './listen.mjs';

const [, , DIALER, TOKEN] = process.argv;

listen(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString());
  const result = method === 'tools/call' ? await getProduct(params.arguments) : {};
  const body = JSON.stringify({ jsonrpc: '2.0', id, result });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
});

/** @param {{ product_id: number }} args */
async function getProduct({ product_id }) {
  const reply = await fetch(`${DIALER}/api/product/${product_id}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  return { content: [{ type: 'text', text: await reply.text() }] };
}
