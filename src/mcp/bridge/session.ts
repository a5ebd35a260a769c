/** The session of the initialize era: how it began, so that it can begin anew when the server has forgotten it. */
import type { Message } from './message.ts';
import { methodOf } from './message.ts';
import type { Reply } from './remote.ts';

export interface Session {
  readonly id?: string;
  /** The revision that both sides agreed on. */
  readonly version?: string;
}

export interface SessionKeeper {
  /** Undefined before the host has initialised. */
  current(): Session | undefined;
  headers(): Record<string, string>;
  /** Keeps how the host begins; other messages are none of it. */
  rememberGreeting(message: Message): void;
  /** What to send to begin anew; empty before the host has initialised. */
  greeting(): readonly Message[];
  /** A session begins with the answer to initialize. */
  begin(reply: Reply): void;
  /** Learns the revision from the answer to initialize. */
  agree(answer: Message): void;
}

export function createSessionKeeper(): SessionKeeper {
  let session: Session | undefined;
  let initialize: Message | undefined;
  let initialized: Message | undefined;
  return {
    current: () => session,
    headers: () => ({
      ...(session?.id !== undefined && { 'mcp-session-id': session.id }),
      ...(session?.version !== undefined && { 'mcp-protocol-version': session.version }),
    }),
    rememberGreeting(message) {
      if (methodOf(message) === 'initialize') [initialize, initialized] = [message, undefined];
      else if (methodOf(message) === 'notifications/initialized') initialized = message;
    },
    greeting: () => [initialize, initialized].filter((message) => message !== undefined),
    begin({ headers }) {
      const id = headers['mcp-session-id'];
      session = { ...(typeof id === 'string' && { id }) };
    },
    agree({ parts }) {
      const version = parts.find(({ result }) => result)?.result.protocolVersion;
      // What no header can carry is no revision.
      if (typeof version === 'string' && /^[\x21-\x7e]+$/.test(version)) session = { ...session, version };
    },
  };
}

/** Reads that may be sent again: whatever became of the first, nothing is done twice. */
export const isReplayable = (message: Message): boolean =>
  [
    'ping',
    'tools/list',
    'resources/list',
    'resources/templates/list',
    'resources/read',
    'prompts/list',
    'prompts/get',
    'completion/complete',
  ].includes(methodOf(message) ?? '');
