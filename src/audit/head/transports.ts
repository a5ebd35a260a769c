/** The ways to the second place of the log's head. */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import type { AuditHead } from '../../config/trust.ts';

/** @throws where it surely did not arrive; of a datagram nobody knows */
type Transport = (text: string, signal: AbortSignal) => Promise<void>;

export function createTransport(head: AuditHead): Transport {
  switch (head.to) {
    case 'stderr':
      return writeToStderr;
    case 'syslog':
      return (text) => sendToSyslog(text, head);
    case 'http':
      return (text, signal) => post(text, head.url, signal);
  }
}

/** What may wait for a host that does not read its server's stderr. */
const MAX_WAITING_BYTES = 65_536;

async function writeToStderr(text: string): Promise<void> {
  if (process.stderr.writableLength >= MAX_WAITING_BYTES) throw new Error('nobody reads stderr');
  process.stderr.write(`${text}\n`);
}

/** Facility "log audit", severity "notice" (RFC 5424, 6.2.1). */
const PRIORITY = 13 * 8 + 5;

/** One datagram in the form of RFC 5424, as RFC 5426 wants it. */
async function sendToSyslog(text: string, { host, port }: { host: string; port: number }): Promise<void> {
  const { address, family } = await lookup(host);
  const time = new Date().toJSON();
  const header = `<${PRIORITY}>1 ${time} ${hostname() || '-'} hitrate-mcp ${process.pid} audit-head -`;
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  try {
    await promisify<string, number, string>(socket.send.bind(socket))(`${header} ${text}`, port, address);
  } finally {
    socket.close();
  }
}

async function post(text: string, url: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: text,
    redirect: 'error',
    signal,
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
}
