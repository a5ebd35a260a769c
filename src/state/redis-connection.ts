/** One connection to Redis at a time: opened when it is needed, given up where it doesn't answer. */
import type { RedisClientType } from '@redis/client';
import { ToolError } from '../shared/tool-error.ts';

type NoExtras = Record<string, never>;

/** What a command may use: the scripts, which are the writes, and what reads. */
export type RedisClient = Pick<
  RedisClientType<NoExtras, NoExtras, NoExtras, 2>,
  'get' | 'set' | 'eval' | 'del' | 'info' | 'ping'
>;

export interface RedisConnection {
  /** @throws ToolError unavailable; LostAnswer where the connection broke, so that the command may have been done */
  send<T>(command: (client: RedisClient) => Promise<T>): Promise<T>;
  /** As send, and once more after a lost answer: for what does nothing when it is done twice. */
  ask<T>(command: (client: RedisClient) => Promise<T>): Promise<T>;
  close(): void;
}

export interface ConnectionOptions {
  url: string;
  /** Looks at what lies there before a connection is used. @throws ToolError */
  check: (client: RedisClient) => Promise<void>;
  /** Told once that the state is lost, and once that it is back. */
  report: (message: string) => void;
  /** Of opening a connection, and of each command; tests pass less. */
  patienceMs?: number;
}

/** The connection broke while a command waited for its answer: another one may tell. */
export class LostAnswer extends ToolError {}
/** No other command is to use this connection. */
class UnusableConnection extends ToolError {}

const PATIENCE_MS = 2_000;
const MIN_PAUSE_MS = 50;
const MAX_PAUSE_MS = 2_000;

export function createRedisConnection(options: ConnectionOptions): RedisConnection {
  const { report, patienceMs = PATIENCE_MS } = options;
  let present: Promise<Opened> | undefined;
  let closed = false;
  let failures = 0;
  let retryAt = 0;
  let lastError = unreachable('it was not asked yet');

  /** Opens a connection where there is none, and for a while after a failure none. */
  function connected(): Promise<Opened> {
    if (present) return present;
    if (closed) throw unreachable('this server is ending');
    if (performance.now() < retryAt) throw lastError;
    const opening = open({ ...options, patienceMs }, () => giveUp(opening));
    present = opening;
    opening.then(
      () => {
        if (failures > 0) report('the shared state is back');
        failures = 0;
      },
      (error) => {
        giveUp(opening);
        noteFailure(error);
      },
    );
    return opening;
  }

  function noteFailure(error: ToolError): void {
    lastError = error;
    if (failures++ === 0) report(error.message);
    // Replicas that lost it together don't come back together.
    const pause = Math.min(MAX_PAUSE_MS, MIN_PAUSE_MS * 2 ** Math.min(failures, 10));
    retryAt = performance.now() + pause * (0.5 + Math.random() / 2);
  }

  function giveUp(connection: Promise<Opened>): void {
    if (present === connection) present = undefined;
  }

  async function send<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    const connection = connected();
    const opened = await connection;
    try {
      return await answerOf(command, opened.client, patienceMs);
    } catch (error) {
      if (error instanceof LostAnswer || error instanceof UnusableConnection) {
        giveUp(connection);
        opened.destroy();
      }
      throw error;
    }
  }

  return {
    send,
    ask: (command) =>
      send(command).catch((error) => {
        if (error instanceof LostAnswer) return send(command);
        throw error;
      }),
    close() {
      closed = true;
      present?.then(({ destroy }) => destroy()).catch(() => {});
      present = undefined;
    },
  };
}

interface Opened {
  client: RedisClient;
  destroy(): void;
}

/** @param onLost called when it breaks. @throws ToolError */
async function open(
  { url, check, patienceMs }: ConnectionOptions & { patienceMs: number },
  onLost: () => void,
): Promise<Opened> {
  const { createClient } = await import('./redis-client.ts');
  const client = createClient({
    url,
    RESP: 2,
    // Never a second time by itself: whether it may be is known to the store alone.
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    socket: { connectTimeout: patienceMs, reconnectStrategy: false },
  });
  client.on('error', onLost);
  try {
    await within(
      patienceMs,
      client.connect().then(() => check(client)),
    );
    // A process that has nothing else to do may end.
    client.unref();
    return { client, destroy: () => client.destroy() };
  } catch (error) {
    client.destroy();
    throw error instanceof ToolError ? error : unreachable(reasonOf(error));
  }
}

/** @throws ToolError */
async function answerOf<T>(
  command: (client: RedisClient) => Promise<T>,
  client: RedisClient,
  patienceMs: number,
): Promise<T> {
  try {
    return await within(patienceMs, command(client));
  } catch (error) {
    const { kind, message } = unreachable(reasonOf(error));
    // After a failover what was the primary takes no writes.
    if (error instanceof PatienceEnded || refusalOf(error) === 'READONLY')
      throw new UnusableConnection(kind, message);
    throw refusalOf(error) === undefined ? new LostAnswer(kind, message) : new ToolError(kind, message);
  }
}

class PatienceEnded extends Error {
  readonly ms: number;

  constructor(ms: number) {
    super();
    this.ms = ms;
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    // What has come while this process was busy is read first.
    timer = setTimeout(() => setImmediate(() => reject(new PatienceEnded(ms))), ms);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

const unreachable = (reason: string): ToolError =>
  new ToolError(
    'unavailable',
    `The shared state can't be reached (${reason}): while that is so nothing is changed, and nothing was sent.`,
  );

const REFUSALS: Record<string, string> = {
  WRONGPASS: 'it refuses the user or password in HITRATE_STATE_URL',
  NOAUTH: 'it wants a password in HITRATE_STATE_URL',
  NOPERM: 'its user may not do what is needed',
  LOADING: 'it is starting',
  READONLY: 'it can only be read: it is a replica',
  OOM: 'its memory is full',
  MISCONF: 'it can not write to its disk',
};

/** Returns with which word Redis refused a command, of which nothing was done then; undefined where it said none. */
function refusalOf(error: unknown): string | undefined {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  return code === undefined ? /^[A-Z]{3,}(?= )/.exec(message)?.[0] : undefined;
}

/** Returns a reason without an address: errors of the system hold it, and that of the settings may hold a password. */
function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  if (error instanceof PatienceEnded) return `no answer within ${error.ms / 1_000} s`;
  const refusal = refusalOf(error);
  return refusal === undefined ? 'the connection broke' : (REFUSALS[refusal] ?? `it answered ${refusal}`);
}
