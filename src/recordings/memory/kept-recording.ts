/** A recording that is kept in memory while it is loaded and afterwards: whoever reads it meanwhile waits for what is to come. */
import type { Download } from '../../dialer/reply/download.ts';
import { withinDeadline } from '../../dialer/transport/network-errors.ts';
import { type Deadline, withDeadline } from '../../shared/deadline.ts';

/** What can be read of a download that several share: none of them looks ahead, and none ends it. */
export type SharedDownload = Omit<Download, 'peek'>;

export interface KeptRecording {
  /** Bytes until now. */
  bytes(): number;
  /** Reads it from its start, however far it is loaded. @throws ToolError where the load failed or the deadline passes */
  read(deadline: Deadline): Promise<SharedDownload>;
  /** Ends the load; whoever waits for it gets the reason. */
  end(reason: Error): void;
  /** Settles when the load has ended, well or not. */
  readonly loaded: Promise<void>;
}

/** The load belongs to no call: it may outlast the one that began it. */
const LOAD_MS = 600_000;

/**
 * Begins to load a recording.
 * @param onBytes told of each chunk; what it throws ends the load
 */
export function keepRecording(
  open: (deadline: Deadline) => Promise<Download>,
  onBytes: (bytes: number, announced: number | undefined) => void,
): KeptRecording {
  const chunks: Buffer[] = [];
  const stop = new AbortController();
  let bytes = 0;
  let complete = false;
  let arrival = newSignal();
  const head = newSignal<Pick<Download, 'head' | 'bytes'>>();

  const loaded = withDeadline(LOAD_MS, stop.signal, async (deadline) => {
    const download = await open(deadline);
    try {
      onBytes(0, download.bytes);
      head.resolve(download);
      for await (const chunk of download.chunks) {
        stop.signal.throwIfAborted();
        onBytes(chunk.length, undefined);
        chunks.push(chunk);
        bytes += chunk.length;
        arrival.resolve();
        arrival = newSignal();
      }
      complete = true;
      arrival.resolve();
    } finally {
      download.cancel();
    }
  }).catch((error) => {
    const reason = stop.signal.aborted ? stop.signal.reason : error;
    head.reject(reason);
    arrival.reject(reason);
    throw reason;
  });

  async function* readChunks(deadline: Deadline): AsyncGenerator<Buffer> {
    for (let i = 0; ; i++) {
      while (i >= chunks.length) {
        if (complete) return;
        await withinDeadline(deadline, arrival.promise);
      }
      yield chunks[i]!;
    }
  }

  return {
    bytes: () => bytes,
    async read(deadline) {
      const start = await withinDeadline(deadline, head.promise);
      return { head: start.head, bytes: start.bytes, chunks: readChunks(deadline), cancel: () => {} };
    },
    end: (reason) => stop.abort(reason),
    loaded,
  };
}

function newSignal<T = void>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  // It may fail while nobody waits.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
