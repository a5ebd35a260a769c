/** A speech server that is busy, fails or hangs: how often it is asked, for how long, and what is told of it. */
import type { ServerResponse } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import type { SpeechFile } from '../../../../src/recordings/transcription/engines/engine.ts';
import { closeServers, HEARD, ok, serving } from '../../../support/http-engine.ts';
import { SPEECH } from '../../../support/speech-file.ts';
import type { Script, Scripted, SpeechServer } from '../../../support/speech-server.ts';

afterAll(closeServers);

describe.concurrent('a server that is busy', () => {
  const busy = (retryAfter?: string): Scripted => ({
    status: 429,
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    body: { error: { message: 'Slow down' } },
  });
  const gap = ({ posted }: SpeechServer) => posted[1]!.at - posted[0]!.at;

  it('a busy server is asked again after the seconds that Retry-After names', async () => {
    const { server, ask } = await serving([busy('1'), ok]);
    expect(await ask()).toMatchObject({ heard: HEARD });
    expect(gap(server)).toBeGreaterThan(950);
  });

  it('a busy server is asked again at the date that Retry-After names', async () => {
    const date = new Date(Date.now() + 2000).toUTCString();
    // On the clock by which the server notes its requests.
    const start = performance.now() + Date.parse(date) - Date.now();
    const { server, ask } = await serving([busy(date), ok]);
    expect(await ask()).toMatchObject({ heard: HEARD });
    expect(server.posted[1]!.at).toBeGreaterThan(start - 50);
  });

  it.each([undefined, '0', 'soon'])(
    'a server that stays busy is asked four times (Retry-After: %s)',
    async (retryAfter) => {
      const { server, ask } = await serving([busy(retryAfter)]);
      const { kind, text } = await ask();
      expect(kind).toBe('rate_limited');
      expect(text).toContain('Slow down');
      expect(text).toContain('HITRATE_TRANSCRIBE_URL');
      expect(server.posted).toHaveLength(4);
    },
  );

  it('a server that is busy for longer than a minute is asked only once', async () => {
    const { server, ask } = await serving([busy('61')]);
    expect(await ask()).toMatchObject({ kind: 'rate_limited', text: expect.stringContaining('61 s') });
    expect(server.posted).toHaveLength(1);
  });

  it('a server that is busy for longer than the deadline is asked only once', async () => {
    const { server, ask } = await serving([busy('30')], { limits: { deadlineMs: 8000 } });
    expect(await ask()).toMatchObject({ kind: 'rate_limited' });
    expect(server.posted).toHaveLength(1);
  });
});

describe.concurrent('a server that fails', () => {
  const reset = (response: ServerResponse) => void (response.socket as any).resetAndDestroy();
  const FAULTS: [string, Script][] = [
    ...[500, 502, 503, 504].map((status): [string, Script] => [
      `with status ${status}`,
      () => ({ status, body: { error: 'CUDA out of memory' } }),
    ]),
    ['by a reset', (_, response) => reset(response)],
    [
      'in the middle of its answer',
      (_, response) => {
        response.writeHead(200, { 'content-length': '900' }).write('{"text":"Hej');
        setTimeout(() => response.destroy(), 20);
        return undefined;
      },
    ],
    [
      'in the middle of its answer, which has no announced length',
      (_, response) => {
        response.writeHead(200).write('{"text":"Hej"}');
        setTimeout(() => reset(response), 20);
        return undefined;
      },
    ],
  ];

  it.each(FAULTS)('a server that fails %s is asked three times', async (_, fault) => {
    const { server, ask } = await serving(fault);
    const { kind, text } = await ask();
    expect(kind).toBe('unavailable');
    expect(text).toContain('HITRATE_TRANSCRIBE_URL');
    expect(text).not.toContain('127.0.0.1');
    const [first, second, third, ...more] = server.posted.map(({ at }) => at);
    expect(more).toEqual([]);
    expect(second! - first!).toBeGreaterThan(100);
    expect(third! - second!).toBeGreaterThan(200);
  });

  it.each(FAULTS)('a server that fails once %s and then answers gives a transcript', async (_, fault) => {
    let failed = false;
    const { ask } = await serving((posted, response) => {
      if (failed) return ok;
      failed = true;
      return fault(posted, response);
    });
    expect(await ask()).toMatchObject({ heard: HEARD });
  });

  it('a server that breaks off the upload is asked three times', async () => {
    const { server, ask } = await serving([ok]);
    let tries = 0;
    server.beforeBody = (request) => {
      tries++;
      request.once('data', () => (request.socket as any).resetAndDestroy());
    };
    expect(await ask(undefined, { ...SPEECH, bytes: Buffer.alloc(8_000_000) })).toMatchObject({
      kind: 'unavailable',
    });
    expect(tries).toBe(3);
  });

  it('a server that is not running is reported as unreachable', async () => {
    const { server, ask } = await serving([ok]);
    await server.close();
    expect(await ask()).toMatchObject({
      kind: 'unavailable',
      text: "The speech server can't be reached: nothing listens at HITRATE_TRANSCRIBE_URL.",
    });
  });

  it('a server with an unknown host name is reported as unreachable', async () => {
    const { ask } = await serving([ok], { url: 'http://no-such-server.invalid/v1/audio/transcriptions' });
    const { kind, text } = await ask();
    expect(kind).toBe('unavailable');
    expect(text).toMatch(/can't be reached: .*HITRATE_TRANSCRIBE_URL/);
  });

  it('a server that does not speak HTTP gives a bad answer', async () => {
    const { ask } = await serving((_, response) => void response.socket!.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(await ask()).toMatchObject({ kind: 'bad_answer', text: expect.stringContaining('not HTTP') });
  });
});

/** Where a server can hang; `reached` tells that it does. */
const HANGS: [string, (server: SpeechServer, reached: () => void) => void][] = [
  [
    'in the middle of the upload',
    (server, reached) => {
      server.beforeBody = (request) =>
        void request.once('data', () => {
          request.pause();
          // A server that does not read does not see the end of the connection either.
          setTimeout(() => request.resume(), 1500);
          reached();
        });
    },
  ],
  [
    'before its answer',
    (server, reached) => {
      server.beforeBody = (request) => void request.resume().on('end', reached);
    },
  ],
  [
    'in the middle of its answer',
    (server, reached) => {
      server.beforeBody = (request, response) =>
        void request
          .resume()
          .on('end', () => response.writeHead(200).write('{"text":', () => setTimeout(reached, 20)));
    },
  ],
];
const closed = (server: SpeechServer) => expect.poll(() => server.open.size).toBe(0);
const LONG: SpeechFile = { ...SPEECH, bytes: Buffer.alloc(12_000_000) };

describe.concurrent.each(HANGS)('a server that hangs %s', (_, hang) => {
  it('a server that hangs is left at the deadline, and its connection is closed', async () => {
    const { server, ask } = await serving([ok], { limits: { deadlineMs: 1000 } });
    hang(server, () => {});
    const started = performance.now();
    expect(await ask(undefined, LONG)).toMatchObject({
      kind: 'timeout',
      text: expect.stringContaining(' 1 s'),
    });
    expect(performance.now() - started).toBeLessThan(4000);
    await closed(server);
    server.beforeBody = undefined;
    await expect.poll(async () => (await ask()).kind).toBe('heard');
  });

  it('a server that hangs is left at once when the call is cancelled, with the reason of the cancellation', async () => {
    const { server, engine } = await serving([ok]);
    const cancel = new AbortController();
    const reason = new Error('not wanted any more');
    const asked = engine.transcribe(LONG, cancel.signal);
    await new Promise<void>((reached) => hang(server, reached));
    const started = performance.now();
    cancel.abort(reason);
    await expect(asked).rejects.toBe(reason);
    expect(performance.now() - started).toBeLessThan(1000);
    await closed(server);
  });
});

describe.concurrent('a call that is cancelled', () => {
  it.each<[string, Scripted]>([
    ['that the server asked for', { status: 429, headers: { 'retry-after': '30' } }],
    ['after a failure', { status: 500 }],
  ])('a call that is cancelled in a pause %s ends at once', async (_, answer) => {
    const { server, engine } = await serving([answer]);
    const cancel = new AbortController();
    const asked = engine.transcribe(SPEECH, cancel.signal);
    asked.catch(() => {});
    await expect.poll(() => server.posted.length, { interval: 5 }).toBe(1);
    setTimeout(() => cancel.abort('enough'), 40);
    const started = performance.now();
    await expect(asked).rejects.toBe('enough');
    expect(performance.now() - started).toBeLessThan(1000);
    expect(server.posted).toHaveLength(1);
  });

  it('a call that is cancelled before its start sends nothing', async () => {
    const { server, engine } = await serving([ok]);
    await expect(engine.transcribe(SPEECH, AbortSignal.abort('early'))).rejects.toBe('early');
    expect(server.open.size).toBe(0);
  });
});
