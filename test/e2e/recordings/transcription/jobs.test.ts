/** Transcripts that take longer than a host waits: jobs that go on, are joined, told of, kept, and begun anew. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../../../src/mcp/client.ts';
import { type FakeDialer, fakeDialer } from '../../../support/fake-dialer.ts';
import { holding, type Listener, listener, verbose } from '../../../support/hearing-engine.ts';
import { answerRow, SECRET } from '../../../support/host.ts';
import { greet, serve, toolCall } from '../../../support/process.ts';
import { samples } from '../../../support/recordings.ts';
import {
  expectLines,
  first,
  followed,
  hostAt,
  linesOf,
  transcribe,
  transcribed,
  unheard,
} from '../../../support/transcripts.ts';
import { until } from '../../../support/waiting.ts';

let dialer: FakeDialer;
let speech: Listener;
let host: Host;
let logged = '';
beforeAll(async () => {
  dialer = await fakeDialer();
  speech = await listener();
  host = await hostAt(
    dialer,
    {
      HITRATE_TOKEN: SECRET,
      HITRATE_TRANSCRIBE_URL: speech.url,
      HITRATE_TIMEOUT_MS: '1500',
      HITRATE_LOG_LEVEL: 'warn',
    },
    {
      onStderr: (text) => {
        logged += text;
      },
    },
  );
});
// The first call loads what calls need.
beforeAll(async () => void (await host.call('list_offices')));
afterAll(async () => {
  await host.close();
  await Promise.all([dialer.close(), speech.close()]);
});

/** Beside them, whose recording it is is read. */
const downloads = () => dialer.requests.filter(({ path }) => path.includes('recording')).length;

let held: ReturnType<typeof holding>;
beforeEach(() => {
  const recording = unheard();
  dialer.script(() => ({ body: recording, type: 'audio/wav' }));
  held = holding();
  speech.script(held.script);
  speech.posted.length = 0;
});
afterEach(() => {
  held.letGo();
  // What fails is told to whoever asks: it is no fault of the server's own.
  expect(logged).toBe('');
});

const { lines } = first;
let call_id = 0;
beforeEach(() => {
  call_id++;
});

/** A sample is two parts: one channel each. */
const bothPosted = () => until(() => held.held.length === 2);

describe('a transcript that takes longer than the call may', () => {
  it('a transcript that takes longer than the call is reported as working, and a later call gets the lines', async () => {
    const { data, text, isError } = await transcribe(host, { call_id });
    // Out of time it would be an error.
    expect(isError, text).toBe(false);
    expect(data).toMatchObject({
      status: 'working',
      transcript: expect.stringMatching(/^t\d+$/),
      recording: `hitrate://call/${call_id}/recording.wav`,
      speech_done_s: 0,
      speech_s: expect.any(Number),
      next: expect.stringContaining(data.transcript),
    });
    const { transcript } = data;
    const later = transcribed(host, { transcript });
    held.letGo();
    expectLines(linesOf(await later), lines);
    expectLines(linesOf(await transcribed(host, { transcript, offset: 2, limit: 3 })), lines.slice(2, 5));
    expect(speech.posted).toHaveLength(2);
  });

  it('a transcript is reported as working while the recording still comes from the dialer', async () => {
    const recording = unheard();
    let rest = () => {};
    dialer.script((_, response) => {
      response.writeHead(200, { 'content-type': 'audio/wav' }).write(recording.subarray(0, 100_000));
      rest = () => response.end(recording.subarray(100_000));
      return undefined;
    });
    const { data } = await transcribe(host, { call_id });
    expect(data).toMatchObject({ status: 'working' });
    expect(data).not.toHaveProperty('speech_done_s');
    rest();
    held.letGo();
    expectLines(linesOf(await transcribed(host, { transcript: data.transcript })), lines);
  });

  it('a transcript waits for its turn while two others are in progress', async () => {
    const recordings = [unheard(), unheard(), unheard()];
    dialer.requests.length = 0;
    dialer.script(({ path }) => ({ body: recordings[Number(path.match(/\d+/)![0]) % 3], type: 'audio/wav' }));
    const asked = [0, 1, 2].map((more) => transcribed(host, { call_id: call_id + 1000 + more }));
    await bothPosted();
    const begun = downloads();
    expect(begun).toBeLessThanOrEqual(2);
    held.letGo();
    for (const told of await Promise.all(asked)) expectLines(linesOf(told), lines);
    expect(downloads()).toBe(3);
    expect(speech.posted).toHaveLength(6);
  });

  it('calls for the same recording share one transcription', async () => {
    dialer.requests.length = 0;
    const asked = [transcribe(host, { call_id }), transcribe(host, { call_id })];
    await bothPosted();
    asked.push(transcribe(host, { call_id }));
    const [early, ...others] = await Promise.all(asked);
    expect(early!.data).toMatchObject({ status: 'working' });
    for (const { data } of others) expect(data.transcript).toBe(early!.data.transcript);
    const { transcript } = early!.data;
    const last = [transcribed(host, { call_id }), transcribed(host, { transcript })];
    held.letGo();
    for (const told of await Promise.all(last)) expectLines(linesOf(told), lines);
    expect(speech.posted).toHaveLength(2);
    expect(downloads()).toBe(1);
  });

  it('transcribe_recording reports its progress in seconds of speech to a host that asks for progress', async () => {
    // The SDK's client drops what it is told together with the answer.
    const server = serve(dialer.url, { HITRATE_TRANSCRIBE_URL: speech.url });
    await greet(server);
    const told = (): { progressToken: string; progress: number; total: number; message: string }[] =>
      server
        .messages()
        .filter(({ method }) => method === 'notifications/progress')
        .map(({ params }) => params);
    server.send(toolCall(1, 'transcribe_recording', { call_id }, { progressToken: 'ours' }));
    await bothPosted();
    await until(() => told().length === 1);
    const since = performance.now();
    // It is told no more often than a person can follow.
    await until(() => performance.now() - since > 250);
    held.held.shift()!();
    await until(() => told().length === 2);
    held.letGo();
    const { result } = await server.answer(1);
    expectLines(
      linesOf(answerRow(result)),
      lines.map((line) => ({ ...line, speaker: line.speaker === 'agent' ? 'channel 1' : 'channel 2' })),
    );
    const [none, some, all] = told().map(({ progress }) => progress) as [number, number, number];
    expect(none).toBe(0);
    expect(some).toBeGreaterThan(3);
    expect(all).toBeGreaterThan(some + 3);
    expect(told()).toEqual(
      [none, some, all].map((progress) => ({
        progressToken: 'ours',
        progress,
        total: all,
        message: `${Math.round(progress)} of ${Math.round(all)} seconds heard`,
      })),
    );
    await server.end();
  });

  it('a failure in the background is reported to later calls with its kind and message', async () => {
    const failing = holding(() => ({ status: 400, body: { error: { message: 'Invalid model' } } }));
    speech.script(failing.script);
    const { transcript } = (await transcribe(host, { call_id })).data;
    failing.letGo();
    const { text, isError } = await followed(host, { transcript });
    expect(isError).toBe(true);
    expect(text).toMatch(/^rejected: .*"Invalid model"/);
    expect((await followed(host, { transcript })).text).toBe(text);
  });
});

describe('what was heard once', () => {
  it('a transcribed recording is not sent to the engine again, whether asked for by call or by order', async () => {
    held.letGo();
    await transcribed(host, { call_id });
    expect(speech.posted).toHaveLength(2);
    for (const args of [{ call_id }, { order_id: call_id }, { call_id, limit: 100 }])
      expectLines(linesOf(await transcribed(host, args)), lines);
    expect(speech.posted).toHaveLength(2);
  });

  it('a clip of a transcribed recording and another recording under its number are sent to the engine', async () => {
    held.letGo();
    await transcribed(host, { call_id });
    await transcribed(host, { call_id, end_s: 10 });
    expect(speech.posted.length).toBeGreaterThan(2);
    speech.posted.length = 0;
    dialer.script(() => ({ body: samples[1]!.wav, type: 'audio/wav' }));
    await transcribed(host, { call_id });
    expect(speech.posted).toHaveLength(2);
  });

  it('a recording in which the engine heard nobody is not sent to the engine again', async () => {
    speech.script(() => ({ body: { text: '', segments: [] } }));
    for (let i = 0; i < 2; i++) expect(await transcribed(host, { call_id })).toMatchObject({ total: 0 });
    expect(speech.posted).toHaveLength(2);
  });
});

describe('a failure', () => {
  it.each([
    [400, 'Audio is too short', 'rejected'],
    [401, 'Incorrect API key', 'unauthenticated'],
    [413, '', 'too_large'],
  ])(
    'a failure of the engine (%i) is reported by its kind, and the next call tries again',
    async (status, message, kind) => {
      speech.script(() => ({ status, body: { error: { message } } }));
      const { text, isError } = await followed(host, { call_id });
      expect(isError).toBe(true);
      expect(text).toMatch(new RegExp(`^${kind}: .*${message}`));
      speech.script(verbose);
      expectLines(linesOf(await transcribed(host, { call_id })), lines);
    },
  );

  it('a failure of one part ends the requests for the other parts', async () => {
    const answering = followed(host, { call_id });
    await bothPosted();
    held.held.shift()!({ status: 400, body: { error: 'no' } });
    expect((await answering).text).toMatch(/^rejected/);
    await until(() => held.dropped() === 1);
    expect(speech.posted).toHaveLength(2);
  });

  it('a failure of the dialer is reported by its kind and says where to look', async () => {
    dialer.script(() => ({ status: 404, body: { error: 'No recording was found' } }));
    for (const args of [{ call_id: 99 }, { order_id: 99 }])
      expect((await transcribe(host, args)).text).toMatch(
        /^not_found: .*"No recording was found".*search_calls with recording = true/,
      );
    expect(speech.posted).toEqual([]);
  });
});

describe('the arguments', () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [
      { transcript: 't9999' },
      /^invalid_arguments: There is no transcript t9999 in this session: ask with call_ids or/,
    ],
    [{ transcript: 'x'.repeat(60) }, /^invalid_arguments: There is no transcript x{40} in/],
    [{}, /^invalid_arguments: Give exactly one of call_ids, order_id, transcript/],
    [{ call_id: 1, order_id: 1 }, /^invalid_arguments: .*call_id/],
    [{ transcript: 't1', start_s: 1 }, /^invalid_arguments: A clip is a transcript of its own/],
    [{ call_id: -1 }, /^invalid_arguments: call_id must be at least 1/],
    [
      { call_id: 0 },
      /^invalid_arguments: call_id must be at least 1, not 0\..* Give exactly one of call_ids, order_id, transcript/,
    ],
    [{ call_id: 1, start_s: 5, end_s: 5 }, /^invalid_arguments: start_s must be before end_s/],
    [{ call_id: 1, start_s: -1 }, /^invalid_arguments: start_s must be at least 0/],
    [{ call_id: 1, limit: 1001 }, /^invalid_arguments: limit must be at most 1000/],
    [{ call_id: 1, offset: -1 }, /^invalid_arguments: offset must be at least 0/],
    [{ call_id: 1, channel: 'left' }, /^invalid_arguments: There is no argument channel/],
  ])(
    'transcribe_recording refuses wrong arguments, and nothing is requested from the dialer: %o',
    async (args, says) => {
      dialer.requests.length = 0;
      const { text, isError } = await transcribe(host, args);
      expect(isError).toBe(true);
      expect(text).toMatch(says);
      expect(text.length).toBeLessThan(600);
      expect(dialer.requests).toEqual([]);
    },
  );
});
