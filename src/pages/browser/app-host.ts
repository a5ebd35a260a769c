/**
 * The host that shows this page as an MCP App (specification 2026-01-26): JSON-RPC by messages to the window around it.
 * The official client for this brings an SDK and its validators, ten times the size of our pages.
 */

const REVISION = '2026-01-26';
const INFO = { name: 'hitrate-mcp', version: '1' };
/** A host that never answers must not leave a page that waits forever. */
const PATIENCE_MS = 60_000;

/** What of the host's context pages use. */
export interface HostContext {
  theme?: 'light' | 'dark';
  /** BCP 47. */
  locale?: string;
}

/** MCP's result of a tool call, as far as pages read it. */
export interface ToolResult {
  content: { type: string; text?: string; uri?: string; mimeType?: string }[];
  isError?: boolean;
}

export interface ResourceContents {
  contents: { uri: string; mimeType?: string; text?: string; blob?: string }[];
}

export interface AppEvents {
  onContext(context: HostContext): void;
  /** The arguments of the call that this page belongs to. */
  onToolInput(args: Record<string, unknown>): void;
  onToolResult(result: ToolResult): void;
  onToolCancelled(): void;
}

export interface AppHost {
  /** @throws Error with the host's words, or that it does not answer */
  callTool(name: string, args: Record<string, unknown>): Promise<ToolResult>;
  /** @throws Error */
  readResource(uri: string): Promise<ResourceContents>;
  /** Whether the host lets pages call tools and read resources. */
  can: { tools: boolean; resources: boolean };
}

interface Message {
  jsonrpc: '2.0';
  id?: number | string;
  method?: string;
  params?: any;
  result?: any;
  error?: { message?: string };
}

/** Shakes hands with the host. Events that come meanwhile are not lost. @throws Error where nobody answers */
export async function connectToHost(events: AppEvents): Promise<AppHost> {
  const waiting = new Map<number, { resolve(result: any): void; reject(error: Error): void }>();
  let lastId = 0;
  // The host is the window around this page, whatever its origin: nobody else may say what it says.
  const send = (message: Omit<Message, 'jsonrpc'>): void =>
    parent.postMessage({ jsonrpc: '2.0', ...message }, '*');

  function request(method: string, params: object): Promise<any> {
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(() => reject(new Error('the host does not answer'))), PATIENCE_MS);
      const end = (settle: () => void) => {
        clearTimeout(timer);
        waiting.delete(id);
        settle();
      };
      waiting.set(id, {
        resolve: (result) => end(() => resolve(result)),
        reject: (error) => end(() => reject(error)),
      });
      send({ id, method, params });
    });
  }

  const notices: Record<string, (params: any) => void> = {
    'ui/notifications/host-context-changed': (context) => events.onContext(context),
    'ui/notifications/tool-input': ({ arguments: args = {} }) => events.onToolInput(args),
    'ui/notifications/tool-result': (result) => events.onToolResult(result),
    'ui/notifications/tool-cancelled': () => events.onToolCancelled(),
  };

  addEventListener('message', ({ source, data }: MessageEvent<Message>) => {
    if (source !== parent || data?.jsonrpc !== '2.0') return;
    const { id, method, params, result, error } = data;
    if (method === undefined) {
      const asked = typeof id === 'number' ? waiting.get(id) : undefined;
      if (error) asked?.reject(new Error(error.message ?? 'the host refused it'));
      else asked?.resolve(result);
      return;
    }
    if (id === undefined) return void notices[method]?.(params ?? {});
    // The end of the page, and pings, need no more than an answer.
    send({ id, result: {} });
  });

  const { hostCapabilities = {}, hostContext = {} } = await request('ui/initialize', {
    appInfo: INFO,
    appCapabilities: {},
    protocolVersion: REVISION,
  });
  events.onContext(hostContext);
  send({ method: 'ui/notifications/initialized', params: {} });
  reportSize(send);
  return {
    callTool: (name, args) => request('tools/call', { name, arguments: args }),
    readResource: (uri) => request('resources/read', { uri }),
    can: {
      tools: hostCapabilities.serverTools !== undefined,
      resources: hostCapabilities.serverResources !== undefined,
    },
  };
}

/** Tells the host how high the page is, now and whenever that changes. */
function reportSize(send: (message: { method: string; params: object }) => void): void {
  let last = 0;
  const report = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    send({ method: 'ui/notifications/size-changed', params: { height } });
  };
  new ResizeObserver(report).observe(document.body);
  report();
}

/** Puts the page in the host's colours and language. */
export function applyContext({ theme, locale }: HostContext): void {
  if (theme) document.documentElement.dataset.theme = theme;
  if (locale) document.documentElement.lang = /^sv\b/i.test(locale) ? 'sv' : 'en';
}
