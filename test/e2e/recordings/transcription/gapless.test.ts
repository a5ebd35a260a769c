/** Lines that an engine draws out until they touch are told where the voice is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../../src/mcp/client.ts';
import { type FakeDialer, fakeDialer } from '../../../support/fake-dialer.ts';
import { type Heard, type Listener, listen, listener, postedWav } from '../../../support/hearing-engine.ts';
import {
  expectNear,
  first,
  hostAt,
  linesOf,
  type Told,
  transcribe,
  unheard,
} from '../../../support/transcripts.ts';

let dialer: FakeDialer;
let speech: Listener;
let host: Host;
beforeAll(async () => {
  [dialer, speech] = await Promise.all([fakeDialer(), listener()]);
  host = await hostAt(dialer, { HITRATE_TRANSCRIBE_URL: speech.url });
});
afterAll(async () => {
  await host.close();
  await Promise.all([dialer.close(), speech.close()]);
});

const { lines: truth } = first;

describe('an engine whose lines follow one another without a gap', () => {
  it.each<[string, (segments: Heard[], i: number, end: number) => Heard]>([
    ['each line lasts until the next', (all, i, end) => ({ ...all[i]!, end: all[i + 1]?.start ?? end })],
    [
      'each line begins at the end of the line before',
      (all, i) => ({ ...all[i]!, start: all[i - 1]?.end ?? 0 }),
    ],
  ])(
    'lines that an engine stretches over silence are told at the times of the voice: %s',
    async (_, drawn) => {
      speech.script((posted) => {
        const { segments } = listen(postedWav(posted));
        const { length } = postedWav(posted).samples;
        return { body: { segments: segments.map((_, i) => drawn(segments, i, length / 2 / 8000)) } };
      });
      const body = unheard();
      dialer.script(() => ({ body, type: 'audio/wav' }));
      const lines = linesOf((await transcribe(host, { call_id: 7 })).data);
      expect(lines.map(({ text }) => text)).toEqual(truth.map(({ text }) => text));
      for (const speaker of ['agent', 'customer']) {
        const of = (all: readonly Told[]) => all.filter((line) => line.speaker === speaker);
        const [told, said] = [of(lines), of(truth)];
        for (const [i, { start_s, end_s }] of said.entries()) {
          const before = start_s - (said[i - 1]?.end_s ?? Number.NEGATIVE_INFINITY);
          const after = (said[i + 1]?.start_s ?? Number.POSITIVE_INFINITY) - end_s;
          // Half a second of silence goes along with the voice.
          if (before > 2) expectNear([told[i]!.start_s], [start_s], 0.6);
          if (after > 2) expectNear([told[i]!.end_s], [end_s], 0.6);
        }
      }
    },
  );
});
