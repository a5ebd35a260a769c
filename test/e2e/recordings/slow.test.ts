/** A download that takes longer than half of the time there is: what came of it is described, and the answer says so. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { type FakeDialer, fakeDialer, type Script } from '../../support/fake-dialer.ts';
import { sending } from '../../support/file-sending.ts';
import { answerOf, startHost } from '../../support/host.ts';
import { samples } from '../../support/recordings.ts';

const { wav, mp3, seconds } = samples[0]!;
const SOUND = { channels: 2, sample_rate_hz: 8000, duration_s: expect.closeTo(seconds, 0) };
const WAVE = { type: 'audio/wav', codec: 'G.711 A-law', ...SOUND };
const MPEG = { type: 'audio/mpeg', codec: 'MPEG-2.5 layer III', ...SOUND };

const scripts = new Map<string, Script>();
let dialer: FakeDialer;
/** Time is up soon. */
let hasty: Host;
beforeAll(async () => {
  dialer = await fakeDialer((arrived, response) => scripts.get(arrived.path)!(arrived, response));
  hasty = await startHost({ HITRATE_URL: dialer.url, HITRATE_TIMEOUT_MS: '2000' });
});
afterAll(async () => {
  await hasty.close();
  await dialer.close();
});

/** The answer from a file of which half or so comes in that time. */
async function slowly(
  call_id: number,
  body: Buffer,
  { unannounced, ...args }: { unannounced?: boolean; [name: string]: unknown },
) {
  const file = sending(body, {
    piece: Math.ceil(body.length / 20),
    between: () => new Promise((resolve) => setTimeout(resolve, 100)),
    unannounced,
  });
  scripts.set(`/api/call/${call_id}/recording`, file.script);
  const answer = await answerOf(hasty, ['get_call_recording', { call_id, ...args }]);
  await file.over;
  expect(file.sent()).toBeLessThan(body.length);
  return answer;
}
const UNREAD = expect.stringContaining('It was not read to its end for want of time, so there is no sha256.');

it.concurrent.each([
  [1, {}, wav, WAVE],
  [2, { format: 'mp3' }, mp3, MPEG],
])(
  'a slow download is described by its first bytes, and the answer says so: %o',
  async (id, args, body, sound) => {
    const { about, besides } = await slowly(id, body, args);
    expect(about).toEqual({ ...sound, bytes: body.length, uri: besides.uri, next: UNREAD });
    expect(besides.size).toBe(body.length);
  },
);

it.concurrent('a slow download without an announced length has no size in its answer', async () => {
  const { about, besides } = await slowly(3, wav, { unannounced: true });
  expect(about).toEqual({ ...WAVE, uri: besides.uri, next: UNREAD });
  expect(besides).not.toHaveProperty('size');
});

it.concurrent('a slow download of a clip has neither size nor length in its answer', async () => {
  const { about, besides } = await slowly(4, wav, { start_s: 1, end_s: 1000, channel: 'left' });
  const { duration_s, ...sound } = WAVE;
  const uri = 'hitrate://call/4/recording.wav?start_s=1&end_s=1000&channel=left';
  expect(about).toEqual({ ...sound, channels: 1, recording_s: duration_s, uri, next: UNREAD });
  expect(besides).not.toHaveProperty('size');
});
