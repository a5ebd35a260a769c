/** The recordings that this process keeps in memory, for all its people together: one cap, the oldest make room. */
import { ToolError } from '../../shared/tool-error.ts';
import { type KeptRecording, keepRecording } from './kept-recording.ts';

export interface RecordingPool {
  /** Returns the recording of that key, which counts as used by that. */
  find(key: string): KeptRecording | undefined;
  /** Begins to load it. What has no room here is loaded each time. */
  keep(key: string, open: Parameters<typeof keepRecording>[0]): KeptRecording;
  /** Forgets those whose keys begin so. */
  drop(prefix: string): void;
}

export interface PoolLimits {
  /** Of all recordings together. */
  bytes: number;
  /** After its last use a recording is kept so long. */
  idleMs: number;
}

/** The recording is not kept any longer: whoever gets this reads it by a download of their own. */
export class NoRoom extends Error {
  readonly isTooLarge: boolean;

  constructor(isTooLarge: boolean) {
    super('no room in memory');
    this.isTooLarge = isTooLarge;
  }
}

interface Entry {
  recording: KeptRecording;
  idle: NodeJS.Timeout;
}

export function createRecordingPool({ bytes: maxBytes, idleMs }: PoolLimits): RecordingPool {
  // Maps keep their order: what was used last is last.
  const entries = new Map<string, Entry>();
  const heldBytes = () => [...entries.values()].reduce((sum, { recording }) => sum + recording.bytes(), 0);

  function drop(key: string, reason: Error): void {
    const entry = entries.get(key);
    if (!entry) return;
    clearTimeout(entry.idle);
    entries.delete(key);
    entry.recording.end(reason);
  }

  /** @throws NoRoom where the recording is larger than the whole pool */
  function makeRoom(key: string, bytes: number): void {
    if ((entries.get(key)?.recording.bytes() ?? 0) + bytes > maxBytes) throw new NoRoom(true);
    for (const oldest of entries.keys()) {
      if (heldBytes() + bytes <= maxBytes) return;
      if (oldest !== key) drop(oldest, new NoRoom(false));
    }
  }

  return {
    find(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entry.idle.refresh();
      entries.delete(key);
      entries.set(key, entry);
      return entry.recording;
    },
    keep(key, open) {
      const recording = keepRecording(open, (bytes, announced = 0) => makeRoom(key, bytes + announced));
      const idle = setTimeout(() => drop(key, new NoRoom(false)), idleMs);
      idle.unref();
      entries.set(key, { recording, idle });
      recording.loaded.catch((reason) => {
        if (entries.get(key)?.recording === recording) drop(key, reason);
      });
      return recording;
    },
    drop(prefix) {
      for (const key of [...entries.keys()])
        if (key.startsWith(prefix)) drop(key, new ToolError('unavailable', 'The server has ended.'));
    },
  };
}
