/** The two eras of the protocol, and what a connection to a host is in either. */
import type { JsonRpcMessage } from './json-rpc.ts';

/** `initialize`: revisions up to 2025-11-25, which shake hands. `stateless`: 2026-07-28, each request by itself. */
export type Era = 'initialize' | 'stateless';

/** Where an adapter writes to. */
export interface Output {
  send(message: JsonRpcMessage): Promise<void>;
  onError(error: Error): void;
  onClose(): void;
}

/** A host on one connection, in one era. */
export interface EraConnection {
  receive(message: JsonRpcMessage): void;
  /** Tells the host, where its era has a way and it wants to know. */
  resourcesChanged(): void;
}

/** Requests of the stateless era carry their revision with them (MCP 2026-07-28, `_meta`). */
export const REVISION_KEY = 'io.modelcontextprotocol/protocolVersion';

/** Returns the era that a message opens; undefined for one that belongs to what is open. */
export function openingEra(message: JsonRpcMessage): Era | undefined {
  if (!('method' in message)) return undefined;
  if (claimsRevision(message)) return 'stateless';
  return message.method === 'initialize' ? 'initialize' : undefined;
}

const claimsRevision = ({ params }: { params?: Record<string, unknown> }): boolean => {
  const meta = params?._meta;
  return typeof meta === 'object' && meta !== null && REVISION_KEY in meta;
};
