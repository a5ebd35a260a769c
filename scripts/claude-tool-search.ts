/**
 * Checks what the real Claude Code, `claude` on the PATH, makes of the tools' `_meta`: which tools the model has at once,
 * and what its tool search finds. The model is a stand-in on loopback that asks for one search; no account is needed.
 *
 *   tsx scripts/claude-tool-search.ts
 */
import { spawn } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { tools } from '../tools/index.ts';

const PREFIX = 'mcp__hitrate__';
const main = resolve(import.meta.dirname, '..', 'dist', 'main.js');

/** Each in a session of its own, in which no tool is loaded at once: the search leaves out what is loaded. */
const SEARCHES: readonly [query: string, tool: string][] = [
  ['orders per agent', 'order_report'],
  ['cancel an order', 'cancel_orders'],
];
const ALWAYS = tools.filter(({ alwaysLoad }) => alwaysLoad).map(({ name }) => name);

interface Session {
  /** The server's tools that the model has in its first request. */
  atOnce: string[];
  /** What the search has answered with. */
  found: string[];
}

const problems: string[] = [];
const { atOnce } = await converse({}, 'orders');
if (!isDeepStrictEqual(atOnce.toSorted(), ALWAYS.toSorted()))
  problems.push(`the model has at once: ${atOnce.join(', ') || 'none'}; expected ${ALWAYS.join(', ')}`);
for (const [query, tool] of SEARCHES) {
  const { found } = await converse({ alwaysLoad: false }, query);
  if (!found.includes(tool)) problems.push(`a search for "${query}" finds ${found.join(', ') || 'nothing'}`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length ? 1 : 0;

/** Runs one session in which the model searches once. @param extra of the server's entry in the settings */
async function converse(extra: object, query: string): Promise<Session> {
  const requests: any[] = [];
  const api = createServer(async (request, response) => {
    const body = JSON.parse((await text(request)) || '{}');
    const isChat = request.url?.startsWith('/v1/messages') && body.tools?.some(isToolSearch);
    if (isChat) requests.push(body);
    answer(response, isChat && requests.length === 1 ? query : undefined);
  });
  await new Promise<void>((listening) => api.listen(0, '127.0.0.1', listening));
  const { port } = api.address() as AddressInfo;
  await runClaude(port, extra);
  api.close();
  api.closeAllConnections();
  return { atOnce: ownNames(requests[0]?.tools ?? []), found: foundIn(requests[1]?.messages ?? []) };
}

function isToolSearch({ name }: { name: string }): boolean {
  return name === 'ToolSearch';
}

function ownNames(named: readonly { name: string }[]): string[] {
  return named.filter(({ name }) => name.startsWith(PREFIX)).map(({ name }) => name.slice(PREFIX.length));
}

function foundIn(messages: readonly any[]): string[] {
  const contents = messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const references = contents.flatMap(({ type, content }) => (type === 'tool_result' ? content : []));
  return ownNames(references.map(({ tool_name }: { tool_name?: string }) => ({ name: tool_name ?? '' })));
}

async function runClaude(port: number, extra: object): Promise<void> {
  const server = {
    command: process.execPath,
    args: [main, '--sandbox', '--access', 'destructive'],
    ...extra,
  };
  const settings = JSON.stringify({ mcpServers: { hitrate: server } });
  const args = [
    '-p',
    'Orders?',
    '--strict-mcp-config',
    '--mcp-config',
    settings,
    '--allowedTools',
    'ToolSearch',
  ];
  const child = spawn('claude', args, {
    stdio: 'ignore',
    timeout: 120_000,
    env: { ...process.env, ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`, ANTHROPIC_API_KEY: 'no-real-key' },
  });
  await new Promise((ended) => child.on('close', ended));
}

/** Answers as the Messages API streams: a search, or the end. */
function answer(response: ServerResponse, query: string | undefined): void {
  const [block, delta, stop] =
    query === undefined
      ? [{ type: 'text', text: '' }, { type: 'text_delta', text: 'Done.' }, 'end_turn']
      : [
          { type: 'tool_use', id: 'toolu_1', name: 'ToolSearch', input: {} },
          { type: 'input_json_delta', partial_json: JSON.stringify({ query }) },
          'tool_use',
        ];
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'stand-in', content: [], usage };
  const events = [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: stop }, usage },
    { type: 'message_stop' },
  ];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''));
}
