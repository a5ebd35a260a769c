/** What is kept of recordings in memory, and for how long. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ClipRange } from '../../../src/define/recording.ts';
import { endpoint } from '../../../src/define/tool.ts';
import type { Download } from '../../../src/dialer/reply/download.ts';
import { createRecordingCache } from '../../../src/recordings/memory/recording-cache.ts';
import { createRecordingPool } from '../../../src/recordings/memory/recording-pool.ts';
import { isFileTool } from '../../../src/recordings/resource-uri.ts';
import { withDeadline } from '../../../src/shared/deadline.ts';
import { ToolError } from '../../../src/shared/tool-error.ts';
import { tools } from '../../../tools/index.ts';

afterEach(() => void vi.useRealTimers());

const CHUNK = 100;
const IDLE_MS = 60_000;

function fileTool() {
  const tool = endpoint(tools, 'get_call_recording');
  if (!isFileTool(tool)) throw new Error('it gives no file');
  return tool;
}

/** The recording of a call: as many chunks as its id says, each with other bytes. */
const fileOf = (call_id: number): Buffer[] =>
  Array.from({ length: call_id }, (_, i) => Buffer.alloc(CHUNK, call_id * 16 + i));

/** A dialer with such recordings, a pool of a thousand bytes, and who reads from it. */
function bench({ announces = true }: { announces?: boolean } = {}) {
  const asked: number[] = [];
  let broken: ToolError | undefined;
  const pool = createRecordingPool({ bytes: 1_000, idleMs: IDLE_MS });
  const endpoints = {
    async download(_name: string, { call_id }: Record<string, unknown>): Promise<Download> {
      const chunks = fileOf(Number(call_id));
      asked.push(chunks.length);
      async function* sent() {
        for (const [i, chunk] of chunks.entries()) {
          if (broken && i === 1) throw broken;
          yield chunk;
        }
      }
      return {
        bytes: announces ? chunks.length * CHUNK : undefined,
        head: chunks[0]!,
        chunks: sent(),
        cancel: () => {},
        peek: async () => chunks[0]!,
      };
    },
  };
  const open = () => createRecordingCache(endpoints, pool);
  const own = open();
  return {
    /** The calls whose recordings the dialer was asked for. */
    asked,
    open,
    close: own.close,
    breakOff(error?: ToolError) {
      broken = error;
    },
    read: (call_id: number, cache = own, clip?: ClipRange): Promise<Buffer> =>
      withDeadline(5_000, undefined, (deadline) =>
        cache.read(fileTool(), { call_id, ...clip }, deadline, !clip, async ({ chunks }) => {
          const pieces: Buffer[] = [];
          for await (const chunk of chunks) pieces.push(chunk);
          return Buffer.concat(pieces);
        }),
      ),
  };
}

const whole = (call_id: number) => Buffer.concat(fileOf(call_id));

describe('a recording in memory', () => {
  it('is asked for once, and read by several at the same time as it comes', async () => {
    const { read, asked } = bench();
    expect(await Promise.all([read(5), read(5)])).toEqual([whole(5), whole(5)]);
    expect(await read(5)).toEqual(whole(5));
    expect(asked).toEqual([5]);
  });

  it('makes room for others, the one that was used longest ago first', async () => {
    const { read, asked } = bench();
    for (const call_id of [4, 5, 4, 3]) expect(await read(call_id)).toEqual(whole(call_id));
    expect(asked).toEqual([4, 5, 3]);
    await read(4);
    expect(asked).toEqual([4, 5, 3]);
    await read(5);
    expect(asked).toEqual([4, 5, 3, 5]);
  });

  it.each([true, false])(
    'is loaded each time where it is too large, its size announced: %s',
    async (announces) => {
      const { read, asked } = bench({ announces });
      for (let i = 0; i < 2; i++) expect(await read(11)).toEqual(whole(11));
      // The first time it was begun to be kept.
      expect(asked).toEqual([11, 11, 11]);
      await read(4);
      await read(4);
      expect(asked).toEqual([11, 11, 11, 4]);
    },
  );

  it('is gone some time after its last use, and not before', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { read, asked } = bench();
    await read(4);
    vi.advanceTimersByTime(IDLE_MS - 1);
    await read(4);
    vi.advanceTimersByTime(IDLE_MS - 1);
    await read(4);
    expect(asked).toEqual([4]);
    vi.advanceTimersByTime(IDLE_MS);
    await read(4);
    expect(asked).toEqual([4, 4]);
  });

  it('that is heard is kept anew for its next clips, and one of which a clip is wanted is not', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { read, asked } = bench();
    const clip = { start_s: 0, end_s: 1 };
    for (let i = 0; i < 2; i++) await read(4, undefined, clip);
    expect(asked).toEqual([4, 4]);
    await read(5);
    vi.advanceTimersByTime(IDLE_MS);
    for (let i = 0; i < 3; i++) await read(5, undefined, clip);
    expect(asked).toEqual([4, 4, 5, 5]);
  });

  it('that broke off fails for all who wait, with the reason, and is loaded anew for the next', async () => {
    const { read, breakOff, asked } = bench();
    breakOff(new ToolError('unavailable', 'It broke off.'));
    const failed = await Promise.allSettled([read(5), read(5)]);
    for (const one of failed)
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'It broke off.' } });
    breakOff();
    expect(await read(5)).toEqual(whole(5));
    expect(asked).toEqual([5, 5]);
  });

  it('is nobody else’s, and is forgotten with the session', async () => {
    const { read, open, close, asked } = bench();
    await read(4);
    await read(4, open());
    expect(asked).toEqual([4, 4]);
    close();
    await read(4);
    expect(asked).toEqual([4, 4, 4]);
  });
});
