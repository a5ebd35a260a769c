/** Server-sent events: the messages in a stream, and from where on it can be had again. */
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';

const MAX_EVENT_CHARACTERS = 128 * 1024 * 1024;

/** Whatever the server says. */
const MIN_PAUSE_MS = 100;
export const MAX_PAUSE_MS = 30_000;

/** Where a stream was when it ended; what it lacks can be asked for from there. */
export interface StreamPosition {
  lastEventId?: string;
  retryMs?: number;
}

/** Hands on the data of each message; keeps the position also where the stream breaks. @throws what the stream throws */
export async function readEvents(
  body: Readable,
  position: StreamPosition,
  onMessage: (data: string) => void,
): Promise<void> {
  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onEvent({ id, event, data }) {
      if (id) position.lastEventId = id;
      if (data && (event === undefined || event === 'message')) onMessage(data);
    },
    onRetry(ms) {
      position.retryMs = ms;
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }));
}

/**
 * Waits before the stream is asked for again, for as long as the server has said.
 * @param standardMs how long where it has said nothing
 * @throws where the signal comes
 */
export function pauseBeforeRetry(
  standardMs: number,
  { retryMs = standardMs }: StreamPosition,
  options: { signal: AbortSignal; ref?: boolean },
): Promise<void> {
  const pause = Math.min(Math.max(retryMs, MIN_PAUSE_MS), MAX_PAUSE_MS);
  return sleep(pause, undefined, options);
}
