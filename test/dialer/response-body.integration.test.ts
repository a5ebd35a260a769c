/** Answers that come to their end as HTTP and are not what they should be, or are it in disguise. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fakeDialer, type Scripted } from '../support/fake-dialer.ts';
import { CHECK, callsTo, OFFICES, READ, WRITE } from '../support/services.ts';

const page = (words: string) => `<!DOCTYPE html><html><body><h1>${words}</h1></body></html>`;
const json = JSON.stringify(OFFICES);
const packed = (encoding: string, body: Buffer): Scripted => ({
  headers: { 'content-encoding': encoding },
  body,
});

async function answered(answer: Scripted, tool: readonly [string, object]) {
  const dialer = await fakeDialer(() => answer);
  const calls = callsTo(dialer.url);
  const outcome = await calls.call(tool);
  const sent = dialer.requests.length;
  dialer.script(() => ({ body: OFFICES }));
  const next = await calls.call(READ);
  await calls.close();
  await dialer.close();
  return { ...outcome, sent, next: next.kind };
}

interface Wrong {
  what: string;
  answer: Scripted;
  /** What a read's error says. */
  says: RegExp;
}

const WRONG: Wrong[] = [
  { what: 'half a JSON text', answer: { body: json.slice(0, 20) }, says: /cut off or broken \(20 char/ },
  {
    what: 'a web page',
    answer: { body: page('Welcome'), type: 'text/html' },
    says: /a web page \(content type text\/html\)/,
  },
  {
    what: 'a web page called JSON',
    answer: { body: page('Welcome') },
    says: /a web page \(content type app/,
  },
  { what: 'nothing at all', answer: { body: '' }, says: /nothing at all/ },
  { what: 'white space', answer: { body: ' \n ' }, says: /nothing at all/ },
  { what: 'text', answer: { body: 'All is well', type: 'text/plain' }, says: /not JSON \("All is well"\)/ },
  { what: 'a packing that nobody knows', answer: packed('zstd', Buffer.from(json)), says: /\(zstd\)/ },
  { what: 'two packings', answer: packed('gzip, br', Buffer.from(json)), says: /\(gzip, br\)/ },
  { what: 'gzip that is none', answer: packed('gzip', Buffer.from(json)), says: /packed answer is broken/ },
  {
    what: 'gzip that is cut off',
    answer: packed('gzip', gzipSync(json).subarray(0, 25)),
    says: /packed answer is broken/,
  },
  {
    what: 'gzip with a wrong check sum',
    answer: packed('gzip', Buffer.concat([gzipSync(json).subarray(0, -8), Buffer.alloc(8)])),
    says: /packed answer is broken/,
  },
  { what: 'deflate that is none', answer: packed('deflate', Buffer.from(json)), says: /is broken/ },
  { what: 'brotli that is none', answer: packed('br', Buffer.from('~~~~~~~~~~')), says: /is broken/ },
  { what: 'bytes', answer: { body: Buffer.from([0, 1, 2, 0xff, 0xfe]) }, says: /text that is not JSON/ },
];

describe.concurrent.each(WRONG)('a dialer that answers 200 with $what', ({ answer, says }) => {
  it('an invalid body is a bad_answer to a read, which is not repeated', async () => {
    const { kind, text, sent, next } = await answered(answer, READ);
    expect({ kind, sent, next }).toEqual({ kind: 'bad_answer', sent: 1, next: 'answer' });
    expect(text).toMatch(says);
  });

  it('an invalid body leaves the outcome of a write unknown, and the write is sent once', async () => {
    const { kind, text, sent, next } = await answered(answer, WRITE);
    expect({ kind, sent, next }).toEqual({ kind: 'outcome_unknown', sent: 1, next: 'answer' });
    expect(text).toContain(`Look with ${CHECK}`);
  });
});

const RIGHT: [string, Scripted][] = [
  ['JSON called text/html', { body: json, type: 'text/html; charset=utf-8' }],
  ['JSON under no known type', { body: json, type: 'x' }],
  ['JSON after a byte order mark', { body: `\ufeff${json}` }],
  ['JSON after line breaks', { body: `\r\n\n  ${json}\n` }],
  ['gzip', packed('gzip', gzipSync(json))],
  ['GZIP in capitals', packed('GZIP', gzipSync(json))],
  ['x-gzip', packed('x-gzip', gzipSync(json))],
  ['deflate', packed('deflate', deflateSync(json))],
  ['brotli', packed('br', brotliCompressSync(json))],
  ['identity', packed('identity', Buffer.from(json))],
];

describe.concurrent('an answer in disguise', () => {
  it.each(RIGHT)('a mislabelled, padded or packed answer is read as JSON: %s', async (_, answer) => {
    const { kind, text } = await answered(answer, READ);
    expect(kind).toBe('answer');
    expect(text).toContain('Uppsala');
  });

  it('a packed answer with an error status is an error', async () => {
    const body = gzipSync(JSON.stringify({ message: 'Permission denied, user missing admin permission' }));
    const { kind, text } = await answered({ status: 403, ...packed('gzip', body) }, READ);
    expect(kind).toBe('permission_denied');
    expect(text).toContain('permission admin');
  });
});

describe.concurrent('a page instead of an answer', () => {
  it.each([
    [500, 'unavailable', 'outcome_unknown'],
    [404, 'bad_answer', 'bad_answer'],
    [400, 'rejected', 'rejected'],
    [401, 'unauthenticated', 'unauthenticated'],
    [403, 'permission_denied', 'permission_denied'],
    [413, 'too_large', 'too_large'],
  ])('a web page with status %i is %s to a read and %s to a write', async (status, read, write) => {
    const titles: Record<number, string> = { 500: 'TypeError: x is undefined', 403: '403 Forbidden' };
    const answer = { status, type: 'text/html', body: page(titles[status] ?? 'No') };
    expect(await answered(answer, READ)).toMatchObject({ kind: read, sent: 1, next: 'answer' });
    expect(await answered(answer, WRITE)).toMatchObject({ kind: write, sent: 1, next: 'answer' });
  });
});
