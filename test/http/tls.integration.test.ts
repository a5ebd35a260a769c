/** HTTPS by the certificate's own files, without a proxy. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls, type PeerCertificate, type SecureVersion } from 'node:tls';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HttpConfig } from '../../src/config/team/http.ts';
import { CONNECTION_LIMITS, listen } from '../../src/http/listen.ts';
import { createOrigins } from '../../src/http/origins.ts';
import { makeCertificate } from '../support/certificate.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';
import { until } from '../support/waiting.ts';

let folder: string;
let port: number;
let server: Server;
let reports: string[];

beforeEach(async () => {
  folder = newFolder();
  reports = [];
  const http = { host: '127.0.0.1', port: 0, tls: makeCertificate(folder, 'first') } as HttpConfig;
  const limits = { ...CONNECTION_LIMITS, certificate: 20, headers: 100 };
  ({ server, port } = await listen(http, (message) => void reports.push(message), limits));
  const origins = createOrigins(http, port);
  server.on('request', (request, response) => response.end(origins.problem(request) ?? origins.publicUrl));
  afterThisTest(() => {
    server.close();
    server.closeAllConnections();
  });
});

/** Shakes hands and asks. @returns the name in the certificate, and what was answered */
function ask(maxVersion?: SecureVersion): Promise<{ name: string; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, maxVersion, minVersion: 'TLSv1' as const };
    const socket = connectTls({ ...options, rejectUnauthorized: false, ciphers: 'DEFAULT@SECLEVEL=0' });
    let text = '';
    let certificate: PeerCertificate;
    socket
      .on('secureConnect', () => {
        certificate = socket.getPeerCertificate();
        socket.write(`GET / HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`);
      })
      .on('data', (chunk) => {
        text += chunk;
      })
      .on('end', () => resolve({ name: String(certificate.subject.CN), text }))
      .on('error', reject);
  });
}

describe('a server with a certificate', () => {
  it('answers by https, and says so of itself', async () => {
    expect(await ask()).toMatchObject({ name: 'first', text: expect.stringContaining('https://localhost') });
  });

  it('speaks TLS 1.2 and newer alone', async () => {
    expect((await ask('TLSv1.2')).name).toBe('first');
    await expect(ask('TLSv1.1')).rejects.toThrow();
  });

  it('answers nothing in the plain', async () => {
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });

  it('cuts off who connects and begins no handshake', async () => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    expect(await text(socket)).toBe('');
  });

  it('takes a renewed certificate without an interruption', async () => {
    makeCertificate(folder, 'second');
    let name = 'first';
    while (name === 'first') ({ name } = await ask());
    expect(name).toBe('second');
  });

  it('keeps the old one where the renewed one is damaged, says so, and takes the next one', async () => {
    const { cert } = makeCertificate(newFolder(), 'third');
    const mismatched = readFileSync(cert);
    writeFileSync(`${folder}/cert.pem`, mismatched);
    await until(() => reports.length > 0);
    expect(reports[0]).toBe('the renewed certificate or key can not be used; the old one stays');
    expect((await ask()).name).toBe('first');
    makeCertificate(folder, 'fourth');
    let name = 'first';
    while (name === 'first') ({ name } = await ask());
    expect(name).toBe('fourth');
  });
});
