/** An MCP server for one connection, on the SDK's line 1; no other folder imports the SDK. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Services } from '../call/services.ts';
import type { Config } from '../config/config.ts';
import { withheldBySetting } from '../guard/access.ts';
import { VERSION } from '../shared/version.ts';
import { createConnection } from './connection.ts';
import { instructions } from './instructions.ts';
import { noValidator } from './no-validator.ts';
import { servePrompts } from './prompts.ts';
import { serveResources } from './resources.ts';
import { toolList } from './tool-list.ts';
import { serveTools } from './tool-requests.ts';

export interface ConnectedServer {
  server: Server;
  /** How many requests are under way. */
  pending(): number;
}

/** @param services loads what calls need; asked for at the first call, or when there is time after the tool list. */
export function createServer(config: Config, services: () => Promise<Services>): ConnectedServer {
  const offered = toolList.filter((listed) => !withheldBySetting(listed, config)).map(({ tool }) => tool);
  const server = new Server(
    { name: 'hitrate-mcp', title: 'Hitrate dialer', version: VERSION },
    {
      capabilities: { tools: {}, resources: { listChanged: true }, prompts: {}, completions: {} },
      instructions: instructions(config, new Set(offered.map(({ name }) => name))),
      jsonSchemaValidator: noValidator,
    },
  );
  const connection = createConnection(server, config, offered, services);
  serveTools(connection);
  serveResources(connection);
  servePrompts(connection);
  return { server, pending: connection.pending };
}
