/** Hosts' own SDKs, old and new, find the way from the challenge to the login, register themselves, and get in. */
import * as newClient from '@modelcontextprotocol/client';
import * as oldClient from '@modelcontextprotocol/sdk/client/auth.js';
import { describe, expect, it } from 'vitest';
import { type Authenticator, createAuthenticator } from '../../src/auth/authenticator.ts';
import { TOOLSETS } from '../../src/config/settings.ts';
import { newFolder } from '../support/files.ts';
import { startIdentityProvider } from '../support/identity-provider.ts';
import { serveOnLoopback } from '../support/loopback.ts';
import { writeUserFile } from '../support/user-file.ts';

/** As little of a server as asks who is there. Returns the address of its /mcp. */
async function startResource(issuer: string): Promise<string> {
  let authenticator: Authenticator;
  const { port } = await serveOnLoopback(async ({ url, headers }, response) => {
    if (url === '/.well-known/oauth-protected-resource/mcp')
      return response.writeHead(200).end(JSON.stringify(authenticator.metadata()));
    if (url !== '/mcp') return response.writeHead(404).end();
    const { person, refusal } = await authenticator.authenticate(headers.authorization);
    if (person) return response.writeHead(200).end(JSON.stringify(person));
    const { status, body, wwwAuthenticate } = refusal;
    response.writeHead(status, wwwAuthenticate ? { 'www-authenticate': wwwAuthenticate } : {}).end(body);
  });
  const resource = `http://127.0.0.1:${port}/mcp`;
  const users = writeUserFile(newFolder(), [{ subject: 'anna', access: 'write' }]);
  authenticator = createAuthenticator({
    config: { access: 'write', toolsets: TOOLSETS, auth: { users, oauth: { issuer } } },
    resource,
    report: () => {},
  });
  return resource;
}

/** What a host keeps of a login. */
function hostMemory() {
  const kept: { client?: any; tokens?: any; verifier?: string; page?: URL; discovery?: any } = {};
  const keep = (more: typeof kept): void => void Object.assign(kept, more);
  const provider = {
    redirectUrl: 'http://127.0.0.1/callback',
    clientMetadata: {
      client_name: 'a host',
      redirect_uris: ['http://127.0.0.1/callback'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    },
    clientInformation: () => kept.client,
    saveClientInformation: (client: unknown) => keep({ client }),
    tokens: () => kept.tokens,
    saveTokens: (tokens: unknown) => keep({ tokens }),
    redirectToAuthorization: (page: URL) => keep({ page }),
    saveCodeVerifier: (verifier: string) => keep({ verifier }),
    codeVerifier: () => kept.verifier!,
    saveDiscoveryState: (discovery: unknown) => keep({ discovery }),
    discoveryState: () => kept.discovery,
  };
  return { kept, provider };
}

describe('the login of a host', () => {
  it.each([
    ['the initialize era', oldClient],
    ['2026-07-28', newClient],
  ] as [string, any][])(
    'by the SDK of %s begins at the challenge and ends with a person',
    async (_, client) => {
      const idp = await startIdentityProvider();
      const serverUrl = await startResource(idp.issuer);
      const challenge = await fetch(serverUrl);
      expect(challenge.status).toBe(401);
      const { resourceMetadataUrl, scope } = client.extractWWWAuthenticateParams(challenge);
      expect(scope).toBe('hitrate:read hitrate:write');
      const { kept, provider } = hostMemory();
      expect(await client.auth(provider, { serverUrl, resourceMetadataUrl, scope })).toBe('REDIRECT');
      const callback = await idp.login(kept.page!, 'anna');
      const { code: authorizationCode, iss } = Object.fromEntries(callback.searchParams);
      const answer = { authorizationCode, iss, serverUrl, resourceMetadataUrl, scope };
      expect(await client.auth(provider, answer)).toBe('AUTHORIZED');
      const headers = { authorization: `Bearer ${kept.tokens.access_token}` };
      expect(await (await fetch(serverUrl, { headers })).json()).toMatchObject({
        subject: 'anna',
        tokens: { '': 'dialer-token-of-anna' },
        access: 'write',
      });
    },
  );
});
