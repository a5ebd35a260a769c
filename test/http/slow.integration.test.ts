/** Slow clients, at a server whose limits are short. */
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HttpConfig } from '../../src/config/team/http.ts';
import { readBody } from '../../src/http/body.ts';
import { CONNECTION_LIMITS, type ConnectionLimits, listen } from '../../src/http/listen.ts';
import { replyAnswer } from '../../src/http/reply.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { settle, until } from '../support/waiting.ts';

const SHORT = { ...CONNECTION_LIMITS, headers: 100, request: 200, keepAlive: 100, idle: 300, check: 20 };
const MUCH = 'x'.repeat(32_000_000);

let port: number;
let server: Server;

/** How many answers are out. */
let answered: number;

async function begin(limits: ConnectionLimits): Promise<void> {
  answered = 0;
  ({ server, port } = await listen({ host: '127.0.0.1', port: 0 } as HttpConfig, () => {}, limits));
  server.on('request', async (request, response) => {
    await readBody(request).catch(() => {});
    const body = request.url === '/much' ? MUCH : 'read';
    await replyAnswer(response, { status: 200, type: 'application/json', body });
    answered++;
  });
  afterThisTest(() => {
    server.close();
    server.closeAllConnections();
  });
}
beforeEach(() => begin(SHORT));

function open(): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  afterThisTest(() => socket.destroy());
  return socket;
}

/** Writes a character now and then for as long as the connection is open. */
function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('a'), 20);
  socket.on('close', () => clearInterval(timer));
}

describe('a client', () => {
  it('that sends its headers drop by drop is cut off with 408', async () => {
    const socket = open();
    socket.write('POST /mcp HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    drip(socket);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('that sends its body drop by drop is cut off with 408', async () => {
    const socket = open();
    socket.write('POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n');
    drip(socket);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('that says nothing at all is cut off', async () => {
    expect(await text(open())).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  it('that keeps its connection without asking again is let go', async () => {
    const socket = open();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('that does not read its answer is cut off', async () => {
    let isCut = false;
    server.once('connection', (socket) =>
      socket.on('close', () => {
        isCut = true;
      }),
    );
    const socket = open().pause();
    socket.write('GET /much HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => isCut);
  });

  it('that reads slowly has its request under way until it has read', async () => {
    await begin(CONNECTION_LIMITS);
    const socket = open().pause();
    socket.write('GET /much HTTP/1.1\r\nHost: x\r\n\r\n');
    await settle();
    expect(answered).toBe(0);
    socket.resume();
    await until(() => answered === 1);
  });

  it('that goes away instead of reading has none under way any more', async () => {
    await begin(CONNECTION_LIMITS);
    const socket = open().pause();
    socket.write('GET /much HTTP/1.1\r\nHost: x\r\n\r\n');
    await settle();
    socket.destroy();
    await until(() => answered === 1);
  });
});
