import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createSandbox, type State } from '../../src/sandbox/index.ts';
import { longCall, truthOf } from '../../src/sandbox/recordings.ts';
import { fileOf, type Sample, samples } from '../../src/sandbox/samples.ts';
import { type Call, seconds } from '../../src/sandbox/state.ts';
import { monday } from '../support/sandbox.ts';
import { channelOf, framesOf, SILENCE, waveOf } from '../support/sound-files.ts';

const wav = (sample: Sample) => waveOf(readFileSync(fileOf(sample, 'wav')));
const mp3 = (sample: Sample) => framesOf(readFileSync(fileOf(sample, 'mp3')));

const recorded = (state: State) => state.calls.filter((call) => call.recording && call !== longCall(state));

function sampleOf(state: State, call: Call): Sample {
  const lines = truthOf(state, call);
  return samples().find((sample) => sample.lines === lines)!;
}

describe('the samples', () => {
  test('the samples are twelve different conversations', () => {
    const said = samples().map(({ lines }) => lines.map(({ text }) => text).join('\n'));
    expect(new Set(said).size).toBe(12);
    expect(new Set(samples().map(({ name }) => name)).size).toBe(12);
    expect(new Set(samples().map(({ language }) => language))).toEqual(new Set(['sv', 'en']));
    expect(said.filter((text) => text.length < 150)).toEqual([]);
  });

  test('the folder of the samples holds nothing else and is below 6 MB', () => {
    const folder = new URL('.', fileOf(samples()[0]!, 'wav'));
    const files = samples().flatMap(({ name }) => [`${name}.mp3`, `${name}.wav`]);
    expect(readdirSync(folder).sort()).toEqual([...files, 'index.json'].sort());
    const sizes = readdirSync(folder).map((name) => statSync(new URL(name, folder)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(6_000_000);
  });

  describe.each(samples())('$name', (sample) => {
    test('a sample is as long as the index says', () => {
      const { coding, channels, rate, fileSize, data } = wav(sample);
      expect({ coding, channels, rate }).toEqual({ coding: 6, channels: 2, rate: 8000 });
      expect(fileSize).toBe(statSync(fileOf(sample, 'wav')).size);
      expect(data.length / (channels * rate)).toBe(sample.seconds);
      const [info, ...frames] = mp3(sample);
      expect(info!.includes('Info')).toBe(true);
      // LAME fills up the last frame, after two more for its own delay.
      expect(frames).toHaveLength(Math.ceil((sample.seconds * 1000) / 72) + 2);
    });

    test('a sample has each line on the channel of its speaker, from start to end', () => {
      const { data } = wav(sample);
      const channels = { agent: channelOf(data, 'agent'), customer: channelOf(data, 'customer') };
      let last = 0;
      for (const { speaker, start_s, end_s } of sample.lines) {
        const sound = channels[speaker];
        const [start, end] = [start_s * 8000, end_s * 8000].map(Math.round) as [number, number];
        expect(start).toBeGreaterThan(last);
        expect(sound[start]).not.toBe(SILENCE);
        expect(sound.subarray(end - 80, end).some((byte) => byte !== SILENCE)).toBe(true);
        last = end;
      }
      expect(last / 8000).toBeLessThan(sample.seconds);
    });
  });
});

describe('a call’s recording', () => {
  const { state } = createSandbox({ now: monday });

  test('every sample is the recording of some call, and recordings match the outcome of their call', () => {
    const heard = new Set(recorded(state).map((call) => sampleOf(state, call)));
    expect(heard).toEqual(new Set(samples()));
    for (const order of state.orders.values()) {
      const call = state.calls.find(({ id }) => id === order.call_id)!;
      if (!call.recording) continue;
      const { outcome, product } = sampleOf(state, call);
      expect(outcome).toBe('order');
      if (samples().some((one) => one.product === order.products[0]!.title))
        expect(product).toBe(order.products[0]!.title);
    }
  });

  test.each([{}, { seed: 2 }, { calls: 300 }, { calls: 9000, days: 40 }])(
    'the orders that other tests rely on always have the same recordings: %o',
    (options) => {
      const world = createSandbox({ now: monday, ...options }).state;
      const spoken = (order: number) => {
        const id = world.orders.get(order)!.call_id;
        return sampleOf(world, world.calls.find((call) => call.id === id)!).name;
      };
      expect([39, 31].map(spoken)).toEqual(['order-dog-box', 'order-cat-box']);
    },
  );

  test('a recording is as long as its call', () => {
    const odd = recorded(state).filter((call) => {
      const talk = call.finish_time - call.connect_time!;
      return talk !== Math.ceil(sampleOf(state, call).seconds) && call.finish_time !== seconds(state);
    });
    expect(odd).toEqual([]);
  });

  test('a call without a recording has an empty transcript', () => {
    expect(truthOf(state, state.calls.find((call) => !call.recording)!)).toEqual([]);
  });
});
