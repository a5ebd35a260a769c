/** Serving over stdio, and the end of it. */

import { type DialerServices, type LoadServices, openDialers } from '../call/dialer-services.ts';
import type { Config } from '../config/config.ts';
import { endWithHost } from './end-with-host.ts';
import { type Era, type EraConnection, type Output, openingEra } from './era.ts';
import { createHandlers, type Handlers } from './handlers/handlers.ts';
import type { JsonRpcMessage } from './json-rpc.ts';
import { readMessages, UnusableInput, writeMessage } from './stdio-messages.ts';

const FLUSH_MS = 200;

interface StdioServer {
  handlers: Handlers;
  connection: Connection;
  warn(fields: object, message: string): void;
  /** What the audit log still has to say is said, for as long as a host waits. */
  flush(): Promise<void>;
  exitCode: number;
}

export async function serveStdio(configs: readonly Config[], load: LoadServices): Promise<void> {
  const dialers = openDialers(configs, load);
  const [{ services }] = dialers as [DialerServices];
  const connection = createConnection();
  serve({
    handlers: await handlersOf(dialers, connection.resourcesChanged),
    connection,
    /** Without services there is no logger; the line is written all the same. */
    warn: (fields, message) =>
      services().then(
        ({ log }) => log.warn(fields, message),
        () => writeLogLine(message),
      ),
    async flush() {
      await Promise.all(dialers.map(async (dialer) => (await dialer.services.loaded())?.flush()));
    },
    exitCode: 0,
  });
}

/** What several dialers need is loaded only where there are several. */
async function handlersOf(dialers: readonly DialerServices[], onChange: () => void): Promise<Handlers> {
  const [{ config, services }] = dialers as [DialerServices];
  if (dialers.length === 1) return createHandlers(config, services, onChange);
  const { createDialerHandlers } = await import('./handlers/dialer-handlers.ts');
  return createDialerHandlers(dialers, onChange);
}

/**
 * Stays up for a host, which shows what a server says and not what it logs, and tells it what is wrong with the settings.
 * @param problem one line for a person
 */
export async function serveMisconfigured(problem: string): Promise<void> {
  const { createMisconfiguredHandlers } = await import('./handlers/misconfigured.ts');
  serve({
    handlers: createMisconfiguredHandlers(problem),
    connection: createConnection(),
    warn: (_, message) => writeLogLine(message),
    flush: async () => {},
    exitCode: 2,
  });
}

const writeLogLine = (message: string): void => {
  process.stderr.write(`${JSON.stringify({ level: 40, msg: message })}\n`);
};

function serve({ handlers, connection, warn, flush, exitCode }: StdioServer): void {
  const finish = async () => {
    setTimeout(() => process.exit(exitCode), FLUSH_MS);
    await flush().catch(() => {});
    process.exit(exitCode);
  };

  const end = endWithHost({ pending: () => handlers.pending() + connection.waiting(), finish });
  process.on('unhandledRejection', (reason) => {
    warn({ err: reason }, 'unhandled');
  });
  const onError = (error: Error) => {
    // Other messages could quote what the host sent.
    const reason = error instanceof UnusableInput ? error.message : error.name;
    warn({ reason }, 'the host sent something unusable');
  };
  const output = { send: writeMessage, onError, onClose: end };
  readMessages({ onMessage: (message) => connection.receive(message, handlers, output), onError });
}

const ADAPTERS: Record<
  Era,
  () => Promise<{ connect(handlers: Handlers, output: Output): Promise<EraConnection> }>
> = {
  initialize: () => import('./initialize-era/connection.ts'),
  stateless: () => import('./stateless-era/connection.ts'),
};

interface Connection {
  /** Hands a message to the adapter of its era, which is loaded for the first one. */
  receive(message: JsonRpcMessage, handlers: Handlers, output: Output): void;
  resourcesChanged(): void;
  /** How many messages an adapter has not got yet. */
  waiting(): number;
}

/**
 * The first message decides on the era. A host that only probed for the newer one may still shake hands: from then on the
 * connection is of the initialize era.
 */
function createConnection(): Connection {
  let era: Era | undefined;
  let opened: EraConnection | undefined;
  let queue = Promise.resolve();
  let waiting = 0;

  async function open(next: Era, handlers: Handlers, output: Output): Promise<void> {
    era = next;
    opened = await (await ADAPTERS[next]()).connect(handlers, output);
  }

  return {
    receive(message, handlers, output) {
      waiting++;
      queue = queue.then(async () => {
        const wanted = era === 'initialize' ? era : (openingEra(message) ?? era ?? 'initialize');
        if (wanted !== era) await open(wanted, handlers, output);
        opened!.receive(message);
        waiting--;
      });
    },
    resourcesChanged: () => opened?.resourcesChanged(),
    waiting: () => waiting,
  };
}
