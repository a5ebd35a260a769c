/** The identity provider as an OpenID Connect client sees it: where to log in, and who has logged in. */
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose';
import { createExpiringCache } from '../../../shared/expiring-cache.ts';
import { isObject } from '../../../shared/json.ts';
import {
  CLOCK_TOLERANCE_S,
  createProviderFetch,
  metadataUrl,
  PROVIDER_TIMEOUT_MS,
  type ProviderFetch,
  SIGNATURE_ALGORITHMS,
} from '../../../shared/network/identity-provider.ts';
import { oneLine } from '../../../shared/text.ts';
import type { Login } from './sessions.ts';

export interface OidcClient {
  /** Exactly as the provider writes itself. */
  issuer: string;
  clientId: string;
  /** Absent: a public client. */
  clientSecret?: string;
}

/** What is sent with a login and must come back in its ID token. */
export interface Handshake {
  state: string;
  nonce: string;
  /** Of PKCE. */
  verifier: string;
  challenge: string;
}

export interface Provider {
  /** @param fresh whether the provider must ask the person, also where the browser is logged in */
  authorizationUrl(handshake: Handshake, fresh: boolean): Promise<string>;
  /** @throws LoginRefused where the code or the ID token does not count, ProviderUnavailable where that can't be told */
  redeem(code: string, handshake: Handshake): Promise<Login>;
}

/** The login does not count: for the operator, why; it holds no secret. */
export class LoginRefused extends Error {}
/** The provider doesn't answer, or not as it should. */
export class ProviderUnavailable extends Error {}

/** The metadata is asked for again after that. */
const MAX_AGE_MS = 10 * 60_000;
/** What a fresh login is at most old, in seconds. */
const MAX_AUTH_AGE = '300';

interface Metadata {
  authorize: string;
  token: string;
  keys: ReturnType<typeof createRemoteJWKSet>;
  /** Whether the client secret goes into the body. */
  secretInBody: boolean;
}

/** @param redirectUri where the provider sends the browser back to */
export function createProvider(client: OidcClient, redirectUri: string, now: () => number): Provider {
  const send = createProviderFetch(client.issuer);
  const cache = createExpiringCache<string, Metadata>({ lifetimeMs: MAX_AGE_MS, clock: now });
  const metadata = () => cache.get(client.issuer, () => readMetadata(client.issuer, send));

  return {
    async authorizationUrl({ state, nonce, challenge }, fresh) {
      const url = new URL((await metadata()).authorize);
      const parameters = {
        response_type: 'code',
        client_id: client.clientId,
        redirect_uri: redirectUri,
        scope: 'openid',
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...(fresh && { prompt: 'login', max_age: MAX_AUTH_AGE }),
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url.href;
    },
    async redeem(code, { nonce, verifier }) {
      const known = await metadata();
      const idToken = await exchangeCode({ code, verifier, redirectUri }, client, known, send);
      return verifyIdToken(idToken, { client, nonce, keys: known.keys, now });
    },
  };
}

async function readMetadata(issuer: string, send: ProviderFetch): Promise<Metadata> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const read = await readJson(address, { headers: { accept: 'application/json' } }, send);
  if (read.status !== 200) throw new ProviderUnavailable(`${address} answers with status ${read.status}`);
  const { body } = read;
  if (body.issuer !== issuer)
    throw new ProviderUnavailable(
      `${issuer} calls itself ${oneLine(String(body.issuer), 200)}: HITRATE_OAUTH_ISSUER must be exactly that`,
    );
  const methods = body.token_endpoint_auth_methods_supported;
  return {
    authorize: secureUrl(body, 'authorization_endpoint', issuer),
    token: secureUrl(body, 'token_endpoint', issuer),
    keys: createRemoteJWKSet(new URL(secureUrl(body, 'jwks_uri', issuer)), {
      timeoutDuration: PROVIDER_TIMEOUT_MS,
      [customFetch]: send,
    }),
    secretInBody:
      Array.isArray(methods) &&
      methods.includes('client_secret_post') &&
      !methods.includes('client_secret_basic'),
  };
}

/** Addresses that anybody on the way could change prove nothing. */
function secureUrl(body: Record<string, unknown>, name: string, issuer: string): string {
  const url = metadataUrl(body, name);
  if (url) return url.href;
  throw new ProviderUnavailable(`${issuer} names no ${name} that is https`);
}

async function exchangeCode(
  { code, verifier, redirectUri }: { code: string; verifier: string; redirectUri: string },
  { clientId, clientSecret, issuer }: OidcClient,
  { token, secretInBody }: Metadata,
  send: ProviderFetch,
): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  };
  if (clientSecret !== undefined && !secretInBody) headers.authorization = basic(clientId, clientSecret);
  else form.set('client_id', clientId);
  if (clientSecret !== undefined && secretInBody) form.set('client_secret', clientSecret);
  const { status, body } = await readJson(token, { method: 'POST', headers, body: form.toString() }, send);
  if (status >= 500) throw new ProviderUnavailable(`${issuer} answers to a code with status ${status}`);
  if (status !== 200 || typeof body.id_token !== 'string')
    throw new LoginRefused(
      `${issuer} gives no ID token for the code: status ${status}, ${oneLine(String(body.error ?? 'no error named'), 80)}`,
    );
  return body.id_token;
}

/** As RFC 6749 wants it: both parts are encoded before they are joined. */
function basic(clientId: string, clientSecret: string): string {
  const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
}

async function readJson(
  url: string,
  init: object,
  send: ProviderFetch,
): Promise<{ status: number; body: Record<string, unknown> }> {
  try {
    const response = await send(url, init);
    const body: unknown = await response.json().catch(() => undefined);
    return { status: response.status, body: isObject(body) ? body : {} };
  } catch (error) {
    const { code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    throw new ProviderUnavailable(
      `${new URL(url).origin} can't be reached (${code ?? (error as Error).name})`,
    );
  }
}

interface Expectation {
  client: OidcClient;
  nonce: string;
  keys: Metadata['keys'];
  now: () => number;
}

async function verifyIdToken(
  idToken: string,
  { client: { issuer, clientId }, nonce, keys, now }: Expectation,
): Promise<Login> {
  const { payload, protectedHeader } = await jwtVerify(idToken, keys, {
    issuer,
    audience: clientId,
    algorithms: SIGNATURE_ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE_S,
    currentDate: new Date(now()),
    requiredClaims: ['iss', 'aud', 'exp', 'iat', 'sub', 'nonce'],
  }).catch((error) => {
    throw explain(error, issuer);
  });
  // An access token for us is no login.
  if (![undefined, 'jwt'].includes(protectedHeader.typ?.toLowerCase()))
    throw new LoginRefused('the ID token is of another kind (typ)');
  if (payload.nonce !== nonce) throw new LoginRefused('the ID token is of another login (nonce)');
  checkParty(payload, clientId);
  const { sub, auth_time: authTime } = payload;
  if (typeof sub !== 'string' || sub === '') throw new LoginRefused('the ID token has no subject (sub)');
  return { subject: sub, ...(typeof authTime === 'number' && { authTime: authTime * 1_000 }) };
}

/** For several clients, or made for another one: then it must say that it is for this one. */
function checkParty({ aud, azp }: JWTPayload, clientId: string): void {
  if (azp === undefined ? Array.isArray(aud) && aud.length > 1 : azp !== clientId)
    throw new LoginRefused('the ID token was made for another client (azp)');
}

/** Where the keys can't be had, nothing is known of the token. */
function explain(error: unknown, issuer: string): Error {
  const isOfKeys = !(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout;
  if (isOfKeys || (error as Error).constructor === errors.JOSEError)
    return new ProviderUnavailable(`${issuer} gives no usable keys (${(error as Error).name})`);
  if (error instanceof errors.JWTExpired) return new LoginRefused('the ID token has expired');
  if (error instanceof errors.JWTClaimValidationFailed)
    return new LoginRefused(`the ID token has no usable ${error.claim}`);
  return new LoginRefused(`the ID token does not hold (${(error as errors.JOSEError).code})`);
}
