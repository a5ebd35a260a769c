/** The speech server as the engine: what it is sent, how its answers are read, and what its refusals mean. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { httpEngine } from '../../../../src/recordings/transcription/engines/http.ts';
import { closeServers, HEARD, ok, SPOKEN, serving } from '../../../support/http-engine.ts';
import { samples } from '../../../support/recordings.ts';
import { outcome, SPEECH } from '../../../support/speech-file.ts';
import type { Scripted } from '../../../support/speech-server.ts';

const KEY = 'sk-sekret/0123456789+abcdef';
const { wav, mp3, seconds } = samples[0]!;
afterAll(closeServers);

describe('a recording', () => {
  it.each([
    ['audio.wav', 'audio/wav', wav],
    ['audio.mp3', 'audio/mpeg', mp3],
  ] as const)(
    'a recording is posted as OpenAI documents the request, byte for byte: %s',
    async (filename, type, bytes) => {
      const { server, ask } = await serving([ok], { key: KEY });
      expect(await ask(undefined, { bytes, type, seconds })).toMatchObject({ heard: HEARD });
      const [{ method, url, headers, fields, parts }] = server.posted as [(typeof server.posted)[0]];
      expect({ method, url }).toEqual({ method: 'POST', url: '/v1/audio/transcriptions' });
      expect(headers.authorization).toBe(`Bearer ${KEY}`);
      expect(fields).toEqual({
        model: 'whisper-1',
        language: 'sv',
        response_format: 'verbose_json',
        'timestamp_granularities[]': 'segment',
        temperature: '0',
      });
      expect(parts).toHaveLength(6);
      expect(parts.at(-1)).toMatchObject({ name: 'file', filename, type });
      expect(parts.at(-1)!.bytes.equals(bytes)).toBe(true);
    },
  );

  it('a recording is posted without a key where none is set, and to exactly the given address', async () => {
    const { server, engine, ask } = await serving([ok]);
    const url = `${server.origin}/inference?x=1%2F2`;
    const other = httpEngine({ url, model: 'm"\r\nx: y', language: 'sv', env: {} });
    expect(await outcome(other.transcribe(SPEECH, new AbortController().signal))).toMatchObject({
      heard: HEARD,
    });
    expect(server.posted[0]).toMatchObject({ url: '/inference?x=1%2F2', fields: { model: 'm"\r\nx: y' } });
    expect(server.posted[0]!.headers).not.toHaveProperty('authorization');
    expect(server.posted[0]!.headers).not.toHaveProperty('x');
    expect(engine).toMatchObject({ name: `whisper-1 at ${server.origin}`, parallel: 2 });
    await ask();
  });

  it('recordings go over two connections at most, which are reused', async () => {
    const { server, ask } = await serving([ok]);
    let connections = 0;
    const seen = new Set();
    for (let i = 0; i < 3; i++) {
      await Promise.all([ask(), ask(), ask(), ask()]);
      for (const socket of server.open) seen.add(socket);
      connections = Math.max(connections, server.open.size);
    }
    expect(connections).toBeLessThanOrEqual(2);
    expect(seen.size).toBeLessThanOrEqual(2);
    expect(server.posted).toHaveLength(12);
  });

  it('a server on this machine is asked without the proxy, and a remote server is refused where the proxy has no address', async () => {
    const env = { HTTPS_PROXY: 'no address' };
    const { ask } = await serving([ok], { env });
    expect(await ask()).toMatchObject({ kind: 'heard' });
    const far = await serving([ok], { env, url: 'https://speech.invalid/v1/audio/transcriptions' });
    expect(await far.ask()).toMatchObject({
      kind: 'unavailable',
      text: expect.stringContaining('HTTPS_PROXY is no address'),
    });
  });
});

describe('an answer', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('an answer packed with %s is read', async (encoding, pack) => {
    const { ask } = await serving([
      { headers: { 'content-encoding': encoding }, body: pack(JSON.stringify(SPOKEN)) },
    ]);
    expect(await ask()).toMatchObject({ heard: HEARD });
  });

  it.each<[string, Scripted, RegExp]>([
    ['a web page', { body: '<!doctype html><title>Hej</title>' }, /a web page/],
    ['another JSON', { body: { status: 'ok' } }, /another shape/],
    ['8 MB and more', { body: 'x'.repeat(8_000_001) }, /more than 8\.0 MB|has 8\.0 MB/],
    [
      'more than 8 MB once unpacked',
      { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(9_000_000, 'x')) },
      /has more than 8\.0 MB/,
    ],
    ['an unknown packing', { headers: { 'content-encoding': 'zstd' }, body: 'x' }, /packed/],
    ['a broken packing', { headers: { 'content-encoding': 'gzip' }, body: 'x'.repeat(50) }, /packed.*broken/],
  ])(
    'an answer of %s is a bad answer that is requested once, and the error names the setting of the address',
    async (_, answer, words) => {
      const { server, ask } = await serving([answer]);
      const { kind, text } = await ask();
      expect(kind).toBe('bad_answer');
      expect(text).toMatch(words);
      expect(text).toContain('HITRATE_TRANSCRIBE_URL');
      expect(text).not.toContain('dialer');
      expect(server.posted).toHaveLength(1);
    },
  );

  it('an error under status 200, as whisper.cpp sends, is rejected with its words', async () => {
    const { ask } = await serving([{ body: { error: 'failed to read audio data' } }]);
    expect(await ask()).toMatchObject({ kind: 'rejected', text: expect.stringContaining('failed to read') });
  });

  it('an answer with impossible times is kept within the length of the file', async () => {
    const { ask } = await serving([{ body: { segments: [{ start: -5, end: 1e9, text: 'Hej' }] } }]);
    expect((await ask()).heard!.segments).toEqual([{ start_s: 0, end_s: seconds, text: 'Hej' }]);
  });
});

describe('a server that knows no verbose_json', () => {
  const said = (posted: { fields: Record<string, string> }) => [
    posted.fields.response_format,
    posted.fields['timestamp_granularities[]'],
  ];

  it.each<[string, Scripted]>([
    [
      'OpenAI',
      {
        status: 400,
        body: {
          error: {
            message:
              "response_format 'verbose_json' is not compatible with model 'gpt-4o-transcribe'. Use 'json' or 'text' instead.",
            type: 'invalid_request_error',
            param: 'response_format',
            code: 'unsupported_value',
          },
        },
      },
    ],
    [
      'FastAPI',
      {
        status: 422,
        body: { detail: [{ type: 'enum', loc: ['body', 'response_format'], msg: 'Input should be' }] },
      },
    ],
  ])(
    'a server without verbose_json is asked again for json, and from then on only for json: %s',
    async (_, refusal) => {
      const { server, ask } = await serving(({ fields }) =>
        fields.response_format === 'json' ? { body: { text: 'Hej' } } : refusal,
      );
      const expected = { heard: { segments: [{ start_s: 0, end_s: seconds, text: 'Hej' }], timed: false } };
      expect(await Promise.all([ask(), ask()])).toMatchObject([expected, expected]);
      expect(await ask()).toMatchObject(expected);
      const asked = server.posted.map(said);
      expect(asked.filter(([format]) => format === 'verbose_json')).toHaveLength(2);
      expect(asked.slice(2)).toEqual([
        ['json', undefined],
        ['json', undefined],
        ['json', undefined],
      ]);
    },
  );

  it('a server with neither verbose_json nor json is asked twice', async () => {
    const { server, ask } = await serving([{ status: 400, body: { error: 'response_format must be srt' } }]);
    expect(await ask()).toMatchObject({ kind: 'rejected' });
    expect(server.posted.map(said)).toEqual([
      ['verbose_json', 'segment'],
      ['json', undefined],
    ]);
  });
});

describe('a refusal', () => {
  const words = (message: string) => ({ error: { message } });

  it.each<[number, unknown, string, string[]]>([
    [400, words('Audio file is too short'), 'rejected', ['Audio file is too short', '400']],
    [400, words("Invalid language 'xx'"), 'rejected', ['HITRATE_TRANSCRIBE_LANGUAGE']],
    [
      422,
      { detail: [{ loc: ['body', 'model'], msg: 'no' }] },
      'rejected',
      ['HITRATE_TRANSCRIBE_MODEL', 'model: no'],
    ],
    [
      401,
      words('Incorrect API key'),
      'unauthenticated',
      ['refuses HITRATE_TRANSCRIBE_KEY', 'Incorrect API key'],
    ],
    [403, '', 'unauthenticated', ['HITRATE_TRANSCRIBE_KEY']],
    [404, '<html>nginx</html>', 'unavailable', ['HITRATE_TRANSCRIBE_URL']],
    [
      404,
      words('The model `whisper-1` does not exist'),
      'unavailable',
      ['HITRATE_TRANSCRIBE_MODEL', '"whisper-1"'],
    ],
    [413, '<html>nginx</html>', 'too_large', ['HITRATE_TRANSCRIBE_URL', ' MB']],
    [418, 'I am a\u200b teapot\r\n'.repeat(100), 'rejected', ['I am a teapot I am']],
  ])(
    'a refusal with status %i and %j is not retried and is reported as %s',
    async (status, body, kind, parts) => {
      const { server, ask } = await serving([{ status, body }], { key: KEY });
      const got = await ask();
      expect(got.kind).toBe(kind);
      for (const part of parts) expect(got.text).toContain(part);
      expect(got.text.length).toBeLessThan(500);
      expect(got.text).not.toMatch(/nginx|\u200b/);
      expect(server.posted).toHaveLength(1);
    },
  );

  it('a refusal for want of a key names the setting of the key', async () => {
    const { ask } = await serving([{ status: 401 }]);
    expect((await ask()).text).toContain('set HITRATE_TRANSCRIBE_KEY');
  });

  it.each([301, 302, 303, 307, 308])(
    'a redirect with status %i is not followed, and no recording goes elsewhere',
    async (status) => {
      const elsewhere = await serving([ok]);
      const { ask } = await serving([{ status, headers: { location: elsewhere.server.url } }]);
      const { kind, text } = await ask();
      expect(kind).toBe('bad_answer');
      expect(text).toMatch(/redirect.*not followed.*HITRATE_TRANSCRIBE_URL/);
      expect(elsewhere.server.posted).toEqual([]);
    },
  );

  it('a refusal before the end of the upload is understood', async () => {
    const { server, ask } = await serving([ok]);
    server.beforeBody = (_, response) => response.writeHead(413, { connection: 'close' }).end();
    expect(await ask(undefined, { ...SPEECH, bytes: Buffer.alloc(8_000_000) })).toMatchObject({
      kind: 'too_large',
    });
  });
});

describe('the key', () => {
  const echoes: [string, Scripted][] = [
    ...[400, 401, 403, 404, 413, 422, 429, 500].flatMap((status): [string, Scripted][] => [
      [`${status} as JSON`, { status, body: { error: { message: `Bad key ${KEY}: ${KEY}` } } }],
      [`${status} as text`, { status, body: `${'x'.repeat(280)} ${KEY}` }],
    ]),
    ['200 with an error', { body: { error: `Bad key ${KEY}` } }],
    ['200 with an error whose JSON hides it', { body: `{"error":"Bad key ${KEY.replace('-', '\\u002d')}"}` }],
    ['307', { status: 307, headers: { location: `http://x/${KEY}` } }],
    ['a transcript', { body: { text: `Hej ${KEY}` } }],
  ];

  it.concurrent.each(echoes)(
    'the key is not repeated where the server repeats the key: %s',
    async (_, answer) => {
      const { server, ask } = await serving([answer], { key: KEY });
      const got = JSON.stringify(await ask());
      expect(server.posted[0]!.headers.authorization).toContain(KEY);
      expect(got).not.toContain(KEY.slice(0, 9));
    },
  );
});

it('a connection that is kept for later keeps no process alive', async () => {
  const { server } = await serving([ok]);
  const module = fileURLToPath(
    new URL('../../../../src/recordings/transcription/engines/http.ts', import.meta.url),
  );
  const script = `
    import { httpEngine } from ${JSON.stringify(module)};
    const engine = httpEngine({ url: ${JSON.stringify(server.url)}, model: 'm', language: 'sv', env: {} });
    const speech = { bytes: Buffer.alloc(99), type: 'audio/wav', seconds: 1 };
    const { segments } = await engine.transcribe(speech, new AbortController().signal);
    process.stdout.write(segments[0].text);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  expect(String(said)).toBe('Hej');
  const answered = performance.now();
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(performance.now() - answered).toBeLessThan(3_500);
});
