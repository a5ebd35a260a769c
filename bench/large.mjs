// A dialer whose recordings have as many megabytes as their calls' ids say, and a speech engine that needs no time.
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const HEADER = 44;
const RATE = 8_000;
/** Of 16 bits on each of two channels. */
const FRAME = 4;
/** Noise, the same again and again: a recording is never whole in memory. */
const noise = Buffer.alloc(256 * 1024);
for (let at = 0, last = 1; at < noise.length; at += FRAME) {
  last = (Math.imul(last, 1_103_515_245) + 12_345) >>> 0;
  noise.writeUInt32LE(last, at);
}

function header(bytes) {
  const head = Buffer.alloc(HEADER);
  head.write('RIFF    WAVEfmt ', 'latin1');
  head.writeUInt32LE(bytes - 8, 4);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * FRAME, 28);
  head.writeUInt16LE(FRAME, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(bytes - HEADER, 40);
  return head;
}

function* recording(bytes) {
  yield header(bytes);
  for (let left = bytes - HEADER; left > 0; left -= noise.length) yield noise.subarray(0, left);
}

async function answer(request, response) {
  const call = /^\/api\/call\/(\d+)\/recording/.exec(request.url);
  if (call) {
    const bytes = Number(call[1]) * 1e6;
    response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': bytes });
    return pipeline(Readable.from(recording(bytes), { objectMode: false }), response);
  }
  for await (const _ of request);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ language: 'sv', segments: [{ start: 0, end: 1, text: 'Hej.' }] }));
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
