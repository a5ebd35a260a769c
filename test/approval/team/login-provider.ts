/** A real identity provider on loopback (oidc-provider), with a page on which a person says who they are. */
import type { RequestListener } from 'node:http';
import type { Page } from 'playwright-core';
import type { OidcClient } from '../../../src/approval/team/login/provider.ts';
import { serveOnLoopback } from '../../support/loopback.ts';
import {
  createProvider,
  firstKey,
  handlerOf,
  type LogIn,
  nativeClient,
} from '../../support/oidc-provider.ts';

export interface LoginProvider {
  client: OidcClient;
  /** What the approval page asks of it. */
  requests: URL[];
  /** Is told where browsers are sent back to. */
  setPublicUrl(publicUrl: string): void;
}

/** @param clientSecret absent: the approval page is a public client */
export async function startLoginProvider(clientSecret?: string): Promise<LoginProvider> {
  const key = await firstKey();
  const requests: URL[] = [];
  let handle: RequestListener = () => {};
  const { port } = await serveOnLoopback((request, response) => {
    requests.push(new URL(request.url!, issuer));
    handle(request, response);
  });
  // Another site than the approval page's, as it is in life: cookies know sites, and no ports.
  const issuer = `http://localhost:${port}`;
  const secret = clientSecret && {
    client_secret: clientSecret,
    token_endpoint_auth_method: 'client_secret_basic',
  };
  return {
    client: { issuer, clientId: 'approvals', clientSecret },
    requests,
    setPublicUrl(publicUrl) {
      const client = nativeClient('approvals', `${publicUrl}/approve/callback`, { ...secret });
      handle = handlerOf(createProvider(issuer, key, { clients: [client] }), logIn);
    },
  };
}

const LOGIN_PAGE = `<!doctype html><title>The provider</title>
<form method="post"><label>Account <input name="account"></label><button>Continue</button></form>`;

/** Asks who somebody is. */
const logIn: LogIn = async (_, request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/html' }).end(LOGIN_PAGE);
    return undefined;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const accountId = new URLSearchParams(Buffer.concat(chunks).toString()).get('account');
  return { login: { accountId } };
};

/** Says on the provider's page who it is. */
export async function sayWho(page: Page, account: string): Promise<void> {
  await page.getByLabel('Account').fill(account);
  await page.getByRole('button', { name: 'Continue' }).click();
}
