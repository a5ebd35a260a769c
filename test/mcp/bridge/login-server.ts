/** A protected server and the authorization server (oidc-provider) in front of it, and a person with a browser. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
// @ts-expect-error It has no types.
import Provider from 'oidc-provider';
import { afterThisTest } from '../../support/cleanup.ts';
import { until } from '../../support/waiting.ts';
import { type SessionServer, startSessionServer } from './session-server.ts';

const SCOPES = 'hitrate:read hitrate:write';
/** A client whose id the administrator has given out. */
export const KNOWN_CLIENT = 'known-to-the-administrator';

export interface LoginServer {
  server: SessionServer;
  issuer: string;
  /** The grant types of the token requests. */
  grants: string[];
  /** How many requests the server has refused. */
  refused(): number;
  /** How often a program has registered itself. */
  registrations(): number;
  /** No access token that was given out counts any more. */
  expireTokens(): void;
  /** No refresh token that was given out counts any more. */
  revoke(): void;
  /** The authorization server fails, or works again. */
  setDown(down: boolean): void;
}

/** @param registration whether programs may register themselves */
export async function startLoginServer({ registration = true } = {}): Promise<LoginServer> {
  let provider: any;
  let callback: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  let down = false;
  let refused = 0;
  /** Tokens that have come, and those of them that no longer count. */
  const known = new Set<string>();
  const expired = new Set<string>();
  const paths: string[] = [];
  const grants: string[] = [];
  const http = createServer((request, response) => {
    paths.push(request.url!);
    if (down) return void response.writeHead(503).end();
    if (request.url!.startsWith('/interaction/'))
      return void interact(provider, request, response).catch((error) =>
        response.writeHead(500).end(String(error)),
      );
    callback(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  afterThisTest(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const begin = () => {
    provider = createProvider(issuer, registration);
    provider.on('grant.success', (context: any) => grants.push(context.oidc.params.grant_type));
    callback = provider.callback();
  };
  begin();

  const server: SessionServer = await startSessionServer({
    async guard({ url, headers }, response) {
      const metadata = `/.well-known/oauth-protected-resource/mcp`;
      if (url === metadata) {
        const resource = {
          resource: server.url,
          authorization_servers: [issuer],
          scopes_supported: SCOPES.split(' '),
        };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(resource));
        return true;
      }
      const token = await provider.AccessToken.find(String(headers.authorization).replace('Bearer ', ''));
      if (token?.aud === server.url && token.jti !== undefined && !expired.has(token.jti)) {
        known.add(token.jti);
        return false;
      }
      refused++;
      response
        .writeHead(401, {
          'www-authenticate': `Bearer resource_metadata="${new URL(metadata, server.url)}", scope="hitrate:read"`,
        })
        .end();
      return true;
    },
  });
  return {
    server,
    issuer,
    grants,
    refused: () => refused,
    registrations: () => paths.filter((path) => path === '/reg').length,
    expireTokens() {
      for (const jti of known) expired.add(jti);
    },
    revoke: begin,
    setDown(value) {
      down = value;
    },
  };
}

function createProvider(issuer: string, registration: boolean): any {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: KNOWN_CLIENT,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    // A copy of its own: providers of two tests share nothing.
    adapter: memoryAdapter(),
    cookies: { keys: ['of the tests'] },
    scopes: ['openid', 'offline_access', ...SCOPES.split(' ')],
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: { AccessToken: 600, Interaction: 600, Session: 600, Grant: 600, IdToken: 600, RefreshToken: 600 },
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: registration },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_: unknown, resource: string) => ({
          scope: SCOPES,
          audience: resource,
          accessTokenFormat: 'opaque',
        }),
      },
    },
  });
  return provider;
}

function memoryAdapter(): unknown {
  const entries = new Map<string, any>();
  const grantEntries = new Map<string, string[]>();
  return class {
    private readonly name: string;
    constructor(name: string) {
      this.name = name;
    }
    private key = (id: string) => `${this.name}:${id}`;
    async upsert(id: string, payload: any) {
      entries.set(this.key(id), payload);
      if (payload.uid) entries.set(`uid:${payload.uid}`, id);
      if (payload.grantId)
        grantEntries.set(payload.grantId, [...(grantEntries.get(payload.grantId) ?? []), this.key(id)]);
    }
    find = async (id: string) => entries.get(this.key(id));
    findByUid = async (uid: string) => this.find(entries.get(`uid:${uid}`));
    consume = async (id: string) => {
      entries.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
    };
    destroy = async (id: string) => void entries.delete(this.key(id));
    revokeByGrantId = async (grantId: string) => {
      for (const key of grantEntries.get(grantId) ?? []) entries.delete(key);
    };
  };
}

/** Who denies says so by a cookie; others log in and consent. */
async function interact(provider: any, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  const finish = (result: object) =>
    provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  if (String(request.headers.cookie).includes('person=denies')) return finish({ error: 'access_denied' });
  if (prompt.name === 'login') return finish({ login: { accountId: 'anna' } });
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope([...(prompt.details.missingOIDCScope ?? []), 'offline_access'].join(' '));
  for (const [resource, scopes] of Object.entries(prompt.details.missingResourceScopes ?? {}))
    grant.addResourceScope(resource, (scopes as string[]).join(' '));
  return finish({ consent: { grantId: await grant.save() } });
}

/** Lets the bridge find a browser: a program that notes the address it is to open. */
export function addBrowser(env: Record<string, string>): () => Promise<URL> {
  const opener = join(env.PATH!, process.platform === 'darwin' ? 'open' : 'xdg-open');
  const opened = join(env.PATH!, 'opened');
  writeFileSync(opener, `#!/bin/sh\necho "$1" >> '${opened}'\n`);
  chmodSync(opener, 0o755);
  return async () => {
    await until(() => existsSync(opened) && readFileSync(opened, 'utf8').endsWith('\n'));
    return new URL(readFileSync(opened, 'utf8').trim().split('\n').at(-1)!);
  };
}

/** Goes where a browser goes from that address, with its cookies. Returns the address that it is sent back to. */
export async function goThrough(start: URL, does: 'consents' | 'denies' = 'consents'): Promise<URL> {
  const back = start.searchParams.get('redirect_uri')!;
  const cookies = new Map([['person', does as string]]);
  let url = start;
  while (!url.href.startsWith(back)) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      cookies.set(name!, value!);
    }
    const location = response.headers.get('location');
    if (!location) throw new Error(`no way on: ${response.status} ${await response.text()}`);
    url = new URL(location, url);
  }
  return url;
}

/** Comes back from the login. Returns the status and text of the page. */
export async function comeBack(url: URL): Promise<{ status: number; text: string }> {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
}
