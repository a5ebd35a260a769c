/** A server of the SDK's line 2 for the revision 2026-07-28. */
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { acceptedContent, createMcpHandler, inputRequired, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { serveOnLoopback } from '../../support/loopback.ts';

export interface StatelessServer {
  url: string;
  requests: { headers: IncomingHttpHeaders; body: string }[];
  cancelled: number;
}

export async function startStatelessServer(): Promise<StatelessServer> {
  const fake: StatelessServer = { url: '', requests: [], cancelled: 0 };
  const handler = createMcpHandler(() => createTools(fake), { legacy: 'reject' });
  const { port } = await serveOnLoopback(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    fake.requests.push({ headers: request.headers, body: body.toString() });
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const answer = await handler.fetch(
      new Request(fake.url, {
        method: request.method!,
        headers: request.headers as Record<string, string>,
        ...(body.length && { body }),
        signal: gone.signal,
      }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body)
      Readable.fromWeb(answer.body as any)
        .on('error', () => {})
        .pipe(response);
    else response.end();
  });
  fake.url = `http://127.0.0.1:${port}/mcp`;
  return fake;
}

function createTools(fake: StatelessServer): McpServer {
  const server = new McpServer({ name: 'far', version: '2' });
  const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });
  const region = z.string().meta({ 'x-mcp-header': 'Region' });
  server.registerTool(
    'echo',
    { inputSchema: z.object({ said: z.string(), region: region.optional() }) },
    ({ said }) => text(said),
  );
  const colour = z.object({ colour: z.string() });
  server.registerTool('ask', {}, (context: any) => {
    const chosen = acceptedContent(context.mcpReq.inputResponses, 'colour', colour) as
      | { colour: string }
      | undefined;
    if (chosen) return text(`accept ${chosen.colour}`);
    const question = inputRequired.elicit({ message: 'Which colour?', requestedSchema: colour as any });
    return inputRequired({ inputRequests: { colour: question } });
  });
  server.registerTool('slow', {}, async ({ mcpReq }: any) => {
    const { progressToken } = mcpReq._meta;
    await mcpReq.notify({
      method: 'notifications/progress',
      params: { progressToken, progress: 1, total: 2 },
    });
    await new Promise<void>((resolve) => mcpReq.signal.addEventListener('abort', () => resolve()));
    fake.cancelled++;
    return text('too late');
  });
  return server;
}
