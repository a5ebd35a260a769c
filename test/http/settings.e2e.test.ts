/** Wrong settings of a server for a team: one line that says what is right, and status 2. */

import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';
import { finished } from '../support/process.ts';
import { TRUST_ENV } from '../support/trust-env.ts';
import { writeUserFile } from '../support/user-file.ts';

let folder: string;
let users: string;
beforeAll(() => {
  folder = newFolder();
  users = writeUserFile(folder, [{ subject: 'anna' }]);
});

const start = (env: Record<string, string>) =>
  finished(['serve', '--http', '--port', '0'], {
    env: {
      ...TRUST_ENV,
      HITRATE_URL: 'http://127.0.0.1:9',
      HITRATE_TOKEN: 'a-token-of-nobody',
      HITRATE_STATE_DIR: join(folder, 'state'),
      ...env,
    },
  });

async function expectProblem(env: Record<string, string>, line: string | RegExp): Promise<void> {
  const { code, stdout, stderr } = await start(env);
  expect(stderr.split('\n')).toHaveLength(2);
  expect(stderr.replace('hitrate-mcp: ', '').trim()).toMatch(line);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toContain('a-token-of-nobody');
}

describe('a wrong setting', () => {
  it.each([
    ['HITRATE_HTTP_HOST', 'example.com', 'must be an IP address of this machine, such as 0.0.0.0 for all'],
    ['HITRATE_HTTP_HOST', '0.0.0.0', 'only loopback is served without logins'],
    ['HITRATE_HTTP_HOST', '::', 'only loopback is served without logins'],
    ['HITRATE_HTTP_HOST', '127.0.0.2', 'only loopback is served without logins'],
    ['HITRATE_PUBLIC_URL', 'hitrate.example.com', 'must be a URL such as https://hitrate.example.com'],
    ['HITRATE_PUBLIC_URL', 'http://hitrate.example.com', 'must be https'],
    ['HITRATE_PUBLIC_URL', 'https://hitrate.example.com/mcp', 'without a path: https://hitrate.example.com'],
    ['HITRATE_PUBLIC_URL', 'https://hitrate.example.com/?key=s3cret', 'without a path'],
    [
      'HITRATE_PUBLIC_URL',
      'https://anna:s3cret@hitrate.example.com',
      'must not hold a user name or password',
    ],
    ['HITRATE_TRUSTED_PROXIES', '10.0.0.0/33', '10.0.0.0/33 is no address and no network such as 10.0.0.0/8'],
    ['HITRATE_TRUSTED_PROXIES', '10.0.0.0/', '10.0.0.0/ is no address and no network'],
    ['HITRATE_TRUSTED_PROXIES', '10.0.0.0/8/8', '10.0.0.0/8/8 is no address and no network'],
    ['HITRATE_TRUSTED_PROXIES', '127.0.0.1, proxy', 'proxy is no address and no network'],
    ['HITRATE_TRUSTED_PROXIES', '10.0.0.*', 'is no address and no network'],
    ['HITRATE_METRICS_FROM', '::1/129', '::1/129 is no address and no network'],
    ['HITRATE_METRICS_FROM', 'all', 'all is no address and no network'],
    ['HITRATE_HTTP_LIMITS', 'at_once', 'at_once must be a whole number from 1 on'],
    ['HITRATE_TLS_CERT', '/no/such/file', 'belong together: give both or neither'],
    ['HITRATE_OAUTH_ISSUER', 'https://login.example.com', 'is of no use without HITRATE_USERS'],
  ])('%s=%s', async (name, value, line) => {
    await expectProblem({ [name]: value }, new RegExp(line.replace(/[.*+?]/g, '\\$&')));
  });

  it.each(['-1', '65536', '80a', '8.5'])('port %s', async (port) => {
    const { code, stderr } = await finished(['serve', '--http', `--port=${port}`], {
      env: { ...TRUST_ENV, HITRATE_SANDBOX: 'on', HITRATE_STATE_DIR: join(folder, 'state') },
    });
    expect(stderr).toMatch(/^hitrate-mcp: --port=.*65,?535\n$/);
    expect(code).toBe(2);
  });

  it('an address beyond this machine wants a public URL too', async () => {
    await expectProblem({ HITRATE_HTTP_HOST: '0.0.0.0', HITRATE_USERS: users }, /no public URL is set: give/);
  });

  it('a user file that is not there', async () => {
    await expectProblem(
      { HITRATE_USERS: join(folder, 'none.json') },
      /none\.json: can't be read \(ENOENT: there is no such file/,
    );
  });
});

describe('a wrong certificate', () => {
  it.each([
    [
      'that is not there',
      'none.pem',
      undefined,
      /HITRATE_TLS_CERT=\S+none\.pem: can't be read \(ENOENT: there is no such file/,
    ],
    ['that is none', 'no.pem', 'no certificate', /are no certificate and its key \(\w+\)/],
  ])('%s', async (_, name, content, line) => {
    const cert = join(folder, name);
    if (content) writeFileSync(cert, content);
    const { key } = makeCertificate(newFolder());
    await expectProblem({ HITRATE_TLS_CERT: cert, HITRATE_TLS_KEY: key }, line);
  });

  it('with the key of another', async () => {
    const { cert } = makeCertificate(newFolder());
    const { key } = makeCertificate(newFolder());
    await expectProblem(
      { HITRATE_TLS_CERT: cert, HITRATE_TLS_KEY: key },
      /are no certificate and its key \(\w+\)/,
    );
  });

  it('that is a folder', async () => {
    const { key } = makeCertificate(newFolder());
    await expectProblem(
      { HITRATE_TLS_CERT: folder, HITRATE_TLS_KEY: key },
      /can't be read \(EISDIR: it is a folder\)/,
    );
  });
});

describe('where it can not listen', () => {
  it('a port in use is said', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    afterThisTest(() => other.close());
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await finished(['serve', '--http', '--port', String(port)], {
      env: { ...TRUST_ENV, HITRATE_SANDBOX: 'on', HITRATE_STATE_DIR: join(folder, 'state') },
    });
    expect(stderr).toBe(`hitrate-mcp: port ${port} of 127.0.0.1 is in use: give another HITRATE_HTTP_PORT\n`);
    expect(code).toBe(2);
  });

  it('an address of another machine is said', async () => {
    await expectProblem(
      { HITRATE_HTTP_HOST: '192.0.2.1', HITRATE_USERS: users, HITRATE_PUBLIC_URL: 'https://h.example.com' },
      /can't listen at 192\.0\.2\.1, port 0 \(EADDRNOTAVAIL\)/,
    );
  });
});
