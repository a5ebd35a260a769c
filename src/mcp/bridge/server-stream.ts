/** The stream on which a server of the initialize era speaks by itself. Many have none. */
import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_PAUSE_MS, pauseBeforeRetry, readEvents, type StreamPosition } from './event-stream.ts';
import { discard, type Remote } from './remote.ts';

const FIRST_PAUSE_MS = 1_000;
/** Some servers answer only once they have something to say. */
const MAX_OPENING_MS = 1_000;

interface ServerStream {
  remote: Remote;
  headers: Record<string, string>;
  /** Ends it. */
  signal: AbortSignal;
  onData(data: string): void;
}

/**
 * Opens the stream, and follows it until the server has none or the signal comes. Returns once the server has answered,
 * or soon: what it says before there is a stream may be lost, such as its questions. Never throws.
 */
export async function openServerStream(stream: ServerStream): Promise<void> {
  const answered = new Promise<void>((resolve) => void follow(stream, resolve));
  await Promise.race([answered, sleep(MAX_OPENING_MS, undefined, { ref: false })]);
}

async function follow(
  { remote, headers, signal, onData }: ServerStream,
  onAnswer: () => void,
): Promise<void> {
  const position: StreamPosition = {};
  for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
    try {
      const { lastEventId } = position;
      const reply = await remote.send({
        method: 'GET',
        headers: {
          ...headers,
          accept: 'text/event-stream',
          ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
        },
        signal,
      });
      onAnswer();
      if (reply.status >= 400 && reply.status < 500) return discard(reply.body);
      if (reply.status === 200) {
        pause = FIRST_PAUSE_MS;
        await readEvents(reply.body, position, onData);
      } else discard(reply.body);
    } catch {
      // The server is away: requests say so.
    }
    await pauseBeforeRetry(pause, position, { signal, ref: false }).catch(() => {});
  }
}
