/** A host of the revision 2026-07-28, on the SDK's line 2, with the built bundle as its server. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { bundle, SECRET } from './host.ts';
import { TRUST_ENV } from './trust-env.ts';

/** The member of an elicitation request that a person reads. */
export interface Asked {
  mode?: 'form' | 'url';
  message: string;
  url?: string;
  requestedSchema?: { properties: Record<string, { type: string; title: string }>; required: string[] };
}

export interface Answered {
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, string | boolean>;
}

interface StatelessHost {
  client: Client;
  /** Calls a tool and returns the JSON in its answer, or the text of an error. */
  call(name: string, args?: Record<string, unknown>): Promise<{ data: any; text: string; isError: boolean }>;
  close(): Promise<void>;
}

/** @param answer a person at a host that shows forms and opens addresses; absent for one that can do neither */
export async function startStatelessHost(
  env: Record<string, string>,
  answer?: (asked: Asked) => Answered | Promise<Answered>,
): Promise<StatelessHost> {
  const client = new Client(
    { name: 'stateless-host', version: '1' },
    {
      capabilities: answer ? { elicitation: { form: {}, url: {} } } : {},
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    },
  );
  if (answer)
    client.setRequestHandler('elicitation/create', async ({ params }) => ({
      ...(await answer(params as Asked)),
    }));
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [bundle],
      stderr: 'ignore',
      env: {
        ...TRUST_ENV,
        HITRATE_LOG_LEVEL: 'silent',
        ...(env.HITRATE_SANDBOX ? {} : { HITRATE_TOKEN: SECRET }),
        ...env,
      },
    }),
  );
  return {
    client,
    async call(name, args = {}) {
      const { content, isError = false } = await client.callTool({ name, arguments: args });
      const text = (content[0] as { text: string }).text;
      return { text, isError, data: isError ? undefined : JSON.parse(text) };
    },
    close: () => client.close(),
  };
}
