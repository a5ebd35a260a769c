import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { startHost } from '../../support/host.ts';

let dialer: FakeDialer;
let host: Host;
let logged = '';

beforeAll(async () => {
  dialer = await fakeDialer();
  host = await startHost(
    { HITRATE_URL: dialer.url, HITRATE_LOG_LEVEL: 'trace' },
    {
      onStderr: (text) => {
        logged += text;
      },
    },
  );
});
afterAll(async () => {
  await host.close();
  await dialer.close();
});

const recording = (bytes: number) => {
  const wav = Buffer.alloc(bytes);
  wav.write('RIFF', 0, 'latin1');
  wav.write('WAVEfmt ', 8, 'latin1');
  return wav;
};

describe('a recording', () => {
  it('a recording of 7.5 MB reaches the SDK’s client whole', async () => {
    dialer.script(() => ({ type: 'audio/wav', body: recording(7_500_000) }));
    const { contents } = await host.client.readResource({ uri: 'hitrate://call/1/recording.wav' });
    expect(Buffer.from((contents[0] as { blob: string }).blob, 'base64')).toHaveLength(7_500_000);
  });

  it.each([{}, { 'transfer-encoding': 'chunked' }])(
    'a recording of 8.3 MB is refused instead of making the host hang up: %o',
    async (headers) => {
      dialer.script(() => ({
        type: 'audio/wav',
        body: recording(8_300_000),
        headers: headers as Record<string, string>,
      }));
      await expect(host.client.readResource({ uri: 'hitrate://call/1/recording.wav' })).rejects.toThrow(
        /too_large: .*hitrate:\/\/call\/1\/recording\.mp3 is several times smaller/,
      );
      await expect(host.client.readResource({ uri: 'hitrate://order/1/recording.wav' })).rejects.toThrow(
        /hang up\. Ask for a clip, such as hitrate:\/\/order\/1\/recording\.wav\?start_s=0&end_s=\d+\.$/,
      );
      await host.client.ping();
    },
  );
});

it('the log names templates and tools, but no phone numbers and no words of a person', async () => {
  dialer.script(() => ({ status: 404, body: { error: 'No customer was found' } }));
  await host.client
    .readResource({ uri: 'hitrate://customer/4/sms.pdf?phone=%2B46701740605' })
    .catch(() => {});
  await host.client.readResource({ uri: 'hitrate://Anna Ek' }).catch(() => {});
  await host.call('Anna Ek');
  await host.call('get_customer', { phone: '070-174 06 05' });
  expect(logged).toContain('"resource":"hitrate://customer/{customer_id}/sms.pdf"');
  expect(logged).toContain('"tool":"get_customer"');
  expect(logged).not.toMatch(/Anna|70174|740605/);
});
