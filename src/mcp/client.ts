/** A minimal host on the SDK's client, for the demo, the benchmarks and the tests. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { type CallToolResult, ElicitRequestSchema, type Progress } from '@modelcontextprotocol/sdk/types.js';
import { APP_MIME_TYPE, APPS_EXTENSION } from './handlers/app-extension.ts';
import { noValidator } from './no-validator.ts';

export interface ElicitedForm {
  message: string;
  requestedSchema: { properties: Record<string, unknown>; required?: string[] };
}
export interface ElicitAnswer {
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, string | number | boolean>;
}

export interface HostOptions {
  command: string;
  args: string[];
  env?: Record<string, string>;
  cwd?: string;
  /** What the host calls itself. */
  name?: string;
  /** Answers a form in a person's place; absent for a host that can't show forms. */
  elicit?: (form: ElicitedForm) => Promise<ElicitAnswer>;
  /** Goes to an address in a person's place (URL elicitation); absent for a host that can't. */
  openUrl?: (url: string) => Promise<ElicitAnswer>;
  /** It says that it shows pages of tools (MCP Apps); whoever made it shows them. */
  showsApps?: true;
  /** What the server writes to stderr. */
  onStderr?: (text: string) => void;
}

export interface Host {
  client: Client;
  pid: number | null;
  /**
   * Calls a tool and returns the text of its answer, the JSON in it, and whether it is an error.
   * @param onProgress told how far the call is; the server counts only where somebody listens
   */
  call(
    name: string,
    args?: Record<string, unknown>,
    onProgress?: (progress: Progress) => void,
  ): Promise<HostAnswer>;
  close(): Promise<void>;
}

interface HostAnswer {
  text: string;
  /** Beside that one, to be shown as they are. */
  texts: string[];
  data: any;
  isError: boolean;
}

/** Starts the server as a child process and shakes hands with it. */
export async function connectHost(options: HostOptions): Promise<Host> {
  const { elicit, openUrl, showsApps } = options;
  const elicitation = { ...(elicit && { form: {} }), ...(openUrl && { url: {} }) };
  const client = new Client(
    { name: options.name ?? 'hitrate-mcp-host', version: '1.0.0' },
    {
      capabilities: {
        ...((elicit || openUrl) && { elicitation }),
        ...(showsApps && { extensions: { [APPS_EXTENSION]: { mimeTypes: [APP_MIME_TYPE] } } }),
      },
      jsonSchemaValidator: noValidator,
    },
  );
  if (elicit || openUrl)
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) =>
      params.mode === 'url'
        ? { ...(await openUrl!(params.url)) }
        : { ...(await elicit!(params as ElicitedForm)) },
    );
  const transport = new StdioClientTransport({
    command: options.command,
    args: options.args,
    env: options.env,
    cwd: options.cwd,
    stderr: 'pipe',
  });
  transport.stderr?.on('data', (chunk: Buffer) => options.onStderr?.(chunk.toString()));
  await client.connect(transport);
  return {
    client,
    pid: transport.pid,
    async call(name, args = {}, onProgress) {
      const options = onProgress && { onprogress: onProgress };
      const result = (await client.callTool({ name, arguments: args }, undefined, options)) as CallToolResult;
      const [text = '', ...texts] = result.content.flatMap((block) =>
        block.type === 'text' ? [block.text] : [],
      );
      const isError = result.isError === true;
      return { text, texts, data: isError ? undefined : JSON.parse(text), isError };
    },
    close: () => client.close(),
  };
}
