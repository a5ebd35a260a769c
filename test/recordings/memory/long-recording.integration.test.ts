/** A recording of 45 minutes, heard clip by clip: the dialer sends it once, and every clip is exact. */
import { describe, expect, it } from 'vitest';
import { longCall } from '../../../src/sandbox/recordings.ts';
import { wavSamples } from '../../support/played-sound.ts';
import { recordingAt } from '../../support/review.ts';
import { type SandboxServices, sandboxServices } from '../../support/sandbox-services.ts';

const CLIP_S = 20;
const RATE = 8000;

const read = (services: SandboxServices, uri: string) =>
  services.calls.engine.resources.read(uri, new AbortController().signal);
const bytesOf = async (services: SandboxServices, uri: string) =>
  Buffer.from((await read(services, uri)).blob!, 'base64');

/** Whether a clip has the samples that the recording has there. */
const isPartOf = (clip: Int16Array[], whole: Int16Array[], from: number): boolean =>
  clip.every((samples, channel) => {
    const own = whole[channel]!.subarray(from * RATE, (from + CLIP_S) * RATE);
    return Buffer.from(samples.buffer).equals(Buffer.from(own.buffer, own.byteOffset, own.byteLength));
  });

describe('a recording of 45 minutes', () => {
  it('is sent by the dialer once for its waveform and all its clips, each exact to the sample', async () => {
    const services = await sandboxServices();
    const { id } = longCall(services.state)!;
    const path = `/api/call/${id}/recording`;
    const sent = () => services.requests.filter((request) => request.path === path).length;
    const waveform = JSON.parse((await read(services, `hitrate://call/${id}/waveform`)).text!);
    expect(waveform).toMatchObject({ type: 'audio/wav', duration_s: 2700, sample_rate_hz: 8000 });
    expect(waveform.peaks.map((peaks: number[]) => peaks.length)).toEqual([600, 600]);
    const clips: Buffer[] = [];
    for (let from = 0; from < 2700; from += CLIP_S)
      clips.push(
        await bytesOf(services, `hitrate://call/${id}/recording.wav?start_s=${from}&end_s=${from + CLIP_S}`),
      );
    expect(sent()).toBe(1);
    expect(await services.calls.engine.resources.list()).toEqual([]);
    const truth = wavSamples(await recordingAt(services, path), 0);
    const wrong = clips.flatMap((clip, i) => (isPartOf(wavSamples(clip, 0), truth, i * CLIP_S) ? [] : [i]));
    expect(wrong).toEqual([]);
    expect(clips).toHaveLength(2700 / CLIP_S);
  });

  it('is loaded no further than a clip needs where nobody looks at its waveform', async () => {
    const services = await sandboxServices();
    const uri = 'hitrate://order/39/recording.wav';
    for (const from of [0, 5, 10]) await read(services, `${uri}?start_s=${from}&end_s=${from + 5}`);
    const sent = services.requests.filter(({ path }) => path === '/api/order_recording/39').length;
    expect(sent).toBe(3);
  });

  it('is none of another session, even of the same person', async () => {
    const services = await sandboxServices();
    const sent = () => services.requests.filter(({ path }) => path === '/api/order_recording/39').length;
    await read(services, 'hitrate://order/39/waveform');
    services.fresh();
    await read(services, 'hitrate://order/39/waveform');
    expect(sent()).toBe(2);
  });
});

describe('the waveform of what can not be drawn', () => {
  it('has the length of MP3, and no peaks', async () => {
    const services = await sandboxServices();
    const mp3 = await recordingAt(services, '/api/call/4371/recording?mp3=1');
    services.instead(({ path }) =>
      path === '/api/order_recording/39' ? { type: 'audio/mpeg', body: mp3 } : 'sandbox',
    );
    const waveform = JSON.parse((await read(services, 'hitrate://order/39/waveform')).text!);
    expect(waveform).toMatchObject({ type: 'audio/mpeg', peaks: [] });
    expect(waveform.duration_s).toBeGreaterThan(28);
  });

  it('is an error where there is no recording, and where it breaks off it ends where that is', async () => {
    const services = await sandboxServices();
    await expect(read(services, 'hitrate://order/99999/waveform')).rejects.toThrow(/order/i);
    await expect(read(services, 'hitrate://customer/922/waveform')).rejects.toThrow('There is no resource');
  });
});
