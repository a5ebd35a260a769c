/**
 * A host of MCP Apps: the official AppBridge in a page, the built server behind it, and a tool's page in a frame that may
 * run its own script and nothing else.
 */
import { build } from 'esbuild';
import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Host } from '../../src/mcp/client.ts';
import { afterThisTest } from './cleanup.ts';
import { startHost } from './host.ts';
import { graveViolations, SHOTS } from './page-look.ts';

/** As hosts set it where a page asks for nothing from elsewhere. */
const STRICT_CSP =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; media-src data: blob:";
const ORIGIN = 'http://app-host.test/';

/** The host's own script: browser code, so it is no part of what is compiled for Node. */
const SCRIPT = `
import { AppBridge, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge';
window.showApp = async ({ html, args, result, capabilities, context }) => {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = 'app';
  document.body.append(frame);
  const bridge = new AppBridge(null, { name: 'test-host', version: '1' }, capabilities, { hostContext: context });
  bridge.oncalltool = (params) => window.hostCallTool(params);
  bridge.onreadresource = (params) => window.hostReadResource(params);
  bridge.onsizechange = ({ height }) => { if (height) frame.style.height = height + 'px'; };
  bridge.oninitialized = async () => {
    await bridge.sendToolInput({ arguments: args });
    await (result ? bridge.sendToolResult(result) : bridge.sendToolCancelled({ reason: 'cancelled' }));
  };
  window.setContext = (changed) => bridge.setHostContext({ ...context, ...changed });
  await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
  frame.srcdoc = html;
};
`;

let script: Promise<string> | undefined;

async function hostScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: SCRIPT, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
  });
  return outputFiles[0]!.text;
}

/** The built server, as a host that shows pages of tools starts it; it ends with the test. */
export async function hostWithApps(env: Record<string, string>): Promise<Host> {
  const host = await startHost(env, { showsApps: true });
  afterThisTest(host.close);
  return host;
}

export interface AppOptions {
  tool: string;
  args: Record<string, unknown>;
  theme?: 'light' | 'dark';
  /** BCP 47. */
  locale?: string;
  /** What the host lets pages do; by default to call tools and to read resources. */
  capabilities?: object;
  /** The call was cancelled before it had an answer. */
  isCancelled?: true;
}

export interface AppInHost {
  /** The frame with the tool's page. */
  app: Frame;
  setContext(context: { theme?: 'light' | 'dark'; locale?: string }): Promise<void>;
  /** What the page has asked the host for: names of tools, and addresses of resources. */
  asked: string[];
}

/** Calls a tool and shows its page, as a host does that knows of pages. */
export async function showApp(host: Host, page: Page, options: AppOptions): Promise<AppInHost> {
  const { tool: name, args, theme = 'light', locale = 'en-GB', isCancelled } = options;
  const { client } = host;
  const { tools } = await client.listTools();
  const uri = resourceUriOf(tools.find((tool) => tool.name === name)?._meta);
  const { contents } = await client.readResource({ uri });
  const [content] = contents;
  if (!content || !('text' in content)) throw new Error('the page is no text');
  const { text, mimeType } = content;
  expect(mimeType).toBe('text/html;profile=mcp-app');
  const html = text.replace(
    '<head>',
    `<head>\n<meta http-equiv="Content-Security-Policy" content="${STRICT_CSP}">`,
  );
  expect(html).not.toBe(text);
  const result = isCancelled ? undefined : await client.callTool({ name, arguments: args });
  const asked: string[] = [];

  await page.exposeFunction(
    'hostCallTool',
    (params: { name: string; arguments: Record<string, unknown> }) => {
      asked.push(params.name);
      return client.callTool(params);
    },
  );
  await page.exposeFunction('hostReadResource', ({ uri }: { uri: string }) => {
    asked.push(uri);
    return client.readResource({ uri });
  });
  script ??= hostScript();
  const body = `<!doctype html><html lang="en"><head><title>host</title><style>body{margin:0}iframe{display:block;width:100%;border:0}</style></head><body><script type="module">${(await script).replaceAll('</script', '<\\/script')}</script></body></html>`;
  await page.route(`${ORIGIN}**`, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(ORIGIN);
  await page.waitForFunction('window.showApp');
  const { capabilities = { serverTools: {}, serverResources: {} } } = options;
  const shown = { html, args, result, capabilities, context: { theme, locale } };
  await page.evaluate(`showApp(${JSON.stringify(shown)})`);
  await expect.poll(() => page.frames().length).toBe(2);
  return {
    app: page.frames()[1]!,
    setContext: async (context) => {
      await page.evaluate(`setContext(${JSON.stringify(context)})`);
    },
    asked,
  };
}

function resourceUriOf(meta: unknown): string {
  const { ui } = meta as { ui?: { resourceUri?: string } };
  if (!ui?.resourceUri) throw new Error('the tool names no page');
  return ui.resourceUri;
}

const WIDTHS = [390, 1280];

/** Looks at a tool's page with axe-core, at both widths, light and dark. @param scene names its pictures */
export async function expectAppReadable(
  page: Page,
  { app, setContext }: AppInHost,
  scene: string,
): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const theme of ['light', 'dark'] as const) {
      await setContext({ theme });
      await expect.poll(() => app.evaluate('document.documentElement.dataset.theme')).toBe(theme);
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${scene}-${width}-${theme}.png`, fullPage: true });
      expect(await graveViolations(app)).toEqual([]);
    }
    expect(await app.evaluate('document.documentElement.scrollWidth')).toBe(width);
  }
}
