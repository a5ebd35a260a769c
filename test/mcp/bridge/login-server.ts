/** A protected server and the authorization server (oidc-provider) in front of it, and a person with a browser. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { serveOnLoopback } from '../../support/loopback.ts';
import {
  createProvider,
  firstKey,
  goThroughLogin,
  handlerOf,
  nativeClient,
  resourceSettings,
} from '../../support/oidc-provider.ts';
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
  let handle: RequestListener = () => {};
  let down = false;
  let refused = 0;
  /** Tokens that have come, and those of them that no longer count. */
  const known = new Set<string>();
  const expired = new Set<string>();
  const paths: string[] = [];
  const grants: string[] = [];
  const { port } = await serveOnLoopback((request, response) => {
    paths.push(request.url!);
    if (down) return void response.writeHead(503).end();
    handle(request, response);
  });
  const issuer = `http://127.0.0.1:${port}`;
  const key = await firstKey();
  const grant_types = ['authorization_code', 'refresh_token'];
  const settings = {
    clients: [nativeClient(KNOWN_CLIENT, 'http://127.0.0.1/callback', { grant_types })],
    ...resourceSettings({
      scopes: SCOPES,
      registration,
      tokens: () => ({ accessTokenFormat: 'opaque' }),
    }),
  };
  const begin = () => {
    provider = createProvider(issuer, key, settings);
    provider.on('grant.success', (context: any) => grants.push(context.oidc.params.grant_type));
    handle = handlerOf(provider, ({ login_hint }) =>
      login_hint === 'denies' ? { error: 'access_denied' } : { login: { accountId: 'anna' } },
    );
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

/** Does at that address what a person does in the browser. Returns the address that they are sent back to. */
export const goThrough = (start: URL, does: 'consents' | 'denies' = 'consents'): Promise<URL> =>
  goThroughLogin(start, does);

/** Comes back from the login. Returns the status and text of the page. */
export async function comeBack(url: URL): Promise<{ status: number; text: string }> {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
}
