/** MCP Apps (extension io.modelcontextprotocol/ui): where their pages are read, and whether a host shows them. */
import type { AppName } from '../../define/tool.ts';

export const APPS_EXTENSION = 'io.modelcontextprotocol/ui';
export const APP_MIME_TYPE = 'text/html;profile=mcp-app';

/** Returns where hosts read a tool's page. */
export const appUri = (name: AppName): string => `ui://hitrate/${name}`;

/** Whether a host shows pages of tools (MCP Apps). @param extensions of its capabilities */
export const showsApps = (extensions: object | undefined): boolean =>
  extensions !== undefined && APPS_EXTENSION in extensions;
