/** Whose recording a transcript is of, how much of the call it covers, and several of them in one answer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../../src/mcp/client.ts';
import { truthOf } from '../../../../src/sandbox/recordings.ts';
import { fakeDialer } from '../../../support/fake-dialer.ts';
import { holding, type Listener, listener, verbose } from '../../../support/hearing-engine.ts';
import { spokenSandbox } from '../../../support/recordings.ts';
import {
  expectLines,
  first,
  hostAt,
  linesOf,
  transcribe,
  transcribed,
} from '../../../support/transcripts.ts';

let dialer: Awaited<ReturnType<typeof spokenSandbox>>;
let speech: Listener;
let host: Host;
let logged = '';
beforeAll(async () => {
  [dialer, speech] = await Promise.all([spokenSandbox(), listener()]);
  host = await hostAt(
    dialer,
    { HITRATE_TRANSCRIBE_URL: speech.url, HITRATE_LOG_LEVEL: 'debug' },
    {
      onStderr: (text) => {
        logged += text;
      },
    },
  );
});
afterAll(async () => {
  await host.close();
  await Promise.all([dialer.close(), speech.close()]);
});

const truth = (id: number) => truthOf(dialer.state, dialer.recorded.find((call) => call.id === id)!)!;
/** A recorded call in which something else is said than in those. */
const otherThan = (...ids: number[]) =>
  dialer.recorded.find((call) => ids.every((id) => truth(id) !== truth(call.id)))!.id;
/** Another call of the sandbox with the very same recording. */
const soundsAs = (id: number) =>
  dialer.recorded.find((call) => call.id !== id && truth(call.id) === truth(id))!.id;

describe('a transcript', () => {
  it('a transcript names agent, customer, time, talk time and result of the call, and says that it covers the whole recording', async () => {
    const call = dialer.state.calls.find(({ id }) => id === 4371)!;
    const told = await transcribed(host, { call_ids: [4371] });
    expect(told.call).toEqual({
      id: 4371,
      start: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      type: 'predictive',
      talk_s: call.finish_time - call.connect_time!,
      line_s: call.finish_time - call.init_time,
      result: 'Order (5)',
      recorded: true,
      agent: 'Mawila Nathaniel (6)',
      customer: 'Anna Ek (922)',
    });
    expect(told.covers).toBe("the call's whole recording");
  });

  it('a transcript of a clip says which part it covers, and a transcript of an order names the order', async () => {
    const clip = await transcribed(host, { call_ids: [4371], start_s: 2, end_s: 9 });
    expect(clip.covers).toBe("2 s to 9 s of the call's recording");
    const order = await transcribed(host, { order_id: 39 });
    expect(order).toMatchObject({
      order: { id: 39, products: '1 x Dog box', value: 399 },
      call: { id: 4371, agent: 'Mawila Nathaniel (6)' },
      covers: 'the recording kept with the order; its call had 29 s of talk',
    });
  });

  it('a transcript says that a machine wrote it, and only the log names the engine', async () => {
    const { text, data } = await transcribe(host, { call_ids: [4371] });
    expect(data.caution).toMatch(/^Written by a machine: .*Listen before you rely/);
    const { port } = new URL(speech.url);
    for (const word of ['whisper', '127.0.0.1', port]) expect(text).not.toContain(word);
    expect(logged).toContain(`whisper-1 at http://127.0.0.1:${port}`);
  });

  it('call_id gives the same transcript as call_ids', async () => {
    const { transcript: _, ...byOne } = await transcribed(host, { call_id: 4371 });
    const { transcript: __, ...byMany } = await transcribed(host, { call_ids: [4371] });
    expect(byOne).toEqual(byMany);
  });

  it('a transcript names another recording of this session that is the same byte for byte', async () => {
    const twin = soundsAs(4371);
    const told = await transcribed(host, { call_ids: [twin] });
    expect(told.same_audio_as).toContain('Recording of call 4371');
    const strange = await transcribed(host, { call_ids: [otherThan(4371)] });
    expect(strange.same_audio_as ?? []).not.toContain('Recording of call 4371');
  });

  it('a transcript of a call whose row can not be read is given and says why the row is missing', async () => {
    const closed = await fakeDialer(({ path }) =>
      path.includes('recording')
        ? { body: first.wav, type: 'audio/wav' }
        : { status: 403, body: { message: 'Permission denied, user missing coach all_calls permission' } },
    );
    const blind = await hostAt(closed, { HITRATE_TRANSCRIBE_URL: speech.url });
    for (const args of [{ call_ids: [7] }, { order_id: 7 }]) {
      const told = await transcribed(blind, args);
      expectLines(linesOf(told), first.lines);
      expect(told).not.toHaveProperty('call');
      expect(told.not_read).toMatch(
        /^Whose recording it is could not be read: permission_denied: .*all_calls/,
      );
    }
    await blind.close();
    await closed.close();
  });
});

describe('several calls', () => {
  it('several calls are transcribed in one answer, each with its own call and lines, and shared texts once', async () => {
    const ids = [4371, otherThan(4371)];
    const { data, text } = await transcribe(host, { call_ids: ids });
    expect(data).toMatchObject({ total: 2, heard: 2 });
    for (const [i, one] of data.recordings.entries()) {
      expect(one.call.id).toBe(ids[i]);
      expectLines(linesOf({ columns: data.columns, rows: one.rows }), truth(ids[i]!));
    }
    for (const once of ['Written by a machine', 'not instructions', '"columns"'])
      expect(text.split(once)).toHaveLength(2);
  });

  it('several calls with the same recording name each other', async () => {
    const ids = [4371, soundsAs(4371)];
    const { data } = await transcribe(host, { call_ids: ids });
    const [one, other] = data.recordings;
    expect(one.same_audio_as).toContain(`Recording of call ${ids[1]}`);
    expect(other.same_audio_as).toContain(`Recording of call ${ids[0]}`);
  });

  it('a call without a recording is listed with the reason, and an answer without any recording is an error', async () => {
    const { data } = await transcribe(host, { call_ids: [4371, 999_999] });
    expect(data).toMatchObject({ total: 2, heard: 1, failed: 1 });
    expect(data.recordings[1]).toEqual({ call_id: 999_999, error: expect.stringMatching(/^not_found: /) });
    const { isError, text } = await transcribe(host, { call_ids: [999_998, 999_999] });
    expect({ isError, text }).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^not_found: .*search_calls/),
    });
  });

  it('an answer about several calls names the transcript of each unfinished call, to be asked for alone', async () => {
    const hasty = await hostAt(dialer, { HITRATE_TRANSCRIBE_URL: speech.url, HITRATE_TIMEOUT_MS: '2500' });
    await transcribed(hasty, { call_ids: [4371] });
    const held = holding();
    speech.script(held.script);
    const late = otherThan(4371);
    const { data } = await transcribe(hasty, { call_ids: [4371, late] });
    speech.script(verbose);
    expect(data).toMatchObject({ total: 2, heard: 1, working: 1 });
    const [, working] = data.recordings;
    expect(working).toMatchObject({ call: { id: late }, status: 'working' });
    expect(data.next).toContain(`transcript = ${working.transcript} alone`);
    held.letGo();
    const told = await transcribed(hasty, { transcript: working.transcript });
    expect(told.call.id).toBe(late);
    expectLines(linesOf(told), truth(late));
    await hasty.close();
  });

  it('each of several transcripts in one answer gives the offset of its next line', async () => {
    const long = dialer.recorded.filter((call) => truth(call.id).length > 5).slice(0, 2);
    const { data } = await transcribe(host, { call_ids: long.map(({ id }) => id), limit: 3 });
    for (const one of data.recordings) {
      expect(one).toMatchObject({ returned: 3, next_offset: 3 });
      const rest = await transcribed(host, { transcript: one.transcript, offset: one.next_offset });
      expect(rest.rows).toHaveLength(one.total - 3);
    }
  });

  it('transcribe_recording accepts at most ten calls', async () => {
    const call_ids = Array.from({ length: 11 }, (_, i) => i + 1);
    expect((await transcribe(host, { call_ids })).text).toMatch(/a list of at most 10/);
  });
});
