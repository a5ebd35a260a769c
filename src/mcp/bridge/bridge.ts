/**
 * Passes the messages of a host on to a far server, and what comes back to the host: each as it is. Where the server
 * can't be asked the host gets a JSON-RPC error, so that it never waits for nothing.
 */
import { CODES, type RequestId } from '../json-rpc.ts';
import { BridgeError } from './bridge-error.ts';
import { createConversation } from './conversation.ts';
import { exchange } from './exchange.ts';
import {
  answeredIds,
  errorText,
  idOfInvalid,
  type Message,
  methodOf,
  readMessage,
  requestIds,
} from './message.ts';
import { createMirrorHeaders } from './mirror-headers.ts';
import type { Remote } from './remote.ts';

const UNREACHED = -32_000;

interface BridgeSettings {
  remote: Remote;
  /** Takes a line for the host. */
  write(line: string): void;
  /** Takes a line for a person. */
  log(line: string): void;
}

export interface Bridge {
  /** Takes a line of the host. */
  receive(line: string): void;
  /** Answers a request that can't be passed on. */
  refuse(id: RequestId, message: string): void;
  /** How many messages are under way. */
  pending(): number;
  /** Tells the server that the session ends. */
  close(): Promise<void>;
}

/** Requests that are under way, in one message. */
interface Flight {
  abort: AbortController;
  /** Absent for a message of the initialize era. */
  mirrorHeaders?: Record<string, string>;
}

export function createBridge({ remote, write, log }: BridgeSettings): Bridge {
  const mirror = createMirrorHeaders();
  const flights = new Map<RequestId, Flight>();
  const deliver = (message: Message) => {
    mirror.learn(message);
    for (const id of answeredIds(message)) flights.delete(id);
    write(message.text);
  };
  const conversation = createConversation(remote, deliver);
  let pending = 0;
  /** The greeting is done before anything else goes out. */
  let greeted: Promise<unknown> = Promise.resolve();

  async function pass(message: Message): Promise<void> {
    const flight: Flight = { abort: new AbortController(), mirrorHeaders: mirror.of(message) };
    const ids = requestIds(message);
    for (const id of ids) flights.set(id, flight);
    const { signal } = flight.abort;
    pending++;
    try {
      const headers = flight.mirrorHeaders;
      if (headers) await exchange({ remote, message, headers, signal, inSession: false, onMessage: deliver });
      else await conversation.send(message, signal);
    } catch (error) {
      const reason = describe(error);
      if (!ids.length) log(`a message could not be passed on: ${reason}`);
      for (const id of ids) if (flights.get(id) === flight) write(errorText(id, UNREACHED, reason));
    } finally {
      pending--;
      for (const id of ids) if (flights.get(id) === flight) flights.delete(id);
    }
  }

  /** In the stateless era a request is cancelled by its connection's end alone; before, by a message. */
  async function cancel(message: Message): Promise<void> {
    const id = message.parts[0]!.params?.requestId;
    const flight = flights.get(id);
    // Nobody waits for its answer any more.
    flights.delete(id);
    if (!flight?.mirrorHeaders) await pass(message);
    flight?.abort.abort();
  }

  return {
    receive(line) {
      const message = readMessage(line);
      const method = message && methodOf(message);
      if (!message) refuseInvalid(line);
      else if (method === 'initialize' || method === 'notifications/initialized')
        greeted = greeted.then(() => pass(message));
      else void greeted.then(() => (method === 'notifications/cancelled' ? cancel(message) : pass(message)));
    },
    refuse: (id, reason) => write(errorText(id, CODES.invalidRequest, reason)),
    pending: () => pending,
    close: conversation.close,
  };

  function refuseInvalid(line: string): void {
    const id = idOfInvalid(line);
    if (id === undefined) log('the host has sent something that is no JSON-RPC');
    else write(errorText(id, CODES.invalidRequest, 'This is no JSON-RPC message.'));
  }
}

/** Not the message of an error that is not ours: it could quote what the server sent. */
const describe = (error: unknown): string =>
  error instanceof BridgeError
    ? error.message
    : `The request could not be passed on (${error instanceof Error ? error.name : 'unknown error'}).`;
