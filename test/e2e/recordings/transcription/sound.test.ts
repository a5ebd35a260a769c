/** What the dialer may give instead of two clear channels, and what an engine may leave out. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../../../src/mcp/client.ts';
import type { Line } from '../../../../src/sandbox/samples.ts';
import { type FakeDialer, fakeDialer, type Scripted } from '../../../support/fake-dialer.ts';
import { type Listener, listener, plain, verbose } from '../../../support/hearing-engine.ts';
import { SECRET } from '../../../support/host.ts';
import { PDF, samples, silence } from '../../../support/recordings.ts';
import {
  type Answer,
  expectLines,
  expectNear,
  expectShares,
  first,
  hostAt,
  linesOf,
  mixed,
  sampleNamed,
  sharesOf,
  type Told,
  transcribe,
  unheard,
  wavOf,
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
beforeEach(() => {
  speech.script(verbose);
  speech.posted.length = 0;
});

const { wav, left, right, lines: truth } = first;
const { mp3 } = samples[0]!;
const byNobody = truth.map((line) => ({ ...line, speaker: 'unknown' }));

/** An ID3 tag of another length each time makes it another file. */
let tagged = 0;
function mp3Anew(): Buffer {
  const size = ++tagged;
  return Buffer.concat([
    Buffer.from(`ID3\x03\0\0\0\0\0${String.fromCharCode(size)}`),
    Buffer.alloc(size),
    mp3,
  ]);
}

/** A call's recording as the dialer gives it. */
function given(body: unknown, type = 'audio/wav', more: Partial<Scripted> = {}, args = {}): Promise<Answer> {
  dialer.script(() => ({ body, type, ...more }));
  return transcribe(host, { call_id: 7, ...args });
}

describe('a recording that does not tell who speaks', () => {
  it.each([
    ['one channel', wavOf(mixed())],
    ['two channels with the same on both', wavOf(mixed(), mixed())],
  ])(
    'a recording that does not tell who speaks is transcribed with unknown speakers and a note: %s',
    async (_, body) => {
      const { data } = await given(body);
      expectLines(linesOf(data), byNobody);
      expectShares(data.speakers, sharesOf(['unknown'], byNobody));
      expect(data.note).toMatch(/mono/);
      expect(speech.posted).toHaveLength(1);
    },
  );

  it('a mono recording of one side alone is transcribed', async () => {
    const { data } = await given(wavOf(right));
    expectLines(
      linesOf(data),
      byNobody.filter((_, i) => truth[i]!.speaker === 'customer'),
    );
  });

  it('an MP3 file in place of WAV goes to the engine unchanged', async () => {
    speech.script(() => ({
      body: {
        language: 'sv',
        segments: truth.map((line) => ({ ...line, start: line.start_s, end: line.end_s })),
      },
    }));
    const { data } = await given(mp3, 'audio/wav');
    expect(speech.posted).toHaveLength(1);
    const file = speech.posted[0]!.parts.at(-1)!;
    expect(file).toMatchObject({ filename: 'audio.mp3', type: 'audio/mpeg' });
    expect(file.bytes.equals(mp3)).toBe(true);
    expectLines(linesOf(data), byNobody);
    expect(data.note).toMatch(/MP3/);
    expect(data.speakers).toMatchObject([{ speaker: 'unknown', talk_share: 1 }]);
  });

  it('a clip of an MP3 recording has the times of the whole recording', async () => {
    speech.script(() => ({ body: { segments: [{ start: 1, end: 2, text: 'Hej' }] } }));
    const { data } = await given(mp3, 'audio/mpeg', {}, { start_s: 10, end_s: 20 });
    expect(speech.posted[0]!.parts.at(-1)!.bytes.length).toBeLessThan(mp3.length / 2);
    const [line] = linesOf(data) as [Told];
    // MP3 is cut between its frames of 72 ms, and starts a few earlier, for the sound that they hand on.
    expectNear([line.start_s, line.end_s], [11, 12], 0.6);
    expect(line.start_s).toBeLessThanOrEqual(11);
  });
});

describe('two channels', () => {
  it('a WAV file with two channels of 16 bits is transcribed with both speakers', async () => {
    expectLines(linesOf((await given(wavOf(left, right))).data), truth);
  });

  it('a recording with one silent channel gives all of the talk to the other speaker', async () => {
    const { data } = await given(wavOf(left, Buffer.alloc(left.length)));
    expectLines(
      linesOf(data),
      truth.filter(({ speaker }) => speaker === 'agent'),
    );
    expect(data.speakers).toMatchObject([
      { speaker: 'agent', talk_share: 1 },
      { speaker: 'customer', talk_share: 0, longest_pause_s: 0 },
    ]);
    expect(speech.posted).toHaveLength(1);
  });

  it('speakers are called channel 1 and channel 2 when HITRATE_CHANNELS is empty', async () => {
    const nameless = await hostAt(dialer, { HITRATE_TRANSCRIBE_URL: speech.url, HITRATE_CHANNELS: '' });
    dialer.script(() => ({ body: wav, type: 'audio/wav' }));
    const { data } = await transcribe(nameless, { call_id: 7 });
    const numbered = { agent: 'channel 1', customer: 'channel 2' };
    expectLines(
      linesOf(data),
      truth.map((line) => ({ ...line, speaker: numbered[line.speaker] })),
    );
    expect(data.speakers.map(({ speaker }: { speaker: string }) => speaker)).toEqual([
      'channel 1',
      'channel 2',
    ]);
    await nameless.close();
  });

  it('a recording that breaks off is transcribed as far as it goes', async () => {
    const { data } = await given(wav.subarray(0, Math.round(wav.length * 0.6)));
    expectLines(
      linesOf(data),
      truth.filter(({ end_s }) => end_s < 28.54 * 0.6),
    );
  });
});

describe('a recording in which nobody speaks', () => {
  const faint = silence(20, 8000, 2);
  for (let at = 44; at < faint.length; at += 2) faint.writeInt16LE((at * 7919) % 15, at);

  it.each([
    ['two channels of faint noise', faint, ['agent', 'customer']],
    ['two channels of nothing', silence(20, 8000, 2), ['unknown']],
    ['one channel of nothing', silence(3, 16_000, 1), ['unknown']],
    ['no sound at all', silence(0, 8000, 2), ['unknown']],
  ])('a recording in which nobody speaks never reaches the engine: %s', async (_, body, speakers) => {
    const { data, isError } = await given(body);
    expect(isError).toBe(false);
    expect(data).toMatchObject({ total: 0, returned: 0, note: expect.stringContaining('Nobody speaks') });
    expect(data).not.toHaveProperty('rows');
    expect(data.speakers).toEqual(
      speakers.map((speaker) => ({ speaker, talk_share: 0, longest_pause_s: 0 })),
    );
    expect(speech.posted).toEqual([]);
  });

  it.each([
    ['nothing', { text: '', segments: [] }],
    ['the text [BLANK_AUDIO]', { text: '[BLANK_AUDIO]', segments: [] }],
    ['the text (musik)', { segments: [{ start: 0, end: 2, text: ' (musik)' }] }],
  ])(
    'a transcript without words for a recording with sound says that the engine may be at fault: %s',
    async (_, body) => {
      speech.script(() => ({ body }));
      expect((await given(unheard())).data).toMatchObject({
        total: 0,
        note: expect.stringMatching(/The engine gave no word for \d+ s of sound: it may be at fault/),
      });
    },
  );
});

describe('what is no recording', () => {
  it.each<[string, Scripted, RegExp]>([
    ['a PDF', { body: PDF }, /^bad_answer: .*PDF instead of sound/],
    ['a page', { body: '<!doctype html><title>Login</title>', type: 'text/html' }, /^bad_answer/],
    ['other bytes', { body: Buffer.alloc(9000, 'x') }, /^bad_answer: .*neither WAV, MP3 nor PDF/],
    ['nothing', { body: '' }, /^bad_answer: .*empty/],
    [
      'a missing recording, under a type of audio',
      { body: { message: 'Recording not found' } },
      /^not_found: .*"Recording not found".*search_calls with recording = true/,
    ],
    [
      'a refusal',
      { status: 403, body: { message: `Permission denied for ${SECRET}` }, type: 'application/json' },
      /^permission_denied: .*"Permission denied/,
    ],
    ['a crash', { status: 500, body: 'Internal Server Error', type: 'text/plain' }, /^unavailable/],
    ['a missing call', { status: 404, body: { error: 'No call was found' } }, /^not_found: .*search_calls/],
    ['a wrong token', { status: 401, body: { error: 'Unauthorized' } }, /^unauthenticated: .*HITRATE_TOKEN/],
  ])(
    'an answer of the dialer that is no recording is an error of its kind, with what to do: %s',
    async (_, { body, type = 'audio/wav', ...more }, says) => {
      const { text, isError } = await given(body, type, more);
      expect(isError).toBe(true);
      expect(text).toMatch(says);
      expect(speech.posted).toEqual([]);
    },
  );

  it('a missing recording is requested again at the next call', async () => {
    await given({ message: 'Recording not found' });
    expect((await given(unheard())).isError).toBe(false);
  });
});

describe('WAV of compressed sound', () => {
  const gsm = Buffer.concat([silence(0, 8000, 1), Buffer.alloc(65 * 500, 0xd5)]);
  gsm.writeUInt16LE(49, 20);
  gsm.writeUInt32LE(1625, 28);
  gsm.writeUInt16LE(65, 32);
  gsm.writeUInt16LE(0, 34);
  gsm.writeUInt32LE(65 * 500, 40);

  it('a WAV file of compressed sound goes to the engine unchanged', async () => {
    speech.script(() => ({ body: { segments: [{ start: 1, end: 2, text: 'Hej' }] } }));
    const { data, text } = await given(gsm);
    expect(speech.posted, text).toHaveLength(1);
    const file = speech.posted[0]!.parts.at(-1)!;
    expect(file).toMatchObject({ filename: 'audio.wav', type: 'audio/wav' });
    expect(file.bytes.equals(gsm)).toBe(true);
    expect(linesOf(data)).toEqual([{ speaker: 'unknown', start_s: 1, end_s: 2, text: 'Hej' }]);
    expect(data.note).toMatch(/GSM/);
  });
});

/** A pause of 0.6 s or more parts what one speaker says. */
function utterances(lines: readonly Line[]): Line[] {
  const parted: Line[] = [];
  for (const speaker of ['agent', 'customer'] as const) {
    let last: Line | undefined;
    for (const line of lines.filter((one) => one.speaker === speaker))
      if (last && line.start_s - last.end_s <= 0.6) {
        last.end_s = line.end_s;
        last.text += ` ${line.text}`;
      } else {
        last = { ...line };
        parted.push(last);
      }
  }
  return parted.sort((one, other) => one.start_s - other.start_s);
}

describe('an engine that tells no times', () => {
  // The tone of an answering machine is sound too, and belongs to no line.
  const talks = samples.filter((sample) => !sample.name.startsWith('answering-machine'));

  it.each(talks)(
    'a transcript by an engine without times has a line for each utterance, at the time of the voice: $name',
    async (sample) => {
      speech.script(plain);
      const expected = utterances(sampleNamed(sample.name).lines);
      expect(expected.length).toBeGreaterThan(1);
      const { data } = await given(sample.wav);
      expectLines(linesOf(data), expected, 0.1);
    },
  );
});

describe('a line without end', () => {
  it.each([
    ['words', 'Jaha du, och det kostar 399 kronor i månaden. '.repeat(2_000).trim()],
    ['no word', 'å'.repeat(50_000)],
  ])(
    'a very long line is split into pieces that fit pages, each with its share of the time: %s',
    async (_, text) => {
      speech.script(() => ({ body: { text } }));
      const pages: Answer[] = [await given(mp3Anew(), 'audio/mpeg')];
      for (
        let offset = pages[0]!.data.next_offset;
        offset !== undefined;
        offset = pages.at(-1)!.data.next_offset
      )
        pages.push(await transcribe(host, { transcript: pages[0]!.data.transcript, offset }));
      for (const page of pages) expect(page.text.length).toBeLessThan(20_000);
      const lines = pages.flatMap(({ data }) => linesOf(data));
      expect(lines.map((line) => line.text.replaceAll(' ', '')).join('')).toBe(text.replaceAll(' ', ''));
      expect(lines[0]!.start_s).toBe(0);
      for (const [i, { start_s, end_s }] of lines.entries()) {
        expect(end_s).toBeGreaterThan(start_s);
        expect(start_s).toBe(lines[i - 1]?.end_s ?? 0);
      }
      expectNear([lines.at(-1)!.end_s], [pages[0]!.data.duration_s], 0.01);
    },
  );
});
