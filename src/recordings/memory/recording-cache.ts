/**
 * Loads recordings for whoever hears them clip by clip. The dialer knows no ranges, so each clip of a long recording would
 * load all that comes before it: where many clips will follow, the recording is kept in memory.
 */
import { randomUUID } from 'node:crypto';
import type { FileArgs } from '../../define/recording.ts';
import type { Endpoints } from '../../dialer/endpoints.ts';
import type { Deadline } from '../../shared/deadline.ts';
import type { FileTool } from '../resource-uri.ts';
import type { SharedDownload } from './kept-recording.ts';
import { createRecordingPool, NoRoom, type RecordingPool } from './recording-pool.ts';

export interface RecordingCache {
  /**
   * Reads a recording and hands it to the work, which runs again where the memory had no room for it.
   * @param clipsFollow whether many clips will follow: it is kept from now on
   * @throws ToolError
   */
  read<T>(
    tool: FileTool,
    args: FileArgs,
    deadline: Deadline,
    clipsFollow: boolean,
    work: (download: SharedDownload, isKept: boolean) => Promise<T>,
  ): Promise<T>;
  /** Forgets all that was kept here. */
  close(): void;
}

/** Of this process. */
const POOL = createRecordingPool({ bytes: 128_000_000, idleMs: 600_000 });
/** Recordings of which it is remembered that they are heard, or that they have no room. */
const MAX_REMEMBERED = 100;

export function createRecordingCache(
  endpoints: Pick<Endpoints, 'download'>,
  pool: RecordingPool = POOL,
): RecordingCache {
  // Nothing of one person is another's, whatever they ask for.
  const scope = `${randomUUID()} `;
  const heard = new Set<string>();
  const tooLarge = new Set<string>();

  return {
    async read(tool, { start_s, end_s, channel: _, ...request }, deadline, clipsFollow, work) {
      const key = scope + JSON.stringify([tool.name, request]);
      const open = (within: Deadline) => endpoints.download(tool.name, request, within);
      const isClip = start_s !== undefined || end_s !== undefined;
      const isWanted = !tooLarge.has(key) && (clipsFollow || (isClip && heard.has(key)));
      if (clipsFollow) remember(heard, key);
      const kept = pool.find(key) ?? (isWanted ? pool.keep(key, open) : undefined);
      if (kept)
        try {
          return await work(await kept.read(deadline), true);
        } catch (error) {
          if (!(error instanceof NoRoom)) throw error;
          if (error.isTooLarge) remember(tooLarge, key);
        }
      return work(await open(deadline), false);
    },
    close: () => pool.drop(scope),
  };
}

function remember(keys: Set<string>, key: string): void {
  keys.add(key);
  if (keys.size > MAX_REMEMBERED) keys.delete(keys.keys().next().value!);
}
