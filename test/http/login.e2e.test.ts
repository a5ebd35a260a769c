/** Logins at a real identity provider, through the real server. */

import { readFileSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, UnsecuredJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { afterThisTest } from '../support/cleanup.ts';
import { type FakeDialer, fakeDialer } from '../support/fake-dialer.ts';
import { newFolder } from '../support/files.ts';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

let idp: IdentityProvider;
let dialer: FakeDialer;
let server: TeamServer;
let anna: Member;
let resource: string;

beforeEach(async () => {
  idp = await startIdentityProvider();
  dialer = await fakeDialer(() => ({ body: [] }));
  anna = member('anna');
  server = await startTeamServer(
    [anna, member('rut', 'read'), member('gunnar', 'read', { disabled: true })],
    {
      HITRATE_URL: dialer.url,
      HITRATE_ACCESS: 'destructive',
      HITRATE_OAUTH_ISSUER: idp.issuer,
      HITRATE_STATE_DIR: newFolder(),
    },
  );
  resource = `${server.url}/mcp`;
  afterThisTest(async () => {
    await server.end('SIGTERM');
    await dialer.close();
  });
});

const token = (subject = 'anna', scopes?: string) => idp.token({ subject, audience: resource, scopes });
const statusOf = async (bearer: string) => (await server.post(ping, bearer)).status;
const toolsOf = async (bearer: string): Promise<string[]> =>
  ((await (await server.post(list, bearer)).json()) as any).result.tools.map(({ name }: any) => name);

const signed = (claims: JWTPayload, key?: JWK) => idp.forge({ aud: resource, ...claims }, { key });

describe('the way from a refusal to a call', () => {
  it('leads over the challenge and the metadata to the login, and from there to the dialer', async () => {
    const refused = await server.post(ping);
    expect(refused.status).toBe(401);
    const address = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate')!)![1]!;
    expect(address).toBe(`${server.url}/.well-known/oauth-protected-resource/mcp`);
    const metadata = (await (await fetch(address)).json()) as any;
    expect(metadata).toMatchObject({
      resource,
      authorization_servers: [idp.issuer],
      scopes_supported: ['hitrate:read', 'hitrate:write', 'hitrate:destructive'],
      bearer_methods_supported: ['header'],
    });
    const short = await fetch(`${server.url}/.well-known/oauth-protected-resource`);
    expect(await short.json()).toEqual(metadata);

    const bearer = await token();
    const answer = await server.call(bearer, 'search_orders', { phone: '070-174 06 05' });
    expect(JSON.parse(answer.result.content[0].text).total).toBe(0);
    expect(dialer.requests.length).toBeGreaterThan(0);
    for (const { headers } of dialer.requests)
      expect(headers.authorization).toBe('Bearer dialer-token-of-anna');
    expect(JSON.stringify(dialer.requests)).not.toContain(bearer);
    expect(server.stderr()).not.toContain(bearer);
  });

  it('keys go on beside it', async () => {
    expect(await statusOf(anna.key)).toBe(200);
    await idp.stop();
    expect(await statusOf(anna.key)).toBe(200);
  });
});

describe('scopes', () => {
  it('lower what a person may, and never raise it', async () => {
    expect(await toolsOf(await token('anna', 'hitrate:read'))).not.toContain('cancel_orders');
    expect(await toolsOf(await token('anna', 'hitrate:read hitrate:write'))).toContain('update_order_status');
    expect(await toolsOf(await token())).toContain('cancel_orders');
    expect(await toolsOf(await token('rut'))).not.toContain('update_order_status');
  });

  it('that name nothing here are told with 403 and the scope that is missing', async () => {
    const response = await server.post(ping, await token('anna', ''));
    expect(response.status).toBe(403);
    expect(response.headers.get('www-authenticate')).toMatch(
      /error="insufficient_scope".*scope="hitrate:read"/,
    );
  });
});

describe('a token that does not count', () => {
  const now = () => Math.floor(Date.now() / 1_000);

  it('one by one by what is wrong with it: 401, and no word of the dialer', async () => {
    const other = await generateKeyPair('RS256', { extractable: true });
    const stranger = { ...(await exportJWK(other.privateKey)), kid: idp.signingKey().kid };
    const good = await signed({});
    expect(await statusOf(good)).toBe(200);
    const [head, , mac] = good.split('.');
    const claims = Buffer.from(JSON.stringify({ sub: 'rut' })).toString('base64url');
    const wrong: Record<string, string> = {
      'another audience': await signed({ aud: `${resource}/` }),
      'another issuer': await signed({ iss: `${idp.issuer}/` }),
      over: await signed({ exp: now() - 60 }),
      'not yet begun': await signed({ nbf: now() + 60 }),
      'without an end': await signed({ exp: undefined }),
      'without a person': await signed({ sub: undefined }),
      'bound to a key': await signed({ cnf: { jkt: 'x' } }),
      'signed by a stranger': await signed({}, stranger),
      'changed afterwards': [head, claims, mac].join('.'),
      'without a signature': new UnsecuredJWT({ sub: 'anna', scope: 'hitrate:read' })
        .setIssuer(idp.issuer)
        .setAudience(resource)
        .setExpirationTime('1m')
        .encode(),
      'no JWT': 'opaque',
    };
    for (const [what, bearer] of Object.entries(wrong)) {
      const response = await server.post(ping, bearer);
      expect(response.status, what).toBe(401);
      expect(response.headers.get('www-authenticate'), what).toContain('error="invalid_token"');
      expect(await response.text(), what).not.toContain(bearer);
    }
    expect(dialer.requests).toEqual([]);
  });

  it('of a key that was taken back is refused, and one of the new key is taken', async () => {
    const old = await token();
    expect(await statusOf(old)).toBe(200);
    await idp.rotateKeys();
    const fresh = await token();
    // The keys are not fetched again within five seconds of the last time.
    await expect.poll(() => statusOf(fresh), { interval: 200 }).toBe(200);
    expect(await statusOf(old)).toBe(401);
  });
});

describe('a person', () => {
  it('who is not in the file is told whom to ask, and who is switched off too', async () => {
    const unknown = await server.post(ping, await token('zoe'));
    expect(unknown.status).toBe(403);
    expect(await unknown.text()).toMatch(/does not know you yet\. Ask .* to add the subject "zoe"/);
    expect(await statusOf(await token('gunnar'))).toBe(403);
  });

  it('who is taken out of the file is out, with the token that was good a moment ago', async () => {
    const bearer = await token();
    expect(await statusOf(bearer)).toBe(200);
    const file = JSON.parse(readFileSync(server.users, 'utf8'));
    file.users = file.users.filter(({ subject }: any) => subject !== 'anna');
    writeFileSync(server.users, JSON.stringify(file));
    await expect.poll(() => statusOf(bearer), { interval: 100 }).toBe(403);
  });

  it('can not be told while the provider is away: 503, /readyz says so, and then all is well again', async () => {
    await idp.stop();
    const bearer = await signed({});
    expect(await statusOf(bearer)).toBe(503);
    const ready = await fetch(`${server.url}/readyz`);
    expect(await ready.json()).toEqual({ dialer: 'ok', keys: 'failing' });
    await idp.restart();
    await expect.poll(() => statusOf(bearer), { interval: 200 }).toBe(200);
  });
});
