/** What a server with a wrong setting answers: what is wrong, wherever a host looks. */
import { CODES, responseError } from '../json-rpc.ts';
import { toolList } from '../tool-list.ts';
import { isAppUri, readApp } from './apps.ts';
import type { Handlers } from './handlers.ts';

/** @param problem one line for a person, which names the setting and says what is right */
export function createMisconfiguredHandlers(problem: string): Handlers {
  const text = `This server's settings are wrong, so it can do nothing: ${problem}. Whoever set it up mends that in this assistant's settings, and starts it anew.`;
  const refuse = (): never => {
    throw responseError(CODES.internalError, text);
  };
  return {
    instructions: `Hitrate, a call-centre dialer. Tell the person: ${text}`,
    // Those that a host may call without asking: each says what is wrong.
    listTools: () => ({
      tools: toolList.filter(({ tier, needs }) => tier === 'read' && !needs).map(({ tool }) => tool),
    }),
    callTool: async () => ({ isError: true, content: [{ type: 'text', text: `unavailable: ${text}` }] }),
    listResources: async () => ({ resources: [] }),
    listResourceTemplates: async () => ({ resourceTemplates: [] }),
    // Beside the answer, which says what is wrong.
    readResource: async (uri) => (isAppUri(uri) ? readApp(uri, 'en') : refuse()),
    listPrompts: async () => ({ prompts: [] }),
    getPrompt: async () => refuse(),
    complete: async () => ({ completion: { values: [], total: 0, hasMore: false } }),
    pending: () => 0,
  };
}
