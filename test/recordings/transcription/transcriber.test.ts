/** What transcription is held to, with limits that need no waiting. */
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import type { TranscriptionRequest } from '../../../src/define/recording.ts';
import type { Progress } from '../../../src/define/tool-context.ts';
import { createResourceRegistry } from '../../../src/recordings/resource-registry.ts';
import type { SpeechEngine } from '../../../src/recordings/transcription/engines/engine.ts';
import type { TranscriptionLimits } from '../../../src/recordings/transcription/limits.ts';
import { createTranscriber } from '../../../src/recordings/transcription/transcriber.ts';
import { withDeadline } from '../../../src/shared/deadline.ts';
import { tools } from '../../../tools/index.ts';
import { samples } from '../../support/recordings.ts';

const { wav } = samples[0]!;
const config = readConfig([], { HITRATE_TRANSCRIBE_COMMAND: 'whisper {file}' });
const ofCall = (...ids: number[]): TranscriptionRequest => ({
  source: { owners: ids.map((call_id) => ({ call_id })) },
});

/** A transcriber whose engine answers once it is released, and the calls whose recordings were downloaded for it. */
function transcriber(limits: Partial<TranscriptionLimits>, released = Promise.resolve()) {
  const downloads: unknown[] = [];
  const engine: SpeechEngine = {
    name: 'test',
    parallel: 1,
    async transcribe() {
      await released;
      return { segments: [{ start_s: 0, end_s: 0.5, text: 'Hej' }], timed: true };
    },
  };
  const endpoints = {
    async download(_: string, { call_id }: Record<string, unknown>) {
      downloads.push(call_id);
      // Each call has its own sound.
      const bytes = Buffer.concat([wav, Buffer.alloc(2 * Number(call_id))]);
      async function* chunks() {
        yield bytes.subarray(0, 1000);
        yield bytes.subarray(1000);
      }
      return { bytes: bytes.length, head: bytes, chunks: chunks(), cancel() {}, peek: async () => bytes };
    },
  };
  const transcribe = createTranscriber(config, engine, endpoints, tools, createResourceRegistry(), limits);
  const ask = (request: TranscriptionRequest, progress?: Progress) =>
    withDeadline(20_000, undefined, (deadline) =>
      transcribe(request, deadline, progress, async (owner) => owner),
    );
  return { ask, downloads };
}

describe('a call', () => {
  it('a call is answered with the work under way once its time is up, and the next call with the transcript', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { ask } = transcriber({ answerMs: 20, marginMs: 5 }, released);
    expect(await ask(ofCall(1))).toMatchObject({ status: 'working', transcript: 't1' });
    release();
    await expect
      .poll(() => ask({ source: { transcript: 't1' } }))
      .toMatchObject({ rows: expect.arrayContaining([expect.arrayContaining(['Hej'])]) });
  });

  it('a call for more audio than is kept in memory is refused, with the cap in the error', async () => {
    const { ask } = transcriber({ maxAudioBytes: 100_000 });
    await expect(ask(ofCall(1))).rejects.toMatchObject({
      kind: 'too_large',
      message: expect.stringContaining('0.1 MB can be transcribed at a time'),
    });
  });
});

describe('progress', () => {
  const toldOf = async (limits: Partial<TranscriptionLimits>, ...ids: number[]) => {
    const told: string[] = [];
    const progress: Progress = (done, total, what) => void told.push(`${done} of ${total} ${what}`);
    await transcriber(limits).ask(ofCall(...ids), progress);
    return told;
  };
  const isHeard = (line: string) => line.endsWith('seconds heard');

  it('a download that takes long is told of in bytes, then the speech in seconds', async () => {
    const told = await toldOf({ quietDownloadMs: 0 }, 1);
    expect(told.slice(0, 2)).toEqual([
      `1000 of ${wav.length + 2} bytes of the recording of call 1 read`,
      `${wav.length + 2} of ${wav.length + 2} bytes of the recording of call 1 read`,
    ]);
    expect(told.length).toBeGreaterThan(3);
    expect(told.slice(2).every(isHeard)).toBe(true);
  });

  it('several downloads are told of each by itself, and what is heard of all together', async () => {
    const told = await toldOf({ quietDownloadMs: 0 }, 1, 2);
    for (const id of [1, 2])
      expect(told).toContain(
        `${wav.length + 2 * id} of ${wav.length + 2 * id} bytes of the recording of call ${id} read`,
      );
    const [done, total] = told
      .filter(isHeard)
      .at(-1)!
      .match(/[\d.]+/g)!
      .map(Number);
    expect(done).toBeGreaterThan(0);
    expect(done).toBe(total);
  });

  it('a quick download is not told of', async () => {
    const told = await toldOf({}, 1);
    expect(told.length).toBeGreaterThan(1);
    expect(told.every(isHeard)).toBe(true);
  });
});

describe('a session', () => {
  it('a session downloads no more recordings at a time than jobs may run', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { ask, downloads } = transcriber({ maxParallelJobs: 1, answerMs: 200, marginMs: 5 }, released);
    const answer = ask(ofCall(1, 2));
    await expect.poll(() => downloads).toEqual([1]);
    expect(await answer).toMatchObject({ working: 2 });
    expect(downloads).toEqual([1]);
    release();
    await expect.poll(() => downloads).toEqual([1, 2]);
  });

  it('a session forgets its oldest transcripts beyond the number that is kept', async () => {
    const { ask } = transcriber({ maxKeptJobs: 1 });
    await ask(ofCall(1));
    await ask(ofCall(2));
    await expect(ask({ source: { transcript: 't1' } })).rejects.toThrow('There is no transcript t1');
    expect(await ask({ source: { transcript: 't2' } })).toMatchObject({ transcript: 't2' });
  });
});
