/** What a host posts in either era of the protocol. */
import type { Post } from './http-servers.ts';

const CLIENT = { name: 'bench', version: '1.0.0' };
const STATELESS = '2026-07-28';

export type Message = (method: string, params?: Record<string, unknown>, key?: string) => Post;

const login = (key: string | undefined): Record<string, string> =>
  key ? { authorization: `Bearer ${key}` } : {};

/** Of a revision with a handshake. */
export const initializeEra: Message = (method, params = {}, key) => ({
  headers: { 'mcp-protocol-version': '2025-11-25', ...login(key) },
  body: { jsonrpc: '2.0', ...(!method.startsWith('notifications/') && { id: 1 }), method, params },
});

export const statelessEra: Message = (method, params = {}, key) => ({
  headers: {
    'mcp-protocol-version': STATELESS,
    'mcp-method': method,
    ...(params.name !== undefined && { 'mcp-name': String(params.name) }),
    ...login(key),
  },
  body: {
    jsonrpc: '2.0',
    id: 1,
    method,
    params: {
      ...params,
      _meta: {
        'io.modelcontextprotocol/protocolVersion': STATELESS,
        'io.modelcontextprotocol/clientInfo': CLIENT,
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  },
});

/** Asks the dialer once. */
export const toolCall = (message: Message, key?: string): Post =>
  message('tools/call', { name: 'get_product', arguments: { product_id: 1 } }, key);

/** All that a host says until it has made a call. */
export const conversation = (key: string): Post[] => [
  initializeEra('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: CLIENT }, key),
  initializeEra('notifications/initialized', {}, key),
  initializeEra('tools/list', {}, key),
  toolCall(initializeEra, key),
];
