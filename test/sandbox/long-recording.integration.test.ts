import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Line, longCall, truthOf } from '../../src/sandbox/recordings.ts';
import { fileOf, samples } from '../../src/sandbox/samples.ts';
import { type Dialer, startDialer } from '../support/sandbox.ts';
import { framesOf, SILENCE, waveOf } from '../support/sound-files.ts';

let dialer: Dialer;
let truth: Line[];
let path: string;

beforeAll(async () => {
  dialer = await startDialer();
  const call = longCall(dialer.sandbox.state)!;
  truth = truthOf(dialer.sandbox.state, call);
  path = `/api/call/${call.id}/recording`;
});
afterAll(() => dialer.close());

const ask = (query = '') =>
  fetch(dialer.url + path + query, { headers: { authorization: 'Bearer sandbox-admin' } });

async function received(query = '') {
  const answer = await ask(query);
  const bytes = Buffer.from(await answer.arrayBuffer());
  return {
    bytes,
    announced: Number(answer.headers.get('content-length')),
    type: answer.headers.get('content-type'),
  };
}

/** The samples in the order in which the truth has them. */
function rounds() {
  const first = new Map(samples().map((sample) => [sample.lines[0]!.text, sample]));
  return truth.flatMap((line) => {
    const sample = first.get(line.text);
    return sample ? [{ sample, offset: line.start_s - sample.lines[0]!.start_s }] : [];
  });
}

test('the long recording belongs to one call of Anna Ek and lasts as long as that call', () => {
  const { state } = dialer.sandbox;
  const call = longCall(state)!;
  expect(call).toMatchObject({ customer_id: 922, user_id: 14, call_result_id: 42, recording: true });
  expect(call.finish_time - call.connect_time!).toBe(2700);
  const longer = state.calls.filter((row) => row !== call && row.finish_time - row.init_time > 600);
  expect(longer).toEqual([]);
});

test('the transcript of the long recording has non-overlapping lines in order of time', () => {
  expect(truth.length).toBeGreaterThan(500);
  expect(truth[0]!.start_s).toBeLessThan(2);
  expect(truth.at(-1)!.end_s).toBeGreaterThan(2690);
  expect(truth.at(-1)!.end_s).toBeLessThan(2700);
  let last = 0;
  for (const { start_s, end_s } of truth) {
    expect(start_s).toBeGreaterThan(last);
    expect(end_s).toBeGreaterThan(start_s);
    last = end_s;
  }
});

test('the long recording as WAV has the announced length, the samples at the times of the transcript, and silence elsewhere', async () => {
  const { bytes, announced, type } = await received();
  expect(type).toBe('audio/wav');
  expect(bytes.length).toBe(announced);
  const { fileSize, coding, channels, rate, samples: perChannel, data } = waveOf(bytes);
  expect({ fileSize, coding, channels, rate }).toEqual({
    fileSize: announced,
    coding: 6,
    channels: 2,
    rate: 8000,
  });
  expect(perChannel).toBe(2700 * 8000);
  expect(data.length).toBe(2700 * 8000 * 2);
  let end = 0;
  for (const { sample, offset } of rounds()) {
    const own = waveOf(readFileSync(fileOf(sample, 'wav'))).data;
    const start = Math.round(offset * 8000) * 2;
    expect(data.subarray(end, start).equals(Buffer.alloc(start - end, SILENCE))).toBe(true);
    expect(data.subarray(start, start + own.length).equals(own)).toBe(true);
    end = start + own.length;
  }
  expect(data.subarray(end).equals(Buffer.alloc(data.length - end, SILENCE))).toBe(true);
});

test('each line of the long recording is the same as in its sample', async () => {
  const { data } = waveOf((await received()).bytes);
  let nth = 0;
  for (const { sample } of rounds()) {
    const own = waveOf(readFileSync(fileOf(sample, 'wav'))).data;
    const stretch = (from: Buffer, { start_s, end_s }: Line) =>
      from.subarray(Math.round(start_s * 8000) * 2, Math.round(end_s * 8000) * 2);
    for (const line of sample.lines) {
      const told = truth[nth++]!;
      expect(told).toMatchObject({ speaker: line.speaker, text: line.text });
      expect(stretch(data, told).equals(stretch(own, line))).toBe(true);
    }
  }
  expect(nth).toBe(truth.length);
});

test('the long recording as MP3 has frames only, lasts as long as the WAV, and has each sample at the time of its words', async () => {
  const { bytes, announced, type } = await received('?mp3=1');
  expect(type).toBe('audio/mpeg');
  expect(bytes.length).toBe(announced);
  const frames = framesOf(bytes);
  expect(frames).toHaveLength(2700 / 0.072);
  for (const words of ['Info', 'Xing', 'TAG', 'ID3']) expect(bytes.includes(words)).toBe(false);
  let end = 0;
  const silent = Buffer.alloc(216);
  silent.writeUInt32BE(0xffe33804);
  for (const { sample, offset } of rounds()) {
    const own = framesOf(readFileSync(fileOf(sample, 'mp3'))).slice(1);
    // Two frames early, since a decoder is nearly two frames late.
    const start = Math.round(offset / 0.072) - 2;
    expect(frames.slice(end, start).every((frame) => frame.equals(silent))).toBe(true);
    expect(Buffer.concat(frames.slice(start, start + own.length)).equals(Buffer.concat(own))).toBe(true);
    end = start + own.length;
  }
  expect(frames.slice(end).every((frame) => frame.equals(silent))).toBe(true);
});

test('a client that stops reading midway does not disturb the sandbox', async () => {
  for (let nth = 0; nth < 10; nth++) {
    const reader = (await ask()).body!.getReader();
    await reader.read();
    await reader.cancel();
  }
  expect((await dialer.call('GET /api/call/4371')).status).toBe(200);
});
