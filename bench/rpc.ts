/** A minimal host: JSON-RPC over a child's stdio, one request at a time, so that the client costs nothing. */
import { type LineProcess, startProcess } from './children.ts';

export const message = (method: string, params: object, id?: number): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;

/** Everything a host sends until it knows the tools. */
export const OPENING =
  message(
    'initialize',
    // To a host of this name the server hands out bytes inline.
    {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'claude-code', version: '1.0.0' },
    },
    1,
  ) +
  message('notifications/initialized', {}) +
  message('tools/list', {}, 2);

export interface Tool {
  name: string;
  description: string;
  inputSchema: object;
}

export interface Server extends LineProcess {
  instructions: string;
  tools: Tool[];
  /** Returns the line of the response, as it came. */
  call(name: string, args: object): Promise<string>;
}

/** Returns the result of a response. @throws when it answers another request, or with an error */
export function result(line: string, id: number): any {
  const response = JSON.parse(line);
  if (response.id !== id || !response.result || response.result.isError)
    throw new Error(`an unexpected answer: ${line.slice(0, 300)}`);
  return response.result;
}

/** Returns the data of a tool's answer. */
export const answerRow = (line: string): any => JSON.parse(result(line, JSON.parse(line).id).content[0].text);

/** Returns the line of the next response, not decoded; notifications are skipped. */
export async function nextResponse(child: LineProcess): Promise<Buffer[]> {
  let line = await child.rawLine();
  while (line[0]!.toString('latin1', 0, 9) === '{"method"') line = await child.rawLine();
  return line;
}

export async function startServer(args: string[], env: Record<string, string> = {}): Promise<Server> {
  const child = startProcess(args, env);
  child.write(OPENING);
  const { instructions = '' } = result(await child.line(), 1);
  const { tools } = result(await child.line(), 2);
  let id = 2;
  return {
    ...child,
    instructions,
    tools,
    call: async (name, args) => {
      child.write(message('tools/call', { name, arguments: args }, ++id));
      return Buffer.concat(await nextResponse(child)).toString();
    },
  };
}
