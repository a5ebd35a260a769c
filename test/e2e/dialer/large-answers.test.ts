/** Answers that are too large: read no further than the cap, and the process lives on. */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { fakeDialer, type Script } from '../../support/fake-dialer.ts';
import { startHost } from '../../support/host.ts';
import { callsTo, OFFICES, READ, WRITE } from '../../support/services.ts';

const MEGABYTE = Buffer.alloc(1_000_000, '{"id":1,"name":"Uppsala and all around it"},');
const LARGE = 64;

/** Writes until all is written or nobody reads on; tells how many megabytes went. */
async function pour(response: ServerResponse): Promise<number> {
  let written = 0;
  response.write('[');
  for (; written < LARGE && !response.destroyed; written++) {
    if (response.write(MEGABYTE)) continue;
    await new Promise<void>((resolve) => {
      const go = () => {
        response.off('drain', go).off('close', go);
        resolve();
      };
      response.on('drain', go).on('close', go);
    });
  }
  response.end(']');
  return written;
}

/** 64 MB, packed to less than one. */
const bomb = gzipSync(Buffer.concat(Array.from({ length: LARGE }, () => MEGABYTE)), { level: 1 });

type Way = 'announced' | 'chunked' | 'packed';

function large(way: Way, poured: (megabytes: number) => void = () => {}): Script {
  return (_request, response) => {
    if (way === 'packed') return { headers: { 'content-encoding': 'gzip' }, body: bomb };
    response.on('error', () => {});
    response.writeHead(200, {
      'content-type': 'application/json',
      ...(way === 'announced' && { 'content-length': LARGE * MEGABYTE.length + 2 }),
    });
    pour(response).then(poured);
    return undefined;
  };
}

describe.each<[Way]>([['announced'], ['chunked'], ['packed']])('64 MB of JSON, %s', (way) => {
  it('an answer of 64 MB is refused as too_large before its end, and is not requested again', async () => {
    let poured: number | undefined;
    const dialer = await fakeDialer(
      large(way, (megabytes) => {
        poured = megabytes;
      }),
    );
    const calls = callsTo(dialer.url, { HITRATE_TIMEOUT_MS: '20000' });
    const { kind, text } = await calls.call(READ);
    expect(kind).toBe('too_large');
    expect(text).toContain(way === 'announced' ? 'has 64 MB' : 'has more than 32 MB');
    expect(text).toContain('Ask for less');
    if (way !== 'packed') await expect.poll(() => poured).toBeLessThan(LARGE);
    expect(dialer.requests).toHaveLength(1);
    dialer.script(() => ({ body: OFFICES }));
    expect(await calls.call(READ)).toMatchObject({ kind: 'answer' });
    await calls.close();
    await dialer.close();
  });

  it('an answer of 64 MB to a write leaves its outcome unknown', async () => {
    const dialer = await fakeDialer(large(way));
    const calls = callsTo(dialer.url, { HITRATE_TIMEOUT_MS: '20000' });
    expect(await calls.call(WRITE)).toMatchObject({ kind: 'outcome_unknown' });
    expect(dialer.requests).toHaveLength(1);
    await calls.close();
    await dialer.close();
  });
});

describe('the server that meets 64 MB of JSON', () => {
  let host: Host;
  afterAll(() => host?.close());

  it('the server stays below 250 MB of memory and answers the next call after answers of 64 MB', async () => {
    const dialer = await fakeDialer(large('announced'));
    host = await startHost({ HITRATE_URL: dialer.url });
    for (const way of ['announced', 'chunked', 'packed'] as const) {
      dialer.script(large(way));
      const answer = await host.call('list_offices');
      expect(answer.isError).toBe(true);
      expect(answer.text).toMatch(/^too_large: /);
    }
    // At its peak: what an idle server has, and twice the 32 MB that are read.
    if (process.platform === 'linux') {
      const status = readFileSync(`/proc/${host.pid}/status`, 'utf8');
      expect(Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024).toBeLessThan(250);
    }
    dialer.script(() => ({ body: OFFICES }));
    expect((await host.call('list_offices')).text).toContain('Uppsala');
    await dialer.close();
  });
});
