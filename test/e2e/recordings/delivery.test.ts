/** What the tools of recordings and PDFs answer, and the two ways to the bytes that leave no file: a link, and inline. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { announced, chunked, sending } from '../../support/file-sending.ts';
import { newFolder, sha256 } from '../../support/files.ts';
import { answerOf, bytesOf, startHost } from '../../support/host.ts';
import { noise, PDF, samples, silence } from '../../support/recordings.ts';

const CALL = ['get_call_recording', { call_id: 4371 }] as const;
const CALL_WAV = ['get_call_recording', { call_id: 4371, format: 'wav' }] as const;
const CALL_MP3 = ['get_call_recording', { call_id: 4371, format: 'mp3' }] as const;
const ORDER = ['get_order_recording', { order_id: 39 }] as const;
const SMS = ['get_sms_history_pdf', { customer_id: 922 }] as const;

const WAYS = [
  ['announced', announced],
  ['chunked', chunked],
] as const;
const INLINE = { deliver: 'inline' };

it('get_call_recording names the speaker of each side when HITRATE_CHANNELS is set', async () => {
  const told = await fakeDialer(() => ({ body: samples[0]!.wav, type: 'audio/wav' }));
  const named = await startHost({ HITRATE_URL: told.url, HITRATE_CHANNELS: 'agent,customer' });
  const { data } = await named.call('get_call_recording', { call_id: 7 });
  expect(data.sides).toBe('left agent, right customer');
  const one = await named.call('get_call_recording', { call_id: 7, channel: 'left' });
  expect(one.data).not.toHaveProperty('sides');
  await named.close();
  await told.close();
});

let dialer: FakeDialer;
/** It is known to keep sound away from the model. */
let host: Host;
/** What it does with bytes is not known. */
let stranger: Host;
beforeAll(async () => {
  dialer = await fakeDialer();
  [host, stranger] = await Promise.all([
    startHost({ HITRATE_URL: dialer.url }, { name: 'claude-code' }),
    startHost({ HITRATE_URL: dialer.url }),
  ]);
});
afterAll(async () => {
  await Promise.all([host.close(), stranger.close()]);
  await dialer.close();
});

const { wav, mp3, seconds } = samples[0]!;
const stereo = noise('stereo', 60);
/** More than goes through inline. */
const longMp3 = Buffer.concat(Array.from({ length: 12 }, () => mp3));

/** WAV of so many bytes, whatever lies in it. */
const silentFor = (bytes: number): Buffer => {
  const file = Buffer.concat([silence(0, 8000, 1), Buffer.alloc(bytes - 44)]);
  file.writeUInt32LE(bytes - 8, 4);
  file.writeUInt32LE(bytes - 44, 40);
  return file;
};

const SOUND = { channels: 2, sample_rate_hz: 8000, duration_s: expect.closeTo(seconds, 0) };
const WAVE = { type: 'audio/wav', codec: 'G.711 A-law', ...SOUND };
const MPEG = { type: 'audio/mpeg', codec: 'MPEG-2.5 layer III', ...SOUND };
/** Before its sound. */
const HEADER = wav.indexOf('data') + 8;

const FILES = [
  [CALL, wav, WAVE, 'hitrate://call/4371/recording.wav', 'Recording of call 4371'],
  [CALL_MP3, mp3, MPEG, 'hitrate://call/4371/recording.mp3', 'Recording of call 4371'],
  [ORDER, wav, WAVE, 'hitrate://order/39/recording.wav', 'Recording of order 39'],
  // This dialer answers everything with the file, so how many SMS there are can't be counted.
  [
    SMS,
    PDF,
    { type: 'application/pdf', not_counted: expect.any(String) },
    'hitrate://customer/922/sms.pdf',
    'SMS of customer 922',
  ],
] as const;

describe.each(WAYS)('a file whose length is %s', (_, as) => {
  it.each(FILES)(
    'the answer describes a file in full and links to it: %o',
    async (tool, body, sound, uri, title) => {
      dialer.script(() => as(body));
      for (const more of [{}, { deliver: 'link' }]) {
        const { about, besides } = await answerOf(host, tool, more);
        expect(about).toEqual({
          ...sound,
          bytes: body.length,
          sha256: sha256(body),
          uri,
          next:
            tool === SMS
              ? expect.not.stringContaining('inline')
              : expect.stringContaining('deliver = inline'),
        });
        expect(besides).toEqual({
          type: 'resource_link',
          uri,
          name: title,
          mimeType: sound.type,
          size: body.length,
        });
      }
    },
  );

  it.each(FILES)('a file comes inline byte for byte: %o', async (tool, body, { type }, uri) => {
    dialer.script(() => as(body));
    const { about, besides } = await answerOf(host, tool === CALL ? CALL_WAV : tool, INLINE);
    expect(about).toMatchObject({ type, bytes: body.length, sha256: sha256(body), uri });
    const base64 = body.toString('base64');
    expect(besides).toEqual(
      type === 'application/pdf'
        ? { type: 'resource', resource: { uri, mimeType: type, blob: base64 } }
        : { type: 'audio', data: base64, mimeType: type },
    );
  });

  it('a file above 700 kB is refused inline, with its size, the length that fits and the ways to make it smaller', async () => {
    const asked = async (tool: readonly [string, Record<string, unknown>], body: Buffer) => {
      dialer.script(() => as(body));
      const { text, isError, besides } = await answerOf(host, tool, INLINE);
      expect({ isError, besides }).toEqual({ isError: true, besides: undefined });
      return text;
    };
    const has = (size: string) => `too_large: It has ${as === chunked ? 'more than 0.7 MB' : size}; `;
    const goes = 'inline at most 700 kB go through. Cut a clip with start_s and end_s, about';
    expect(await asked(CALL_WAV, stereo)).toBe(
      `${has('1.9 MB')}${goes} 21 s fit; channel = left or right halves it; format = mp3 is several times smaller.`,
    );
    expect(await asked(ORDER, stereo)).toBe(
      `${has('1.9 MB')}${goes} 21 s fit; channel = left or right halves it.`,
    );
    expect(await asked(CALL_WAV, noise('mono', 60, 16_000, 1))).toBe(
      `${has('1.9 MB')}${goes} 21 s fit; format = mp3 is several times smaller.`,
    );
    expect(await asked(CALL_MP3, longMp3)).toMatch(/^too_large: .* about \d+ s fit\.$/);
  });

  it('a recording of exactly 700,000 bytes comes inline, and one more byte is refused', async () => {
    for (const [bytes, goes] of [
      [700_000, true],
      [700_001, false],
    ] as const) {
      dialer.script(() => as(silentFor(bytes)));
      expect((await answerOf(host, ORDER, INLINE)).isError).toBe(!goes);
    }
  });

  it('files for an unknown host and PDFs for any host come inline with at most 100,000 bytes', async () => {
    for (const [bytes, goes] of [
      [100_000, true],
      [100_001, false],
    ] as const) {
      dialer.script(() => as(silentFor(bytes)));
      expect((await answerOf(stranger, ORDER, INLINE)).isError).toBe(!goes);
      dialer.script(() => as(Buffer.concat([PDF, Buffer.alloc(bytes - PDF.length)])));
      for (const any of [host, stranger]) expect((await answerOf(any, SMS, INLINE)).isError).toBe(!goes);
    }
    expect((await answerOf(stranger, SMS, INLINE)).text).toBe(
      `too_large: It has ${as === chunked ? 'more than ' : ''}0.1 MB; inline at most 100 kB go through, since hosts may hand the bytes to the model as text. Ask for a shorter time.`,
    );
  });
});

describe('inline', () => {
  it('an inline call recording is MP3 by default, and WAV when WAV or one side is asked for', async () => {
    dialer.script(({ query }) => announced(query.mp3 ? mp3 : wav));
    const typeOf = async (more: object) => (await answerOf(host, CALL, { ...INLINE, ...more })).about.type;
    expect(await typeOf({})).toBe('audio/mpeg');
    expect(await typeOf({ channel: 'both' })).toBe('audio/mpeg');
    expect(await typeOf({ format: 'wav' })).toBe('audio/wav');
    expect(await typeOf({ channel: 'left' })).toBe('audio/wav');
    const { about } = await answerOf(stranger, CALL, INLINE);
    expect(about).toMatchObject({ bytes: mp3.length, uri: 'hitrate://call/4371/recording.mp3' });
    expect(mp3.length).toBeLessThan(100_000);
  });

  it('deliver = inline is suggested only to a host that is known to handle sound', async () => {
    dialer.script(() => announced(wav));
    for (const tool of [CALL, ORDER, SMS])
      expect((await answerOf(stranger, tool)).about.next).not.toContain('inline');
    expect((await answerOf(host, CALL)).about.next).toContain('deliver = inline hands the bytes over');
  });

  it('an inline answer to an unknown host does not promise that the host shows the bytes', async () => {
    dialer.script(() => announced(mp3));
    const { next } = (await answerOf(stranger, CALL, INLINE)).about;
    expect(next).toContain('Whether anything of them is shown is up to the host');
    expect(next).not.toContain('beside');
    expect((await answerOf(host, CALL, INLINE)).about.next).toContain('saves it as a file of its own');
  });
});

describe('a recording that is too large for inline', () => {
  it.each([
    ['WAV', CALL_WAV, stereo],
    ['MP3', CALL_MP3, longMp3],
  ] as const)('a clip of the suggested length comes inline: %s', async (_, tool, body) => {
    dialer.script(() => announced(body));
    const { text } = await answerOf(host, tool, INLINE);
    const fits = Number(/about (\d+) s fit/.exec(text)![1]);
    const { about, besides } = await answerOf(host, tool, { ...INLINE, start_s: 5, end_s: 5 + fits });
    const clip = Buffer.from(besides.data, 'base64');
    expect(about).toMatchObject({ bytes: clip.length, sha256: sha256(clip) });
    expect(clip.length).toBeLessThanOrEqual(700_000);
    expect(clip.length).toBeGreaterThan(600_000);
  });

  it('a recording that is too large for inline is not downloaded to its end', async () => {
    const file = sending(noise('much', 625));
    dialer.script(file.script);
    expect((await answerOf(host, CALL, INLINE)).text).toMatch(/^too_large: It has 20 MB/);
    await file.over;
    expect(file.sent()).toBeLessThan(10_000_000);
  });

  it('deliver = file is suggested for a recording that is too large for inline when there is a folder', async () => {
    const saving = await startHost({ HITRATE_URL: dialer.url, HITRATE_DOWNLOAD_DIR: newFolder() });
    dialer.script(() => announced(stereo));
    expect((await answerOf(saving, CALL, INLINE)).text).toMatch(/Or deliver = file saves it whole\.$/);
    expect((await answerOf(saving, CALL)).about.next).toContain('deliver = file saves it.');
    await saving.close();
  });

  it('the error for a single channel that is too large for inline does not suggest one channel', async () => {
    dialer.script(() => announced(noise('wide', 200)));
    const { text } = await answerOf(host, CALL, { ...INLINE, channel: 'left' });
    expect(text).toContain('about 43 s fit; format = mp3');
    const clip = { channel: 'left', start_s: 0, end_s: 43 };
    expect((await answerOf(host, CALL, { ...INLINE, ...clip })).isError).toBe(false);
  });

  it('the metadata of a recording already say that the recording is too large for inline', async () => {
    dialer.script(() => announced(stereo));
    expect((await answerOf(host, CALL)).about.next).toMatch(/For deliver = inline it is too large: .* 21 s/);
  });
});

describe('a recording that was cut off before it came to the dialer', () => {
  const half = wav.subarray(0, 100_001);
  const halfMp3 = mp3.subarray(0, 30_000);
  const promised = `it breaks off: the header promises ${wav.length - HEADER} bytes of sound, ${half.length - HEADER} came`;

  it.each([
    [CALL, half, promised],
    [CALL, wav.subarray(0, 30), 'it breaks off before its sound begins'],
    [CALL_MP3, halfMp3, 'it breaks off in the middle of a frame'],
  ] as const)('a recording that was cut off is reported as broken: %o', async (tool, body, broken) => {
    dialer.script(() => announced(body));
    for (const more of [{}, INLINE]) {
      const { about } = await answerOf(host, tool, more);
      expect(about).toMatchObject({ bytes: body.length, sha256: sha256(body), broken });
    }
  });

  it('a clip of a recording that was cut off is a valid WAV file', async () => {
    dialer.script(() => announced(half));
    const clip = { start_s: 1, end_s: 1000 };
    const { about, besides } = await answerOf(host, CALL, { ...clip, ...INLINE });
    const bytes = Buffer.from(besides.data, 'base64');
    expect(about).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes), start_s: 1, broken: promised });
    expect(bytes.readUInt32LE(HEADER - 4)).toBe(bytes.length - HEADER);
    const link = await answerOf(host, CALL, clip);
    expect(link.about).toMatchObject({ bytes: bytes.length, start_s: 1, broken: promised });
    // Its header is known at the end only, and the bytes are gone by then.
    expect(link.about).not.toHaveProperty('sha256');
    expect(link.about.next).not.toContain('time');
    expect(bytesOf(await host.client.readResource({ uri: link.about.uri })).equals(bytes)).toBe(true);
  });
});
