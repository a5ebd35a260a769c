// What the SDK's own guide leads to over HTTP without sessions: an McpServer and a transport for each request, with one
// tool that asks the dialer.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';
import { listen } from './listen.mjs';

const [, , DIALER, TOKEN] = process.argv;

function createServer() {
  const server = new McpServer({ name: 'minimal', version: '1.0.0' });
  server.registerTool(
    'get_product',
    { description: 'Gets a product.', inputSchema: { product_id: z.number() } },
    async ({ product_id }) => {
      const reply = await fetch(`${DIALER}/api/product/${product_id}`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      return { content: [{ type: 'text', text: await reply.text() }] };
    },
  );
  return server;
}

listen(async (request, response) => {
  const server = createServer();
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: undefined,
    enableJsonResponse: true,
  });
  response.on('close', () => {
    transport.close();
    server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(request, response);
});
