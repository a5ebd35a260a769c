/** What the tools tell of a recording or PDF: from its bytes, whatever the headers call it. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer, type Scripted } from '../support/fake-dialer.ts';
import { PDF, samples, silence } from '../support/recordings.ts';
import { type Calls, callsTo } from '../support/services.ts';

const CALL = ['get_call_recording', { call_id: 7 }] as const;
const CALL_MP3 = ['get_call_recording', { call_id: 7, format: 'mp3' }] as const;
const ORDER = ['get_order_recording', { order_id: 39 }] as const;
const SMS = ['get_sms_history_pdf', { customer_id: 922 }] as const;
type Asked = readonly [string, Record<string, unknown>];

let dialer: FakeDialer;
let calls: Calls;
beforeAll(async () => {
  dialer = await fakeDialer();
  calls = callsTo(dialer.url, { HITRATE_TIMEOUT_MS: '5000' });
});
afterAll(async () => {
  await calls.close();
  await dialer.close();
});

async function told(answer: Scripted, tool: Asked = CALL) {
  dialer.script(() => answer);
  const { kind, text } = await calls.call([...tool]);
  return { kind, text, about: kind === 'answer' ? JSON.parse(text) : undefined };
}

const bytes = (body: Buffer, type = 'application/octet-stream', headers = {}): Scripted => ({
  body,
  type,
  headers: { 'content-length': String(body.length), ...headers },
});
/** node:http sends chunks where no length is given. */
const chunked = (body: Buffer, type: string): Scripted => ({
  body,
  type,
  headers: { 'transfer-encoding': 'chunked' },
});

describe.each(samples)('the recording $name', ({ seconds, wav, mp3 }) => {
  const within = (about: { duration_s: number }) => {
    expect(Math.abs(about.duration_s - seconds)).toBeLessThanOrEqual(0.3);
  };

  it('a WAV recording is described by size, duration, channels and sample rate', async () => {
    const { about } = await told(bytes(wav, 'audio/wav'));
    expect(about).toMatchObject({
      type: 'audio/wav',
      bytes: wav.length,
      channels: wav.readUInt16LE(22),
      sample_rate_hz: wav.readUInt32LE(24),
    });
    within(about);
  });

  it('an MP3 recording is described by size, duration, channels and sample rate', async () => {
    const { about } = await told(bytes(mp3, 'audio/mpeg'), CALL_MP3);
    expect(about).toMatchObject({ type: 'audio/mpeg', bytes: mp3.length });
    expect(about.channels).toBeGreaterThan(0);
    expect(about.sample_rate_hz).toBeGreaterThanOrEqual(8000);
    within(about);
  });

  it('a recording is counted where the dialer does not announce its length', async () => {
    const wave = await told(chunked(wav, 'audio/wav'));
    expect(wave.about.bytes).toBe(wav.length);
    within(wave.about);
    const mpeg = await told(chunked(mp3, 'audio/mpeg'), CALL_MP3);
    expect(mpeg.about.bytes).toBe(mp3.length);
    within(mpeg.about);
  });
});

describe('the type of a file', () => {
  const [first] = samples;
  const { wav, mp3 } = first!;

  it.each([
    ['WAV called MP3', wav, 'audio/mpeg', 'audio/wav'],
    ['MP3 called WAV', mp3, 'audio/wav', 'audio/mpeg'],
    ['WAV called HTML', wav, 'text/html', 'audio/wav'],
    ['WAV called JSON', wav, 'application/json', 'audio/wav'],
    ['a PDF called audio', PDF, 'audio/wav', 'application/pdf'],
  ])('the type of a file is that of its bytes: %s', async (_, body, called, type) => {
    const { about } = await told(bytes(body, called));
    expect(about).toMatchObject({ type, bytes: body.length });
  });

  it('the type of a file is found in packed bytes too, and the size is that of the unpacked bytes', async () => {
    const packed = { body: gzipSync(wav), headers: { 'content-encoding': 'gzip' } };
    const { about } = await told({ type: 'audio/wav', ...packed });
    expect(about).toMatchObject({ type: 'audio/wav', bytes: wav.length });
  });

  it('an MP3 file without a frame count is described with its duration', async () => {
    // The first frame is the one that counts: without it there are only frames of sound.
    const next = mp3.indexOf(mp3.subarray(0, 2), 4);
    const { about } = await told(bytes(mp3.subarray(next)), CALL_MP3);
    expect(Math.abs(about.duration_s - first!.seconds)).toBeLessThanOrEqual(0.3);
  });

  it.each([
    [8000, 1, 10],
    [8000, 2, 3],
    [44_100, 2, 2],
  ])(
    'a WAV file is described with its own numbers: %i Hz, %i channels, %i s',
    async (rate, channels, seconds) => {
      const { about } = await told(bytes(silence(seconds, rate, channels)));
      expect(about).toMatchObject({ sample_rate_hz: rate, channels, duration_s: seconds });
    },
  );

  it('the type of a file is reported even where the header breaks off', async () => {
    const { about } = await told(bytes(wav.subarray(0, 20)));
    expect(about).toMatchObject({ type: 'audio/wav', bytes: 20 });
    expect(about).not.toHaveProperty('duration_s');
  });
});

describe('a PDF of SMS', () => {
  it('a PDF of SMS is described by type and size, without a duration', async () => {
    const { about } = await told(bytes(PDF, 'application/pdf'), SMS);
    expect(about).toMatchObject({ type: 'application/pdf', bytes: PDF.length });
    expect(about).not.toHaveProperty('duration_s');
    expect(about.uri).toBe('hitrate://customer/922/sms.pdf');
  });
});

describe('the address of the bytes', () => {
  it.each([
    [CALL, 'hitrate://call/7/recording.wav'],
    [CALL_MP3, 'hitrate://call/7/recording.mp3'],
    [ORDER, 'hitrate://order/39/recording.wav'],
  ] as [Asked, string][])(
    'the description of a recording names the URI of its bytes: %o',
    async (tool, uri) => {
      const { about } = await told(bytes(silence(1, 8000, 1)), tool);
      expect(about.uri).toBe(uri);
      expect(about.next).toContain('The uri is a resource');
    },
  );
});

const ERRORS: [string, Scripted, string, RegExp][] = [
  ['JSON with 500', { status: 500, body: { message: 'Not found' } }, 'not_found', /"Not found"/],
  ['JSON with 404', { status: 404, body: { error: 'Order not found' } }, 'not_found', /Order not found/],
  [
    'JSON called audio, with 200',
    { type: 'audio/wav', body: { message: 'Not found' } },
    'not_found',
    /"Not found"/,
  ],
  [
    'a refusal called audio, with 200',
    { type: 'audio/wav', body: { message: 'Permission denied, user missing recordings permission' } },
    'permission_denied',
    /permission recordings/,
  ],
  [
    'JSON after white space, called audio',
    { type: 'audio/mpeg', body: ' \n{"error":"Call does not exist"}' },
    'not_found',
    /Call does not exist/,
  ],
  ['a web page called audio', { type: 'audio/wav', body: '<html></html>' }, 'bad_answer', /page or text/],
  ['half JSON called audio', { type: 'audio/wav', body: '{"mess' }, 'bad_answer', /page or text/],
  [
    'text called audio',
    { type: 'audio/wav', body: 'no recording' },
    'bad_answer',
    /neither WAV, MP3 nor PDF/,
  ],
  ['other bytes', bytes(Buffer.from('OggS\0\0\0\0'), 'audio/wav'), 'bad_answer', /neither WAV/],
  ['zeros', bytes(Buffer.alloc(9000), 'audio/wav'), 'bad_answer', /neither WAV/],
  ['RIFF that is no WAVE', bytes(Buffer.from('RIFF\0\0\0\0AVI LIST')), 'bad_answer', /neither WAV/],
  ['an empty file', bytes(Buffer.alloc(0), 'audio/wav'), 'bad_answer', /empty file/],
  ['no permission', { status: 403, body: { message: 'Permission denied' } }, 'permission_denied', /lacks a/],
];

describe('an answer that is no file', () => {
  it.each(ERRORS)(
    'an answer that is no file is an error of the right kind: %s',
    async (_, answer, right, says) => {
      for (const tool of [CALL, ORDER, SMS]) {
        const { kind, text } = await told(answer, tool);
        expect(kind).toBe(right);
        expect(text).toMatch(says);
      }
    },
  );

  it('a recording that is not found is explained', async () => {
    const { text } = await told({ status: 500, body: { message: 'Not found' } });
    expect(text).toContain('recording = true');
  });
});

describe('a download that breaks off', () => {
  const { wav } = samples[0]!;

  it('a download that breaks off while its bytes are counted is an error, not half a file', async () => {
    dialer.script((_, response) => {
      response.writeHead(200, { 'content-type': 'audio/wav' });
      response.write(wav.subarray(0, 100_000), () => setImmediate(() => response.destroy()));
      return undefined;
    });
    const { kind, text } = await calls.call([...CALL]);
    expect(kind).toBe('unavailable');
    expect(text).toMatch(/broke off after \d+ bytes/);
  });
});
