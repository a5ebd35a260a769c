/** Transcripts of a person who is answered by one replica now and by another then. */
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import type { TranscriptionRequest } from '../../../src/define/recording.ts';
import type { StateStore } from '../../../src/define/state-store.ts';
import { createResourceRegistry } from '../../../src/recordings/resource-registry.ts';
import type { SpeechEngine } from '../../../src/recordings/transcription/engines/engine.ts';
import { createTranscriber } from '../../../src/recordings/transcription/transcriber.ts';
import { withDeadline } from '../../../src/shared/deadline.ts';
import { ToolError } from '../../../src/shared/tool-error.ts';
import { createMemoryStore } from '../../../src/state/memory-store.ts';
import { scopedStore } from '../../../src/state/scoped-store.ts';
import { tools } from '../../../tools/index.ts';
import { samples } from '../../support/recordings.ts';

const { wav } = samples[0]!;
const config = readConfig([], { HITRATE_TRANSCRIBE_COMMAND: 'whisper {file}' });
const ofCall = (id: number): TranscriptionRequest => ({ source: { owners: [{ call_id: id }] } });
const ofTranscript = (transcript: string): TranscriptionRequest => ({ source: { transcript } });

/** Goes away when it is told to, with all that would be said to the state. */
function mortal(store: StateStore): { state: StateStore; die(): void } {
  let isDead = false;
  const state = Object.fromEntries(
    Object.entries(store).map(([name, method]) => [
      name,
      async (...args: unknown[]) => {
        if (isDead) throw new ToolError('unavailable', 'dead');
        return (method as (...given: unknown[]) => unknown)(...args);
      },
    ]),
  ) as unknown as StateStore;
  return {
    state,
    die: () => {
      isDead = true;
    },
  };
}

interface Replica {
  ask(request: TranscriptionRequest, signal?: AbortSignal): Promise<any>;
  /** Lets the engine answer. */
  release(): void;
  fail(error: Error): void;
  downloads: unknown[];
}

function replica(state: StateStore, answerMs = 5_000): Replica {
  const downloads: unknown[] = [];
  let release = () => {};
  let fail = (_: Error) => {};
  const released = new Promise<void>((resolve, reject) => {
    release = resolve;
    fail = reject;
  });
  released.catch(() => {});
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
      async function* chunks() {
        yield wav;
      }
      return { head: wav, chunks: chunks(), cancel() {}, peek: async () => wav };
    },
  };
  const limits = { answerMs, marginMs: 5, leaseMs: 200, pollMs: 5 };
  const registry = createResourceRegistry();
  const transcribe = createTranscriber(config, engine, endpoints, tools, registry, limits, state);
  return {
    ask: (request, signal) =>
      withDeadline(20_000, signal, (deadline) =>
        transcribe(request, deadline, undefined, async (owner) => owner),
      ),
    release: () => release(),
    fail: (error) => fail(error),
    downloads,
  };
}

const heard = { rows: expect.arrayContaining([expect.arrayContaining(['Hej'])]) };

describe('a transcript that one replica has made', () => {
  it('is told by another one, by its id, without a second download', async () => {
    const store = createMemoryStore();
    const [one, other] = [replica(store), replica(store)];
    one.release();
    const { transcript } = await one.ask(ofCall(1));
    expect(transcript).toMatch(/^t[0-9a-f]{12}$/);
    expect(await other.ask(ofTranscript(transcript))).toMatchObject({ ...heard, transcript });
    expect([one.downloads, other.downloads]).toEqual([[1], []]);
  });

  it('is no other person’s', async () => {
    const store = createMemoryStore();
    const [anna, bo] = ['anna', 'bo'].map((name) => replica(scopedStore(store, name)));
    anna!.release();
    bo!.release();
    const { transcript } = await anna!.ask(ofCall(1));
    await expect(bo!.ask(ofTranscript(transcript))).rejects.toThrow('There is no transcript');
    await bo!.ask(ofCall(1));
    expect(bo!.downloads).toEqual([1]);
  });

  it('is made anew where its recording is asked for again, since it may be gone by now', async () => {
    const store = createMemoryStore();
    const [one, other] = [replica(store), replica(store)];
    for (const each of [one, other]) each.release();
    const first = await one.ask(ofCall(1));
    const second = await other.ask(ofCall(1));
    expect(second.transcript).not.toBe(first.transcript);
    expect(other.downloads).toEqual([1]);
    expect(await one.ask(ofTranscript(second.transcript))).toMatchObject(heard);
  });

  it('that failed has failed at another one too, with the same words', async () => {
    const store = createMemoryStore();
    const [one, other] = [replica(store, 30), replica(store)];
    const { transcript } = await one.ask(ofCall(1));
    one.fail(new ToolError('unavailable', 'The engine has no more memory.'));
    await expect(other.ask(ofTranscript(transcript))).rejects.toMatchObject({
      kind: 'unavailable',
      message: 'The engine has no more memory.',
    });
    expect(other.downloads).toEqual([]);
  });
});

describe('a recording that one replica transcribes', () => {
  it('is followed by another one, and downloaded once', async () => {
    const store = createMemoryStore();
    const [one, other] = [replica(store, 30), replica(store)];
    const working = await one.ask(ofCall(1));
    expect(working).toMatchObject({ status: 'working' });
    const following = [other.ask(ofCall(1)), other.ask(ofTranscript(working.transcript))];
    one.release();
    for (const answer of await Promise.all(following))
      expect(answer).toMatchObject({ ...heard, transcript: working.transcript });
    expect([one.downloads, other.downloads]).toEqual([[1], []]);
  });

  it('is begun by one alone where both are asked at the same moment', async () => {
    const store = createMemoryStore();
    const both = [replica(store), replica(store)];
    const answers = both.flatMap((each) => [each.ask(ofCall(1)), each.ask(ofCall(1))]);
    for (const each of both) each.release();
    const ids = (await Promise.all(answers)).map(({ transcript }) => transcript);
    expect(new Set(ids).size).toBe(1);
    expect(both.flatMap(({ downloads }) => downloads)).toEqual([1]);
  });

  it('is begun anew by another one once the first is dead, under the same id', async () => {
    const store = createMemoryStore();
    const { state, die } = mortal(store);
    const [one, other] = [replica(state, 30), replica(store)];
    const { transcript } = await one.ask(ofCall(1));
    const following = other.ask(ofTranscript(transcript));
    die();
    other.release();
    expect(await following).toMatchObject({ ...heard, transcript });
    expect(other.downloads).toEqual([1]);
    expect(await replica(store).ask(ofTranscript(transcript))).toMatchObject(heard);
  });

  it('is not begun anew while the first one lives, however long it takes', async () => {
    const store = createMemoryStore();
    const [one, other] = [replica(store, 30), replica(store, 700)];
    const { transcript } = await one.ask(ofCall(1));
    expect(await other.ask(ofTranscript(transcript))).toMatchObject({ status: 'working', transcript });
    expect(other.downloads).toEqual([]);
    one.release();
    expect(await other.ask(ofTranscript(transcript))).toMatchObject(heard);
  });

  it('is taken over where the first one was cancelled and another one wants it', async () => {
    const store = createMemoryStore();
    const [one, other] = [replica(store), replica(store)];
    const cancel = new AbortController();
    const cancelled = one.ask(ofCall(1), cancel.signal);
    await expect.poll(() => one.downloads).toEqual([1]);
    const following = other.ask(ofCall(1));
    cancel.abort(new Error('cancelled'));
    await expect(cancelled).rejects.toThrow('cancelled');
    other.release();
    expect(await following).toMatchObject(heard);
    expect(other.downloads).toEqual([1]);
  });

  it('is transcribed all the same where the state is lost', async () => {
    const { state, die } = mortal(createMemoryStore());
    die();
    const one = replica(state);
    one.release();
    const answer = await one.ask(ofCall(1));
    expect(answer).toMatchObject(heard);
    expect(await one.ask(ofTranscript(answer.transcript))).toMatchObject(heard);
    await expect(one.ask(ofTranscript('t0'))).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
