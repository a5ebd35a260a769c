/** Server-sent events: the messages in a stream, and from where on it can be had again. */
import type { Readable } from 'node:stream';
import { createParser } from 'eventsource-parser';

const MAX_EVENT_CHARACTERS = 128 * 1024 * 1024;

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
