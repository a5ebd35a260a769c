/** A real identity provider on loopback (oidc-provider), whose people log in by plain HTTP requests. */
import { createHash, randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { serveOnLoopback } from './loopback.ts';
import {
  createMemory,
  createProvider,
  firstKey,
  goThroughLogin,
  handlerOf,
  nativeClient,
  newKey,
  resourceSettings,
} from './oidc-provider.ts';

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
  /** Signs a token as the provider does, for anna to read, with claims or members of the header that differ. */
  forge(claims: JWTPayload, other?: { header?: object; key?: JWK }): Promise<string>;
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

/** Ends with the test. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  let handle: RequestListener = () => {};
  let lifetime = DEFAULT_LIFETIME_S;
  let key = await firstKey();
  const requests: string[] = [];
  const { port, stop, restart } = await serveOnLoopback((request, response) => {
    requests.push(request.url!.split('?')[0]!);
    handle(request, response);
  });
  const issuer = `http://127.0.0.1:${port}`;
  const settings = {
    clients: [nativeClient(CLIENT_ID, REDIRECT_URI)],
    // A rotation of the keys makes it forget nothing.
    adapter: createMemory(),
    clientBasedCORS: () => true,
    ...resourceSettings({
      scopes: SCOPES,
      registration: true,
      tokens: () => ({
        accessTokenTTL: lifetime,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    }),
  };
  const begin = () => {
    const provider = createProvider(issuer, key, settings);
    handle = handlerOf(provider, ({ login_hint }) => ({ login: { accountId: login_hint } }));
  };
  begin();

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
      const callback = await goThroughLogin(url, subject);
      return redeem(issuer, callback, { resource: audience, code_verifier: verifier });
    },
    login: goThroughLogin,
    forge(claims, { header, key: { kid, ...jwk } = key } = {}) {
      return signed({ iss: issuer, ...claims }, { kid, ...header }, jwk);
    },
    signingKey: () => key,
    async rotateKeys() {
      key = await newKey();
      begin();
    },
    stop,
    restart,
    requests,
  };
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

async function signed(claims: JWTPayload, header: object, key: JWK): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const usual = { sub: 'anna', scope: 'hitrate:read', iat: now, exp: now + DEFAULT_LIFETIME_S };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', ...header })
    .sign(await importJWK(key, 'RS256'));
}
