/** Recordings, files, prompts and completions of two companies: each is one of a named dialer. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { writeDialersFile } from '../../support/dialers-file.ts';
import { newFolder } from '../../support/files.ts';
import { startHost } from '../../support/host.ts';

let host: Host;
const downloads = newFolder();

beforeAll(async () => {
  host = await startHost({
    HITRATE_DIALERS: writeDialersFile(newFolder(), {
      north: { sandbox: true, title: 'Norra bolaget' },
      // One that is called as a part of an address is.
      call: { sandbox: true, title: 'Södra bolaget' },
    }),
    HITRATE_TOKEN: '',
    HITRATE_DOWNLOAD_DIR: downloads,
  });
});
afterAll(() => host.close());

const complete = async (ref: any, name: string, value: string, filled?: Record<string, string>) =>
  (
    await host.client.complete({
      ref,
      argument: { name, value },
      ...(filled && { context: { arguments: filled } }),
    })
  ).completion.values;

describe('resources', () => {
  it('their addresses say which dialer, and are read there', async () => {
    for (const dialer of ['north', 'call']) {
      const { data } = await host.call('get_call_recording', { dialer, call_id: 4371 });
      expect(data.uri).toBe(`hitrate://${dialer}/call/4371/recording.wav`);
      const { contents } = await host.client.readResource({ uri: `${data.uri}?start_s=0&end_s=2` });
      expect(contents[0]).toMatchObject({ mimeType: 'audio/wav', uri: `${data.uri}?start_s=0&end_s=2` });
    }
    const { resources } = await host.client.listResources();
    expect(resources.map(({ uri, title }) => [uri, title])).toEqual(
      expect.arrayContaining([
        ['hitrate://north/call/4371/recording.wav', 'Recording of call 4371, north (Norra bolaget)'],
        ['hitrate://call/call/4371/recording.wav', 'Recording of call 4371, call (Södra bolaget)'],
      ]),
    );
  });

  it('each template is there for each dialer, and completes from it', async () => {
    const { resourceTemplates } = await host.client.listResourceTemplates();
    const uris = resourceTemplates.map(({ uriTemplate }) => uriTemplate);
    expect(uris.filter((uri) => uri.startsWith('hitrate://north/'))).toHaveLength(uris.length / 2);
    for (const dialer of ['north', 'call']) {
      const uri = uris.find((one) => one.startsWith(`hitrate://${dialer}/call/`))!;
      const ids = await complete({ type: 'ref/resource', uri }, 'call_id', '');
      const recent = await host.call('search_calls', { dialer, recording: true, limit: 1 });
      expect(ids[0]).toBe(String(recent.data.rows[0][recent.data.columns.indexOf('id')]));
    }
  });

  it.each(['hitrate://call/4371/recording.wav', 'hitrate://east/call/4371/recording.wav', 'hitrate://north'])(
    'the address %s, which names no dialer, is refused with the beginnings of those that do',
    async (uri) => {
      await expect(host.client.readResource({ uri })).rejects.toThrow(
        /There is no (such )?resource.*hitrate:\/\//,
      );
    },
  );

  it('files of two companies do not get into one folder', async () => {
    for (const dialer of ['north', 'call']) {
      const { data } = await host.call('get_call_recording', { dialer, call_id: 4371, deliver: 'file' });
      expect(data.path).toBe(join(downloads, dialer, 'call-4371.wav'));
      expect(existsSync(data.path)).toBe(true);
    }
  });
});

describe('prompts', () => {
  it('each takes the dialer, and needs it', async () => {
    const { prompts } = await host.client.listPrompts();
    expect(new Set(prompts.map(({ name }) => name)).size).toBe(prompts.length);
    for (const prompt of prompts)
      expect(prompt.arguments![0]).toEqual({
        name: 'dialer',
        description: 'north (Norra bolaget) or call (Södra bolaget)',
        required: true,
      });
    await expect(host.client.getPrompt({ name: 'daily_report', arguments: {} })).rejects.toThrow(
      'dialer is missing: it must be north (Norra bolaget) or call (Södra bolaget), one in each call.',
    );
  });

  it.each([
    ['sv', 'Allt detta gäller dialern call (Södra bolaget): ge varje verktyg "dialer": "call".'],
    ['en', 'All of this is about the dialer call (Södra bolaget): give every tool "dialer": "call".'],
  ])('in %s it begins with the dialer that all of it is about', async (language, line) => {
    const { messages } = await host.client.getPrompt({
      name: 'daily_report',
      arguments: { dialer: 'call', language },
    });
    expect((messages[0]!.content as { text: string }).text.split('\n')[0]).toBe(line);
  });

  it('completes the dialer, and ids of the one that is chosen', async () => {
    const ref = { type: 'ref/prompt', name: 'order_lookup' };
    expect(await complete(ref, 'dialer', '')).toEqual(['north', 'call']);
    expect(await complete(ref, 'dialer', 'n')).toEqual(['north']);
    expect(await complete(ref, 'order_id', '')).toEqual([]);
    const [north, call] = await Promise.all(
      ['north', 'call'].map((dialer) => complete(ref, 'order_id', '', { dialer })),
    );
    expect(north!.length).toBeGreaterThan(0);
    expect(call!.length).toBeGreaterThan(0);
    expect(await complete(ref, 'language', '')).toEqual(['sv', 'en']);
  });
});
