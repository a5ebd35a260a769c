// Asks a server over HTTP, on connections that stay open. It reads orders from stdin, one a line of JSON, and answers
// each with a line: written by hand, since a client of npm would take longer than some of the servers.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** @typedef {{ headers: Record<string, string>, body: object }} Post */

const HEAD_END = Buffer.from('\r\n\r\n');
const CHUNKS_END = Buffer.from('0\r\n\r\n');

/**
 * @param {string} host
 * @param {Post} post
 */
function requestOf(host, { headers, body }) {
  const text = JSON.stringify(body);
  const lines = Object.entries({
    host,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n${text}`);
}

/** @param {string} host */
async function openConnection(host) {
  const [name, port] = host.split(':');
  const socket = connect(Number(port), name).setNoDelay(true);
  await once(socket, 'connect');
  /** @type {Buffer} */
  let received = Buffer.alloc(0);
  /** @type {{ resolve(response: Buffer): void, reject(error: Error): void } | undefined} */
  let reader;
  socket.on('data', (chunk) => {
    received = received.length ? Buffer.concat([received, chunk]) : chunk;
    if (!isWhole(received)) return;
    const response = received;
    received = Buffer.alloc(0);
    reader?.resolve(response);
  });
  socket.on('error', (error) => reader?.reject(error));
  socket.on('close', () => reader?.reject(new Error('the connection was closed')));
  return {
    /** @param {Buffer} request @returns {Promise<Buffer>} */
    post: (request) =>
      new Promise((resolve, reject) => {
        reader = { resolve, reject };
        socket.write(request);
      }),
    end: () => socket.destroy(),
  };
}

/** @param {Buffer} response */
function isWhole(response) {
  const end = response.indexOf(HEAD_END);
  if (end < 0) return false;
  const head = response.toString('latin1', 0, end);
  if (/^transfer-encoding: chunked$/im.test(head))
    return response.subarray(-CHUNKS_END.length).equals(CHUNKS_END);
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
  return response.length >= end + HEAD_END.length + length;
}

/** @param {Buffer} response */
function checkAnswer(response) {
  if (/^HTTP\/1\.1 20[02]/.test(response.toString('latin1', 0, 12)) && !response.includes('"isError":true'))
    return;
  throw new Error(`an unexpected answer: ${response.toString('utf8', 0, 400)}`);
}

/**
 * Sends the same request again and again, on each connection once the one before is answered.
 *
 * @param {{ host: string, post: Post, connections: number, ms: number }} order
 */
async function load({ host, post, connections, ms }) {
  const request = requestOf(host, post);
  const opened = await Promise.all(Array.from({ length: connections }, () => openConnection(host)));
  /** @type {number[]} */
  const latencies = [];
  const started = performance.now();
  const until = started + ms;
  await Promise.all(
    opened.map(async (connection) => {
      for (let sent = performance.now(); sent < until; ) {
        checkAnswer(await connection.post(request));
        const answered = performance.now();
        latencies.push(answered - sent);
        sent = answered;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const connection of opened) connection.end();
  latencies.sort((a, b) => a - b);
  /** @param {number} part */
  const quantile = (part) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))];
  return { requests: latencies.length, seconds, p50: quantile(0.5), p99: quantile(0.99) };
}

/**
 * Opens connections that stay open until this process ends, and has a conversation on each.
 *
 * @param {{ host: string, conversations: Post[][], atOnce: number }} order
 */
async function open({ host, conversations, atOnce }) {
  const rest = conversations.values();
  const work = async () => {
    for (const posts of rest) {
      const connection = await openConnection(host);
      for (const post of posts) checkAnswer(await connection.post(requestOf(host, post)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { opened: conversations.length };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { order, ...details } = JSON.parse(line);
  const done = await (order === 'load' ? load(details) : open(details)).catch((error) => ({
    error: error.message,
  }));
  process.stdout.write(`${JSON.stringify(done)}\n`);
}
