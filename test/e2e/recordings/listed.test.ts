/** Recordings and PDFs as resources: which ones are listed and when, and clips of them under addresses of their own. */
import { UriTemplate } from '@modelcontextprotocol/sdk/shared/uriTemplate.js';
import { ResourceListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { announced, chunked, sending } from '../../support/file-sending.ts';
import { newFolder, sha256 } from '../../support/files.ts';
import { answerOf, bytesOf, startHost } from '../../support/host.ts';
import { greet, request, serve } from '../../support/process.ts';
import { noise, PDF, samples, silence } from '../../support/recordings.ts';

const CALL = 'get_call_recording';
const ORDER = 'get_order_recording';
const SMS = 'get_sms_history_pdf';

let dialer: FakeDialer;
/** Hosts whose list must be known are others. */
let host: Host;
beforeAll(async () => {
  dialer = await fakeDialer();
  host = await startHost({ HITRATE_URL: dialer.url }, { name: 'claude-code' });
});
afterAll(async () => {
  await host.close();
  await dialer.close();
});

const { wav, mp3 } = samples[0]!;
const minute = noise('a minute', 60);

/** A host that has met nothing yet, and how often it was told that its list has changed. */
async function fresh(env: Record<string, string> = {}) {
  const host = await startHost({ HITRATE_URL: dialer.url, ...env }, { name: 'claude-code' });
  let told = 0;
  host.client.setNotificationHandler(ResourceListChangedNotificationSchema, () => void told++);
  const listed = async () => (await host.client.listResources()).resources;
  return { host, told: () => told, listed };
}

/** What the tool and the resource of its address give must be the same. */
async function readAs(uri: string, from = host) {
  const read = await from.client.readResource({ uri });
  expect(read.contents).toEqual([{ uri, mimeType: expect.any(String), blob: expect.any(String) }]);
  return bytesOf(read);
}

const refused = (uri: string, from = host): Promise<string> =>
  from.client.readResource({ uri }).then(
    () => expect.fail(`${uri} was read`),
    (error) => error.message,
  );

describe('the list of resources', () => {
  it('resources/list holds what the session has met, the latest first, each with title, type and size', async () => {
    const { host, listed } = await fresh({ HITRATE_DOWNLOAD_DIR: newFolder() });
    expect(await listed()).toEqual([]);
    const meet = (name: string, args: Record<string, unknown>, body: Buffer) => {
      dialer.script(() => announced(body));
      return answerOf(host, [name, args]);
    };
    await meet(CALL, { call_id: 1 }, wav);
    await meet(CALL, { call_id: 1, format: 'mp3', deliver: 'inline' }, mp3);
    await meet(ORDER, { order_id: 39, deliver: 'file' }, wav);
    const clip = await meet(CALL, { call_id: 1, start_s: 10, end_s: 12.5, channel: 'left' }, wav);
    await meet(SMS, { customer_id: 922 }, PDF);
    dialer.script(() => announced(wav));
    await readAs('hitrate://call/2/recording.wav?end_s=3', host);

    const all = await listed();
    expect(all.map(({ uri, title, size, mimeType }) => [uri, title, size, mimeType])).toEqual([
      ['hitrate://call/2/recording.wav?end_s=3', 'Recording of call 2, 0 s to 3 s', 48_058, 'audio/wav'],
      ['hitrate://customer/922/sms.pdf', 'SMS of customer 922', PDF.length, 'application/pdf'],
      [
        'hitrate://call/1/recording.wav?start_s=10&end_s=12.5&channel=left',
        'Recording of call 1, 10 s to 12.5 s, left channel',
        clip.about.bytes,
        'audio/wav',
      ],
      ['hitrate://order/39/recording.wav', 'Recording of order 39', wav.length, 'audio/wav'],
      ['hitrate://call/1/recording.mp3', 'Recording of call 1', mp3.length, 'audio/mpeg'],
      ['hitrate://call/1/recording.wav', 'Recording of call 1', wav.length, 'audio/wav'],
    ]);
    for (const { name, title } of all) expect(name).toBe(title);

    await meet(CALL, { call_id: 1 }, wav);
    const again = (await listed()).map(({ uri }) => uri);
    expect(again[0]).toBe('hitrate://call/1/recording.wav');
    expect(again.slice(1)).toEqual(all.slice(0, -1).map(({ uri }) => uri));
    await host.close();
  });

  it('the host is notified of a changed list exactly when the list has grown', async () => {
    const { host, told, listed } = await fresh();
    expect(host.client.getServerCapabilities()?.resources?.listChanged).toBe(true);
    dialer.script(({ path }) => (path.includes('/999/') ? { status: 404, body: {} } : announced(wav)));
    const call = (args: object) => answerOf(host, [CALL, { ...args }]);
    // Notifications come before the answer that they belong to.
    const tells = async (more: number, work: Promise<unknown>) => {
      const before = told();
      await work;
      expect(told() - before).toBe(more);
    };
    await tells(0, listed());
    await tells(0, call({ call_id: 999 }));
    await tells(0, call({ call_id: 'x' }));
    await tells(1, call({ call_id: 1 }));
    await tells(0, call({ call_id: 1 }));
    await tells(0, call({ call_id: 1, format: 'wav', deliver: 'inline' }));
    await tells(1, call({ call_id: 1, start_s: 1 }));
    await tells(0, call({ call_id: 1, start_s: '1' }));
    await tells(0, readAs('hitrate://call/1/recording.wav', host));
    await tells(1, readAs('hitrate://call/2/recording.wav', host));
    await tells(0, readAs('hitrate://call/2/recording.wav', host));
    await tells(0, refused('hitrate://call/999/recording.wav', host));
    await tells(0, call({ call_id: 2 }));
    expect(await listed()).toHaveLength(3);
    await host.close();
  });

  it('resources/list holds the last hundred resources', async () => {
    const { host, listed } = await fresh();
    dialer.script(() => announced(silence(1, 8000, 1)));
    for (let call_id = 1; call_id <= 102; call_id++) await answerOf(host, [CALL, { call_id }]);
    const uris = (await listed()).map(({ uri }) => uri);
    expect(uris).toEqual(Array.from({ length: 100 }, (_, i) => `hitrate://call/${102 - i}/recording.wav`));
    await host.close();
  });
});

describe('a template', () => {
  it('every resource template follows RFC 6570 and expands to the addresses that the tools give', async () => {
    const { resourceTemplates } = await host.client.listResourceTemplates();
    dialer.script(() => announced(minute));
    const clip = { start_s: 1, end_s: 2.5, channel: 'left' };
    const wanted = [
      [CALL, { call_id: 4371 }, clip],
      [CALL, { call_id: 4371, format: 'mp3' }, { start_s: 1, end_s: 2.5 }],
      [ORDER, { order_id: 39 }, clip],
      [SMS, { customer_id: 922 }, {}],
    ] as const;
    for (const [i, [tool, { format, ...id }, narrow]] of wanted.entries() as any) {
      const { uriTemplate } = resourceTemplates[i]!;
      expect(uriTemplate).toMatch(/^(?:[a-z0-9/:.]|\{\??\w+(?:,\w+)*\})+$/);
      const template = new UriTemplate(uriTemplate);
      const text = (values: object) =>
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
      dialer.script(() => announced(tool === SMS ? PDF : format ? mp3 : minute));
      const whole = await answerOf(host, [tool, { ...id, ...(format && { format }) }]);
      expect(template.expand(text(id))).toBe(whole.about.uri);
      const part = await answerOf(host, [tool, { ...id, ...(format && { format }), ...narrow }]);
      expect(template.expand(text({ ...id, ...narrow }))).toBe(part.about.uri);
    }
  });
});

describe('a clip', () => {
  it.each([
    [CALL, { start_s: 1, end_s: 3 }, wav],
    [CALL, { start_s: 1.25, end_s: 3.0625, channel: 'left' }, minute],
    [CALL, { channel: 'right' }, wav],
    [CALL, { end_s: 5 }, minute],
    [CALL, { start_s: 20 }, wav],
    [CALL, { start_s: 20, end_s: 100_000 }, minute],
    [CALL, { start_s: 2, end_s: 4, format: 'mp3' }, mp3],
    [ORDER, { start_s: 1, end_s: 3, channel: 'right' }, minute],
  ] as const)('a clip has the same bytes whichever way it is delivered: %s %o', async (tool, clip, body) => {
    const id = tool === CALL ? { call_id: 7 } : { order_id: 7 };
    for (const as of [announced, chunked]) {
      dialer.script(() => as(body));
      const { about } = await answerOf(host, [tool, { ...id, ...clip }]);
      const bytes = await readAs(about.uri);
      expect(about).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes) });
      const inline = await answerOf(host, [
        tool,
        { ...id, ...(tool === CALL && { format: 'wav' }), ...clip, deliver: 'inline' },
      ]);
      if (bytes.length <= 700_000) expect(inline.besides.data).toBe(bytes.toString('base64'));
    }
  });

  it('a clip is downloaded no further than to its end', async () => {
    const long = noise('twenty megabytes', 625);
    for (const deliver of ['link', 'inline', 'resource']) {
      const file = sending(long);
      dialer.script(file.script);
      if (deliver === 'resource') await readAs('hitrate://call/7/recording.wav?end_s=5');
      else await answerOf(host, [CALL, { call_id: 7, end_s: 5, deliver }]);
      await file.over;
      expect(file.sent()).toBeLessThan(long.length / 2);
    }
  });

  it('a WAV clip holds exactly the samples of the requested time and channel', async () => {
    dialer.script(() => announced(minute));
    const clip = await readAs('hitrate://call/7/recording.wav?start_s=10&end_s=11.5');
    const [from, to] = [44 + 10 * 32_000, 44 + 11.5 * 32_000];
    expect(clip.subarray(44).equals(minute.subarray(from, to))).toBe(true);
    for (const [channel, offset] of [
      ['left', 0],
      ['right', 2],
    ] as const) {
      const one = await readAs(`hitrate://call/7/recording.wav?start_s=10&end_s=11.5&channel=${channel}`);
      expect(one.readUInt16LE(22)).toBe(1);
      expect(one).toHaveLength(44 + (to - from) / 2);
      for (let i = 0; i < (to - from) / 4; i++)
        if (one.readInt16LE(44 + 2 * i) !== minute.readInt16LE(from + 4 * i + offset))
          expect.fail(`sample ${i} of the ${channel} channel is another`);
    }
  });
});

describe('a recording over the cap', () => {
  const long = noise('long', 260);
  const whole = 'hitrate://call/7/recording.wav';

  it.each([
    ['announced', announced],
    ['chunked', chunked],
  ])('a recording over the size limit is refused with the address of a clip that fits: %s', async (_, as) => {
    dialer.script(() => as(long));
    const message = await refused(whole);
    expect(message).toMatch(/too_large: The file has (more than )?[78]\.\d MB; .*HITRATE_RESOURCE_MB/);
    const [suggested] = /hitrate:\/\/call\/7\/recording\.wav\?start_s=0&end_s=\d+/.exec(message)!;
    const clip = await readAs(suggested);
    expect(clip.length).toBeLessThanOrEqual(7_500_000);
    expect(clip.length).toBeGreaterThan(6_500_000);
    expect(clip.subarray(44).equals(long.subarray(44, clip.length))).toBe(true);
  });

  it('a recording over the size limit with a long header is refused with the address of a clip', async () => {
    const junk = Buffer.alloc(8 + 90_000);
    junk.write('JUNK', 0);
    junk.writeUInt32LE(90_000, 4);
    dialer.script(() => announced(Buffer.concat([long.subarray(0, 12), junk, long.subarray(12)])));
    const [suggested] = /hitrate:\S+\?start_s=0&end_s=\d+/.exec(await refused(whole))!;
    expect((await readAs(suggested)).length).toBeGreaterThan(100_000);
  });

  it('a recording over the size limit can be read as clips, including its end', async () => {
    dialer.script(() => announced(long));
    const { about } = await answerOf(host, [CALL, { call_id: 7, start_s: 250 }]);
    expect(sha256(await readAs(about.uri))).toBe(about.sha256);
    const left = await readAs(`${whole}?channel=left`);
    expect(left).toHaveLength(44 + (long.length - 44) / 2);
  });

  it('a clip over the size limit is refused with the address of a shorter clip', async () => {
    dialer.script(() => announced(long));
    const message = await refused(`${whole}?start_s=0.5&end_s=259`);
    expect(message).toContain('too_large');
    expect(await readAs(/hitrate:\S+\?start_s=0&end_s=\d+/.exec(message)![0])).toBeTruthy();
  });

  it('a recording of more than 10 MB is read whole when HITRATE_RESOURCE_MB allows the size', async () => {
    // The SDK's own client hangs up over 10 MiB.
    const server = serve(dialer.url, { HITRATE_RESOURCE_MB: '13.5' });
    const larger = noise('larger', 420);
    const tooLarge = noise('too large', 422);
    await greet(server);
    dialer.script(({ path }) => announced(path.includes('/1/') ? larger : tooLarge));
    server.send(request(1, 'resources/read', { uri: 'hitrate://call/1/recording.wav' }));
    server.send(request(2, 'resources/read', { uri: 'hitrate://call/2/recording.wav' }));
    const { result } = await server.answer(1);
    expect(Buffer.from(result.contents[0].blob, 'base64').equals(larger)).toBe(true);
    expect((await server.answer(2)).error.message).toMatch(
      /too_large: .* up to 14 MB \(HITRATE_RESOURCE_MB\)/,
    );
    await server.end();
  });
});
