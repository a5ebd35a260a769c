/** Nothing goes on for a transcript that nobody wants any more: no request, no program, no file. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../../../src/mcp/client.ts';
import { type FakeDialer, fakeDialer } from '../../../support/fake-dialer.ts';
import { newFolder } from '../../../support/files.ts';
import { holding, type Listener, listener } from '../../../support/hearing-engine.ts';
import { answerRow } from '../../../support/host.ts';
import { alive, greet, type Running, serve, toolCall } from '../../../support/process.ts';
import {
  expectLines,
  first,
  hostAt,
  linesOf,
  transcribe,
  transcribed,
  unheard,
} from '../../../support/transcripts.ts';
import { SOON_MS, until } from '../../../support/waiting.ts';

let dialer: FakeDialer;
let speech: Listener;
beforeAll(async () => {
  [dialer, speech] = await Promise.all([fakeDialer(), listener()]);
});
afterAll(() => Promise.all([dialer.close(), speech.close()]));

let held: ReturnType<typeof holding>;
beforeEach(() => {
  const recording = unheard();
  dialer.script(() => ({ body: recording, type: 'audio/wav' }));
  held = holding();
  speech.script(held.script);
  speech.posted.length = 0;
});

/** A call that its host can give up. */
function asking(host: Host, args: Record<string, unknown>) {
  const control = new AbortController();
  const answer = host.client.callTool({ name: 'transcribe_recording', arguments: args }, undefined, {
    signal: control.signal,
  });
  return {
    answer: answer as Promise<unknown>,
    async cancel() {
      control.abort();
      await expect(answer).rejects.toThrow();
    },
  };
}

/** The dialer begins to send, and never ends. */
function endless(): { open(): number } {
  let open = 0;
  dialer.script(({ path }, response) => {
    if (!path.includes('recording')) return { body: [] };
    open++;
    response.on('close', () => open--);
    response.writeHead(200, { 'content-type': 'audio/wav' }).write(first.wav.subarray(0, 100_000));
    return undefined;
  });
  return { open: () => open };
}

describe('a call that its host cancels', () => {
  let host: Host;
  const start = (env: Record<string, string> = {}) =>
    hostAt(dialer, { HITRATE_TRANSCRIBE_URL: speech.url, ...env });
  beforeAll(async () => {
    host = await start();
  });
  afterAll(() => host.close());

  let call_id = 0;
  beforeEach(() => {
    call_id++;
  });

  it('a cancelled call ends the download of the recording', async () => {
    const recording = endless();
    const { cancel } = asking(host, { call_id });
    await until(() => recording.open() === 1);
    await cancel();
    await until(() => recording.open() === 0);
    expect(speech.posted).toEqual([]);
  });

  it('a call that is cancelled right at its start leaves no download open', async () => {
    const recording = endless();
    const fresh = await start();
    // The first call loads what calls need: when that is there, the host has already changed its mind.
    await asking(fresh, { call_id }).cancel();
    // By the time that another answer has come, a download would have begun.
    await fresh.call('list_offices');
    await until(() => recording.open() === 0);
    await fresh.close();
  });

  it('a cancelled call ends its requests to the speech server, and the next call succeeds', async () => {
    const { cancel } = asking(host, { call_id });
    await until(() => held.held.length === 2);
    await cancel();
    await until(() => held.dropped() === 2);
    // Its connections are of use to nobody, and the server is: it takes the next call as if nothing had been.
    const again = holding();
    speech.script(again.script);
    again.letGo();
    expectLines(linesOf(await transcribed(host, { call_id })), first.lines);
  });

  it('a cancelled call ends nothing for another call that waits for the same transcript', async () => {
    const one = asking(host, { call_id });
    const other = asking(host, { call_id });
    await until(() => held.held.length === 2);
    await one.cancel();
    held.letGo();
    expectLines(linesOf(answerRow(await other.answer)), first.lines);
    expect(held.dropped()).toBe(0);
    expect(speech.posted).toHaveLength(2);
  });

  it('a cancelled call ends nothing for another recording with the same sound', async () => {
    const one = asking(host, { call_id });
    const other = asking(host, { order_id: call_id });
    await until(() => held.held.length === 2);
    await until(
      () => dialer.requests.filter(({ path }) => path.endsWith(`/order_recording/${call_id}`)).length === 1,
    );
    await one.cancel();
    held.letGo();
    expectLines(linesOf(answerRow(await other.answer)), first.lines);
  });

  it('the requests to the speech server end when the last waiting call is cancelled', async () => {
    const calls = [asking(host, { call_id }), asking(host, { call_id })];
    await until(() => held.held.length === 2);
    await Promise.all(calls.map(({ cancel }) => cancel()));
    await until(() => held.dropped() === 2);
  });

  it('a cancelled call ends the transcription that an earlier call started, and a later call starts anew', async () => {
    const hasty = await start({ HITRATE_TIMEOUT_MS: '1500' });
    const { transcript } = (await transcribe(hasty, { call_id })).data;
    await asking(hasty, { transcript }).cancel();
    await until(() => held.dropped() === 2);
    const { text, isError } = await transcribe(hasty, { transcript });
    expect(isError).toBe(true);
    expect(text).toMatch(/^invalid_arguments: There is no transcript .*ask with call_ids or order_id/);
    held.letGo();
    expectLines(linesOf(await transcribed(hasty, { call_id })), first.lines);
    await hasty.close();
  });
});

/** A program that leaves its number and then hangs, and where the server keeps its files. */
function hanging() {
  const home = newFolder();
  const temporary = newFolder();
  const [program, numbers] = [join(home, 'hang.mjs'), join(home, 'numbers')];
  writeFileSync(numbers, '');
  writeFileSync(
    program,
    `import { appendFileSync } from 'node:fs';
    appendFileSync(process.argv[2], process.pid + '\\n');
    setInterval(() => {}, 1000);`,
  );
  const pids = () => readFileSync(numbers, 'utf8').split('\n').filter(Boolean).map(Number);
  return {
    env: {
      HITRATE_TRANSCRIBE_COMMAND: `"${process.execPath}" "${program}" "${numbers}" {file}`,
      TMPDIR: temporary,
    },
    running: async () => {
      await until(() => pids().length === 1);
      expect(readdirSync(temporary)).toHaveLength(1);
    },
    gone: async () => {
      await until(() => pids().every((pid) => !alive(pid)));
      await until(() => readdirSync(temporary).length === 0);
      expect(pids()).toHaveLength(1);
    },
  };
}

describe('a program that transcribes', () => {
  it('a transcription program ends when the host cancels the call, and its files are removed', async () => {
    const program = hanging();
    const host = await hostAt(dialer, program.env);
    const { cancel } = asking(host, { call_id: 1 });
    await program.running();
    await cancel();
    await program.gone();
    await host.close();
  });

  const working = async (server: Running) => {
    const { result } = await server.answer(1);
    expect(answerRow(result)).toMatchObject({ status: 'working' });
  };

  describe.concurrent.each([
    ['the end of stdin', 'stdin'],
    ['SIGTERM', 'SIGTERM'],
    ['SIGHUP, of a terminal that is closed', 'SIGHUP'],
    ['SIGINT', 'SIGINT'],
  ] as const)('ends at %s', (_, how) => {
    it.each<[string, Record<string, string>, (server: Running) => Promise<void>]>([
      ['while a call waits for it', {}, async () => {}],
      ['while no call waits for it', { HITRATE_TIMEOUT_MS: '1000' }, working],
    ])(
      'a transcription program ends with the server, and its files are removed: %s',
      async (_, env, reach) => {
        const program = hanging();
        const server = serve(dialer.url, { ...program.env, ...env, HITRATE_LOG_LEVEL: 'error' });
        await greet(server);
        server.send(toolCall(1, 'transcribe_recording', { call_id: 1 }));
        await program.running();
        await reach(server);
        expect(await server.end(how)).toBeLessThan(SOON_MS);
        await program.gone();
        expect(await server.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
      },
    );
  });
});

describe('requests under way', () => {
  it.each(['stdin', 'SIGTERM', 'SIGHUP'] as const)(
    'a download in progress ends with the server: %s',
    async (how) => {
      const recording = endless();
      const server = serve(dialer.url, { HITRATE_TRANSCRIBE_URL: speech.url });
      await greet(server);
      server.send(toolCall(1, 'transcribe_recording', { call_id: 1 }));
      await until(() => recording.open() === 1);
      expect(await server.end(how)).toBeLessThan(SOON_MS);
      await until(() => recording.open() === 0);
    },
  );
});
