/** A real identity provider on loopback (oidc-provider), whose people log in by plain HTTP requests. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
// @ts-expect-error It has no types.
import Provider from 'oidc-provider';
import { afterThisTest } from './cleanup.ts';

const SCOPES = 'hitrate:read hitrate:write hitrate:destructive';
const DEFAULT_LIFETIME_S = 300;

export interface TokenWish {
  subject: string;
  /** The address of the server that the token is for. */
  audience: string;
  /** With blanks between them. */
  scopes?: string;
  lifetimeSeconds?: number;
}

export interface IdentityProvider {
  issuer: string;
  /** A public client, known beforehand; others may register themselves. */
  clientId: string;
  redirectUri: string;
  /** Logs in by authorization code and PKCE. Returns the access token. */
  token(wish: TokenWish): Promise<string>;
  /** Does at an authorization URL what a person does in the browser. Returns the address that the client gets. */
  login(authorizationUrl: URL, subject: string): Promise<URL>;
  /** The private key that signs now. */
  signingKey(): JWK;
  /** Takes the keys back and signs with new ones from now on. */
  rotateKeys(): Promise<void>;
  /** Breaks all connections and takes no more. */
  stop(): Promise<void>;
  /** Answers again, at the same address. */
  restart(): Promise<void>;
  /** The paths that were asked for. */
  requests: string[];
}

const CLIENT_ID = 'test-host';
const REDIRECT_URI = 'http://127.0.0.1/callback';

/** To make one takes a third of a second: all providers have it, until they are told to rotate. */
let firstKey: Promise<JWK> | undefined;

/** Ends with the test. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  let lifetime = DEFAULT_LIFETIME_S;
  firstKey ??= newKey();
  let key = await firstKey;
  const memory = new Map<string, any>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url!.split('?')[0]!);
    handle(request, response);
  });
  const port = await listen(server);
  const issuer = `http://127.0.0.1:${port}`;
  const begin = () => {
    handle = handlerOf(createProvider(issuer, key, memory, () => lifetime));
  };
  begin();
  const stop = () => close(server);
  afterThisTest(stop);

  return {
    issuer,
    clientId: CLIENT_ID,
    redirectUri: REDIRECT_URI,
    async token({ subject, audience, scopes = SCOPES, lifetimeSeconds = DEFAULT_LIFETIME_S }) {
      lifetime = lifetimeSeconds;
      const verifier = randomBytes(32).toString('base64url');
      const url = authorizationUrl(issuer, {
        resource: audience,
        scope: `openid ${scopes}`.trim(),
        verifier,
      });
      const callback = await logIn(url, subject, REDIRECT_URI);
      return redeem(issuer, callback, { resource: audience, code_verifier: verifier });
    },
    login: (url, subject) => logIn(url, subject, url.searchParams.get('redirect_uri')!),
    signingKey: () => key,
    async rotateKeys() {
      key = await newKey();
      begin();
    },
    stop,
    async restart() {
      await listen(server, port);
    },
    requests,
  };
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomBytes(6).toString('hex'), alg: 'RS256', use: 'sig' };
}

function createProvider(issuer: string, key: JWK, memory: Map<string, any>, lifetime: () => number): any {
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: [REDIRECT_URI],
      },
    ],
    adapter: (model: string) => createAdapter(memory, model),
    jwks: { keys: [key] },
    cookies: { keys: ['of the tests'] },
    scopes: ['openid', 'offline_access', ...SCOPES.split(' ')],
    clientBasedCORS: () => true,
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: {
      AccessToken: (_: unknown, { resourceServer }: any) =>
        resourceServer?.accessTokenTTL ?? DEFAULT_LIFETIME_S,
      ...{ Interaction: 600, Session: 600, Grant: 600, IdToken: 600 },
    },
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_: unknown, resource: string) => ({
          scope: SCOPES,
          audience: resource,
          accessTokenTTL: lifetime(),
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
}

/** What the provider remembers: its own memory warns of itself each time. */
function createAdapter(memory: Map<string, any>, model: string) {
  const keyOf = (id: string) => `${model}:${id}`;
  return {
    upsert: async (id: string, payload: object) => void memory.set(keyOf(id), payload),
    find: async (id: string) => memory.get(keyOf(id)),
    findByUid: async (uid: string) =>
      [...memory].find(([key, payload]) => key.startsWith(keyOf('')) && payload.uid === uid)?.[1],
    findByUserCode: async () => undefined,
    consume: async (id: string) => void Object.assign(memory.get(keyOf(id)), { consumed: Date.now() / 1000 }),
    destroy: async (id: string) => void memory.delete(keyOf(id)),
    async revokeByGrantId(grantId: string) {
      for (const [key, payload] of memory) if (payload.grantId === grantId) memory.delete(key);
    },
  };
}

/** Who is named by login_hint logs in and consents to all that is asked for. */
function handlerOf(provider: any): (request: IncomingMessage, response: ServerResponse) => void {
  const callback = provider.callback();
  return (request, response) => {
    if (!request.url!.startsWith('/interaction/')) return callback(request, response);
    interact(provider, request, response).catch((error) => response.writeHead(500).end(String(error)));
  };
}

async function interact(provider: any, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    const result = { login: { accountId: params.login_hint } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
  const { accountId } = session;
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope((prompt.details.missingOIDCScope ?? []).join(' '));
  for (const [resource, scopes] of Object.entries(prompt.details.missingResourceScopes ?? {}))
    grant.addResourceScope(resource, (scopes as string[]).join(' '));
  const result = { consent: { grantId: await grant.save() } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

function authorizationUrl(
  issuer: string,
  { resource, scope, verifier }: { resource: string; scope: string; verifier: string },
): URL {
  const url = new URL(`${issuer}/auth`);
  url.search = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope,
    resource,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return url;
}

/** Follows the way of a browser, with its cookies, until it leaves the provider. */
async function logIn(start: URL, subject: string, redirectUri: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(start);
  url.searchParams.set('login_hint', subject);
  while (!url.href.startsWith(redirectUri)) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    const location = response.headers.get('location');
    if (!location) throw new Error(`no login: ${response.status} ${await response.text()}`);
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      cookies.set(name!, value!);
    }
    url = new URL(location, url);
  }
  return url;
}

async function redeem(issuer: string, callback: URL, more: Record<string, string>): Promise<string> {
  const code = callback.searchParams.get('code');
  if (!code) throw new Error(`no code: ${callback.search}`);
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      code,
      ...more,
    }),
  });
  const answer = (await response.json()) as { access_token?: string };
  if (!answer.access_token) throw new Error(`no token: ${JSON.stringify(answer)}`);
  return answer.access_token;
}

async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
