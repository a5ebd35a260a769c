/** The built server with a certificate of its own. */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { expect, it } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import { newFolder } from '../support/files.ts';
import { deadUrl } from '../support/raw-dialer.ts';
import { member, startTeamServer } from '../support/team-server.ts';

it('a server with a certificate is asked by https, by its own name alone', async () => {
  const { cert, key } = makeCertificate(newFolder());
  const anna = member('anna');
  const server = await startTeamServer([anna], {
    HITRATE_URL: await deadUrl(),
    HITRATE_TLS_CERT: cert,
    HITRATE_TLS_KEY: key,
  });
  expect(server.url).toMatch(/^https:\/\/localhost:\d+$/);
  const ask = (host?: string) =>
    new Promise<number>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${anna.key}`,
        ...(host && { host }),
      };
      request(
        `${server.url}/mcp`,
        { method: 'POST', headers, ca: readFileSync(cert), family: 4, servername: 'localhost' },
        (response) => resolve(response.resume().statusCode!),
      )
        .on('error', reject)
        .end('{"jsonrpc":"2.0","id":1,"method":"ping"}');
    });
  expect(await ask()).toBe(200);
  expect(await ask('evil.example')).toBe(403);
  await server.end('SIGTERM');
});
