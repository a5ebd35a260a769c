/** JSON-RPC 2.0 as both protocol eras use it, apart from any SDK. */

/** The codes of JSON-RPC and of MCP that this server answers with. */
export const CODES = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  /** MCP up to the revision 2025-11-25: a resource that is not there. */
  resourceNotFound: -32002,
} as const;

export type RequestId = string | number;

export interface JsonRpcRequest {
  jsonrpc: '2.0';
  id: RequestId;
  method: string;
  params?: Record<string, unknown>;
}

export interface JsonRpcNotification {
  jsonrpc: '2.0';
  method: string;
  params?: Record<string, unknown>;
}

/** A result or an error. */
export type JsonRpcResponse =
  | { jsonrpc: '2.0'; id: RequestId; result: Record<string, unknown> }
  | { jsonrpc: '2.0'; id: RequestId; error: { code: number; message: string; data?: unknown } };

export type JsonRpcMessage = JsonRpcRequest | JsonRpcNotification | JsonRpcResponse;

/** The error that a message is answered with instead of passing it on. */
export interface Refusal {
  jsonrpc: '2.0';
  id: RequestId;
  error: { code: number; message: string };
}

export const refuse = (id: RequestId, code: number, message: string): Refusal => ({
  jsonrpc: '2.0',
  id,
  error: { code, message: message.toWellFormed() },
});

/** Returns what a handler throws to answer with an error. Not an SDK's own error: both sides would prefix its text. */
export const responseError = (code: number, message: string, data?: Record<string, unknown>): Error =>
  Object.assign(new Error(message.toWellFormed()), { code, data });
