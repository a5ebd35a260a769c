/** A host of a few lines: JSON-RPC over a child's stdio, one request at a time, so that nothing of ours is measured. */
import { type Talk, talk } from './children.ts';

export const message = (method: string, params: object, id?: number): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;

/** All that a host says until it knows the tools. */
export const OPENING =
  message(
    'initialize',
    // A host by whose name bytes go out inline.
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

export interface Server extends Talk {
  instructions: string;
  tools: Tool[];
  /** @returns the line of the answer, as it came. */
  call(name: string, args: object): Promise<string>;
}

/** @throws unless it is the answer to that request, and a good one. */
export function result(line: string, id: number): any {
  const answer = JSON.parse(line);
  if (answer.id !== id || !answer.result || answer.result.isError)
    throw new Error(`an unexpected answer: ${line.slice(0, 300)}`);
  return answer.result;
}

/** What a tool's answer says. */
export const answerRow = (line: string): any => JSON.parse(result(line, JSON.parse(line).id).content[0].text);

/** The line of the next answer, not decoded. What is told meanwhile is none. */
export async function answer(child: Talk): Promise<Buffer[]> {
  let line = await child.rawLine();
  while (line[0]!.toString('latin1', 0, 9) === '{"method"') line = await child.rawLine();
  return line;
}

export async function startServer(args: string[], env: Record<string, string> = {}): Promise<Server> {
  const child = talk(args, env);
  child.write(OPENING);
  const { instructions = '' } = result(await child.line(), 1);
  const { tools } = result(await child.line(), 2);
  let id = 2;
  return {
    ...child,
    instructions,
    tools,
    call: async (name, given) => {
      child.write(message('tools/call', { name, arguments: given }, ++id));
      return Buffer.concat(await answer(child)).toString();
    },
  };
}
