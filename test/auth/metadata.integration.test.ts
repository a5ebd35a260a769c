/** The metadata of this server and of the provider, by which hosts find the login and we find the keys. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { serveOnLoopback } from '../support/loopback.ts';
import { RESOURCE } from './bench.ts';
import { forgedBy, METADATA, serverAt, useOwnClock } from './token-bench.ts';

useOwnClock();

let idp: IdentityProvider;
const forge = (change: JWTPayload, header?: object) => forgedBy(idp, change, header);

describe('the metadata of this server (RFC 9728)', () => {
  it('names resource, provider and the scopes up to the tier of the server', () => {
    const { authenticator } = serverAt('https://login.example', { access: 'write' });
    expect(authenticator.metadata()).toEqual({
      resource: RESOURCE,
      authorization_servers: ['https://login.example'],
      scopes_supported: ['hitrate:read', 'hitrate:write'],
      bearer_methods_supported: ['header'],
      resource_name: 'Hitrate dialer',
    });
    expect(authenticator.metadataUrl()).toBe(METADATA);
  });

  it('is where a request without a token is led to', async () => {
    const { authenticator } = serverAt('https://login.example', { access: 'write' });
    expect(await authenticator.authenticate(undefined)).toEqual({
      refusal: {
        status: 401,
        body: expect.stringContaining('log in'),
        wwwAuthenticate: `Bearer scope="hitrate:read hitrate:write", resource_metadata="${METADATA}"`,
      },
    });
  });
});

describe('the metadata of the provider', () => {
  /** Answers with JSON by path. */
  async function providerOf(answers: (origin: string) => Record<string, unknown>): Promise<string> {
    const { port } = await serveOnLoopback(({ url }, response) => {
      const body = answers(origin)[url!];
      response.writeHead(body === undefined ? 404 : 200).end(JSON.stringify(body));
    });
    const origin = `http://127.0.0.1:${port}`;
    return origin;
  }

  it.each([
    ['/.well-known/oauth-authorization-server/team', 'RFC 8414'],
    ['/.well-known/openid-configuration/team', 'RFC 8414, of OpenID Connect'],
    ['/team/.well-known/openid-configuration', 'OpenID Connect'],
  ])('is found at %s (%s)', async (path) => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const origin = await providerOf((here) => ({
      [path]: { issuer: `${here}/team`, jwks_uri: `${here}/keys` },
      '/keys': { keys: [jwk] },
    }));
    const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' };
    const made = await new SignJWT({ scope: 'hitrate:read' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(`${origin}/team`)
      .setAudience(RESOURCE)
      .setSubject('anna')
      .setExpirationTime('5m')
      .sign(privateKey);
    expect(await serverAt(`${origin}/team`).send(made)).toHaveProperty('person');
  });

  const METADATA_PATH = '/.well-known/oauth-authorization-server';
  it.each([
    ['another name', (here: string) => ({ issuer: `${here}/`, jwks_uri: `${here}/keys` }), 'calls itself'],
    [
      'keys that come in the open',
      (here: string) => ({ issuer: here, jwks_uri: 'http://keys.example/' }),
      'names no jwks_uri that is https',
    ],
    [
      'no keys',
      (here: string) => ({ issuer: here }),
      '/.well-known/oauth-authorization-server names no jwks_uri',
    ],
    ['keys that are none', (here: string) => ({ issuer: here, jwks_uri: `${here}/none` }), 'no usable keys'],
    ['no object', () => [], '/.well-known/openid-configuration answers with status 404'],
  ])('with %s lets nobody in, and the log says why', async (_, metadata, why) => {
    idp = await startIdentityProvider();
    const issuer = await providerOf((here) => ({
      [METADATA_PATH]: metadata(here),
      '/none': { keys: 'none' },
    }));
    const { send, reports } = serverAt(issuer);
    expect(await send(await forge({ iss: issuer }))).toMatchObject({ refusal: { status: 503 } });
    expect(reports).toEqual([expect.stringContaining(why)]);
  });
});
