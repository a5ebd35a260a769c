// The same on the SDK's line 2, for the revision 2026-07-28.
import { getRequestListener } from '@hono/node-server';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { listen } from './listen.mjs';

const [, , DIALER, TOKEN] = process.argv;

function createServer() {
  const server = new McpServer({ name: 'minimal', version: '1.0.0' });
  server.registerTool(
    'get_product',
    { description: 'Gets a product.', inputSchema: z.object({ product_id: z.number() }) },
    async ({ product_id }) => {
      const reply = await fetch(`${DIALER}/api/product/${product_id}`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      return { content: [{ type: 'text', text: await reply.text() }] };
    },
  );
  return server;
}

const handler = createMcpHandler(createServer, { legacy: 'reject' });
const answer = getRequestListener((request) => handler.fetch(request));
listen(async (request, response) => answer(request, response));
