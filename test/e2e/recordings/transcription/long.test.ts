/** The call of 45 minutes: all 630 lines at their times, in pages that a model can take, from parts that an engine can. */
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../../src/mcp/client.ts';
import { longCall, truthOf } from '../../../../src/sandbox/recordings.ts';
import type { Line } from '../../../../src/sandbox/samples.ts';
import { type Listener, listener, postedWav } from '../../../support/hearing-engine.ts';
import { spokenSandbox } from '../../../support/recordings.ts';
import {
  type Answer,
  expectLines,
  expectShares,
  hostAt,
  linesOf,
  sharesOf,
  transcribe,
  transcribed,
} from '../../../support/transcripts.ts';

let dialer: Awaited<ReturnType<typeof spokenSandbox>>;
let speech: Listener;
let host: Host;
let truth: Line[];
let call_id: number;
beforeAll(async () => {
  [dialer, speech] = await Promise.all([spokenSandbox(), listener()]);
  host = await hostAt(dialer, { HITRATE_TRANSCRIBE_URL: speech.origin });
  const call = longCall(dialer.state)!;
  call_id = call.id;
  truth = truthOf(dialer.state, call);
});
afterAll(async () => {
  await host.close();
  await Promise.all([dialer.close(), speech.close()]);
});

const encoding = new Tiktoken(o200k);
const tokens = (text: string) => encoding.encode(text).length;

/** Page by page, each asked for as the one before says to. */
async function pages(): Promise<Answer[]> {
  const first = await transcribed(host, { call_id });
  const { transcript } = first;
  const all: Answer[] = [];
  let offset: number | undefined = 0;
  do {
    const page: Answer = await transcribe(host, { transcript, offset });
    all.push(page);
    offset = page.data.next_offset;
  } while (offset !== undefined);
  expect(all[0]!.data).toEqual(first);
  return all;
}

describe('the long call', () => {
  let all: Answer[];
  beforeAll(async () => {
    all = await pages();
  });

  it('the long call is transcribed line by line, each line once and at its time', () => {
    expect(truth).toHaveLength(630);
    expectLines(
      all.flatMap(({ data }) => linesOf(data)),
      truth,
    );
  });

  it('the long call comes in pages below 8,000 tokens, each with the totals of the whole call', () => {
    expect(all.length).toBeGreaterThan(1);
    for (const { text, data } of all) {
      expect(tokens(text)).toBeLessThan(8000);
      expect(data).toMatchObject({ total: 630, duration_s: 2700, language: 'sv' });
      expect(data.returned).toBe(data.rows.length);
      expectShares(data.speakers, sharesOf(['agent', 'customer'], truth));
    }
  });

  it('the long call goes to the engine once, in WAV files of less than 25 MB and without its long silences', () => {
    const parts = speech.posted.map((posted) => {
      expect(posted.parts.at(-1)!.bytes.length).toBeLessThan(25_000_000);
      const { rate, samples } = postedWav(posted);
      return samples.length / 2 / rate;
    });
    const spoken = truth.reduce((sum, { start_s, end_s }) => sum + end_s - start_s, 0);
    const sent = parts.reduce((sum, seconds) => sum + seconds, 0);
    expect(sent).toBeGreaterThan(spoken);
    expect(sent).toBeLessThan(2 * 2700);
    expect(Math.max(...parts)).toBeLessThanOrEqual(600);
  });

  it('the long call can be read from any line on, with any number of lines', async () => {
    const { transcript } = all[0]!.data;
    const some = await transcribed(host, { transcript, offset: 300, limit: 7 });
    expectLines(linesOf(some), truth.slice(300, 307));
    expect(some).toMatchObject({ returned: 7, next_offset: 307 });
    const last = await transcribed(host, { transcript, offset: 629 });
    expectLines(linesOf(last), truth.slice(629));
    expect(last).not.toHaveProperty('next_offset');
    const none = await transcribed(host, { transcript, offset: 630 });
    expect(none).toMatchObject({ total: 630, returned: 0, note: expect.stringContaining('past the end') });
  });

  it('the long call comes in larger pages, below 25,000 tokens, when more lines are asked for', async () => {
    const { transcript } = all[0]!.data;
    const { text, data } = await transcribe(host, { transcript, limit: 1000 });
    expect(data.returned).toBeGreaterThan(all[0]!.data.returned);
    expect(tokens(text)).toBeLessThan(25_000);
  });
});
