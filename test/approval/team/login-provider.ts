/** A real identity provider on loopback (oidc-provider), with a page on which a person says who they are. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
// @ts-expect-error It has no types.
import Provider from 'oidc-provider';
import type { Page } from 'playwright-core';
import type { OidcClient } from '../../../src/approval/team/login/provider.ts';
import { afterThisTest } from '../../support/cleanup.ts';

export interface LoginProvider {
  client: OidcClient;
  /** What the approval page asks of it. */
  requests: URL[];
  /** Is told where browsers are sent back to. */
  setPublicUrl(publicUrl: string): void;
}

/** To make one takes a third of a second. */
let key: Promise<JWK> | undefined;

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: 'of the tests', alg: 'RS256', use: 'sig' };
}

/** @param clientSecret absent: the approval page is a public client */
export async function startLoginProvider(clientSecret?: string): Promise<LoginProvider> {
  key ??= newKey();
  const jwk = await key;
  const requests: URL[] = [];
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => {
    requests.push(new URL(request.url!, issuer));
    handle(request, response);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  afterThisTest(() => {
    server.closeAllConnections();
    server.close();
  });
  // Another site than the approval page's, as it is in life: cookies know sites, and no ports.
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    client: { issuer, clientId: 'approvals', clientSecret },
    requests,
    setPublicUrl(publicUrl) {
      const redirectUri = `${publicUrl}/approve/callback`;
      handle = handlerOf(createProvider(issuer, jwk, redirectUri, clientSecret));
    },
  };
}

function createProvider(issuer: string, jwk: JWK, redirectUri: string, clientSecret?: string): any {
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'approvals',
        application_type: 'native',
        redirect_uris: [redirectUri],
        ...(clientSecret
          ? { client_secret: clientSecret, token_endpoint_auth_method: 'client_secret_basic' }
          : { token_endpoint_auth_method: 'none' }),
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['of the tests'] },
    features: { devInteractions: { enabled: false } },
    ttl: { Interaction: 600, Session: 600, Grant: 600, IdToken: 3_600, AccessToken: 600 },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
  });
}

const LOGIN_PAGE = `<!doctype html><title>The provider</title>
<form method="post"><label>Account <input name="account"></label><button>Continue</button></form>`;

function handlerOf(provider: any): (request: IncomingMessage, response: ServerResponse) => void {
  const callback = provider.callback();
  return (request, response) => {
    if (!request.url!.startsWith('/interaction/')) return callback(request, response);
    interact(provider, request, response).catch((error) => response.writeHead(500).end(String(error)));
  };
}

/** Asks who somebody is; to the rest they consent. */
async function interact(provider: any, request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const { prompt, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login' && request.method === 'GET')
    return response.writeHead(200, { 'content-type': 'text/html' }).end(LOGIN_PAGE);
  if (prompt.name === 'login') {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const accountId = new URLSearchParams(Buffer.concat(chunks).toString()).get('account');
    return provider.interactionFinished(request, response, { login: { accountId } });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: 'approvals' });
  grant.addOIDCScope('openid');
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

/** Says on the provider's page who it is. */
export async function sayWho(page: Page, account: string): Promise<void> {
  await page.getByLabel('Account').fill(account);
  await page.getByRole('button', { name: 'Continue' }).click();
}
