// A dialer whose recordings have as many megabytes as their calls' ids say, and a speech engine that needs no time.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { listen } from './listen.mjs';

const HEADER_BYTES = 44;
const RATE = 8_000;
/** 16 bits on each of two channels. */
const FRAME_BYTES = 4;
/** Noise that is sent again and again: a recording is never whole in memory. */
const noise = Buffer.alloc(256 * 1024);
for (let at = 0, value = 1; at < noise.length; at += FRAME_BYTES) {
  value = (Math.imul(value, 1_103_515_245) + 12_345) >>> 0;
  noise.writeUInt32LE(value, at);
}

/** @param {number} bytes of the whole file */
function wavHeader(bytes) {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF    WAVEfmt ', 'latin1');
  header.writeUInt32LE(bytes - 8, 4);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * FRAME_BYTES, 28);
  header.writeUInt16LE(FRAME_BYTES, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(bytes - HEADER_BYTES, 40);
  return header;
}

/** @param {number} bytes of the whole file */
function* recording(bytes) {
  yield wavHeader(bytes);
  for (let left = bytes - HEADER_BYTES; left > 0; left -= noise.length) yield noise.subarray(0, left);
}

listen(async (request, response) => {
  const call = /^\/api\/call\/(\d+)\/recording/.exec(request.url ?? '');
  if (call) {
    const bytes = Number(call[1]) * 1e6;
    response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': bytes });
    return pipeline(Readable.from(recording(bytes), { objectMode: false }), response);
  }
  for await (const _ of request);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ language: 'sv', segments: [{ start: 0, end: 1, text: 'Hej.' }] }));
});
