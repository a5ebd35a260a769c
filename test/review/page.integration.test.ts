/** The page of a recording on one person's computer, as a person uses it. */
import { describe, expect, it } from 'vitest';
import { longCall } from '../../src/sandbox/recordings.ts';
import { joined, playedIn, wavSamples } from '../support/played-sound.ts';
import { drawn, MARKS, ORDER_RECORDING, recordingAt, reviewBench } from '../support/review.ts';

const line = (text: string | RegExp) => ({ name: text });

describe('the sound', () => {
  it('is that of the recording, sample by sample, from its start', async () => {
    const bench = await reviewBench();
    const page = await bench.open();
    await drawn(page);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(async () => (await playedIn(page)).length).toBeGreaterThan(0);
    const [first] = await playedIn(page);
    const wav = await recordingAt(bench, ORDER_RECORDING);
    expect(first!.channels).toEqual(wavSamples(wav, 0, 20));
  });

  it('stops where it is paused', async () => {
    const bench = await reviewBench();
    // Long enough that it does not end meanwhile, however busy the machine is.
    const page = await bench.open({ call_id: longCall(bench.state)!.id }, 'get_call_recording');
    await drawn(page);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(() => page.locator('#at').textContent()).not.toBe('0:00');
    await page.getByRole('button', { name: 'Pause' }).click();
    const at = await page.locator('#at').textContent();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    expect(await page.locator('#at').textContent()).toBe(at);
  });

  it('goes on in the next clip without a gap, to the last sample', async () => {
    const bench = await reviewBench();
    const page = await bench.open();
    await drawn(page);
    await page.getByRole('button', line(/Nu skickar jag ett SMS/)).click();
    await expect.poll(async () => (await playedIn(page)).length).toBe(2);
    const wav = await recordingAt(bench, ORDER_RECORDING);
    const { rows } = await bench.ask('transcribe_recording', { order_id: 39 });
    const [, start_s] = rows.find(([, , , text]: string[]) => text!.includes('Nu skickar jag'));
    expect(joined(await playedIn(page))).toEqual(wavSamples(wav, start_s));
  });

  it('plays from a point of the checklist', async () => {
    const bench = await reviewBench();
    const page = await bench.open({ marks: MARKS });
    await drawn(page);
    const wav = await recordingAt(bench, ORDER_RECORDING);
    await page.getByRole('button', line('Play from 0:06: the period')).click();
    await expect.poll(async () => (await playedIn(page)).length).toBeGreaterThan(0);
    expect((await playedIn(page))[0]!.channels).toEqual(wavSamples(wav, 6, 20));
  });

  it('plays from where the waveform is clicked', async () => {
    const bench = await reviewBench();
    const page = await bench.open();
    await drawn(page);
    const { x, y, width } = (await page.getByRole('slider').boundingBox())!;
    await page.mouse.click(x + width / 2, y + 5);
    expect(await page.locator('#at').textContent()).toBe('0:14');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(async () => (await playedIn(page)).length).toBeGreaterThan(0);
    const [after] = await playedIn(page);
    const from = 20 - after!.channels[0]!.length / after!.rate;
    expect(Math.abs(from - 28.54 / 2)).toBeLessThan(0.1);
  });

  it('is heard at any place of 45 minutes', async () => {
    const bench = await reviewBench();
    const call_id = longCall(bench.state)!.id;
    const page = await bench.open({ call_id, start_s: 2395 }, 'get_call_recording');
    await drawn(page);
    expect(await page.locator('.times').textContent()).toBe('39:55 / 45:00');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(async () => (await playedIn(page)).length).toBeGreaterThanOrEqual(2);
    const wav = await recordingAt(bench, `/api/call/${call_id}/recording`);
    expect(joined((await playedIn(page)).slice(0, 2))).toEqual(wavSamples(wav, 2395, 2420));
  });

  it('is heard where the dialer sends MP3, which is not drawn', async () => {
    const bench = await reviewBench({ HITRATE_TRANSCRIBE_URL: '' });
    const mp3 = await recordingAt(bench, '/api/call/4371/recording?mp3=1');
    bench.instead(({ path }) => (path === ORDER_RECORDING ? { type: 'audio/mpeg', body: mp3 } : 'sandbox'));
    const page = await bench.open();
    await page.getByText('Sound of this kind (MP3, for one) can be heard here').waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(async () => (await playedIn(page)).length).toBeGreaterThan(0);
    const [first] = await playedIn(page);
    expect(first!.channels.map(({ length }) => length)).toEqual([160_000, 160_000]);
    expect(first!.channels.map((samples) => samples.some((sample) => Math.abs(sample) > 1000))).toEqual([
      true,
      true,
    ]);
  });

  it('takes half the time at twice the speed', async () => {
    const bench = await reviewBench();
    const page = await bench.open();
    await drawn(page);
    await page.getByRole('button', line('2×')).click();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(async () => (await playedIn(page)).length).toBeGreaterThan(0);
    const [first] = await playedIn(page);
    expect(first!.channels.map(({ length }) => length)).toEqual([80_000, 80_000]);
    expect(first!.rate).toBe(8000);
  });
});
