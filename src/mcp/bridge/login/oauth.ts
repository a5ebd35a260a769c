/** The authorization server of a far server: who it is, and new tokens from it. */
import {
  checkResourceAllowed,
  discoverAuthorizationServerMetadata,
  discoverOAuthServerInfo,
  extractWWWAuthenticateParams,
  type FetchLike,
  OAuthError,
  OAuthErrorCode,
  type OAuthServerInfo,
  refreshAuthorization,
  resourceUrlFromServerUrl,
} from '@modelcontextprotocol/client';
import { type Dispatcher, request } from 'undici';
import { createDispatcher } from '../../../dialer/transport/connections.ts';
import { isSecure } from '../../../shared/network/loopback.ts';
import { BridgeError, networkFailure } from '../bridge-error.ts';
import { readText } from '../remote.ts';
import { type Login, withTokens } from './login-file.ts';

const TIMEOUT_MS = 15_000;
const MAX_CONNECTIONS = 4;
/** Asks nothing of the server, and begins nothing there. */
const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });

/** What a server asks for before it lets anybody in. */
export interface Challenge extends OAuthServerInfo {
  scope?: string;
  resource: string;
}

/**
 * Returns fetch through the proxy of the environment, which goes nowhere that could be read on the way and follows no
 * redirect. Not undici's own: the SDK knows an error by Node's Response, which undici's is none of.
 */
export function createFetch(env: Record<string, string | undefined>): FetchLike {
  const dispatchers = new Map<string, Dispatcher>();
  function dispatcherOf(origin: string): Dispatcher {
    const dispatcher =
      dispatchers.get(origin) ?? createDispatcher(origin, { maxConnections: MAX_CONNECTIONS, env });
    dispatchers.set(origin, dispatcher);
    return dispatcher;
  }
  return async (address, { method, headers, body } = {}) => {
    const url = new URL(address);
    if (!isSecure(url)) throw new BridgeError(`${url.origin} is not https: no login goes there.`);
    const reply = await request(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers: Object.fromEntries(new Headers(headers)),
      body: body ? String(body) : null,
      dispatcher: dispatcherOf(url.origin),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error) => {
      throw networkFailure(error, url.origin);
    });
    const text = await readText(reply.body, url.origin);
    return new Response(text || null, {
      status: reply.statusCode,
      headers: Object.entries(reply.headers).map(([name, value]) => [name, String(value)]),
    });
  };
}

/** Returns undefined where the server lets everybody in. @throws BridgeError */
export async function findLogin(url: URL, fetchFn: FetchLike): Promise<Challenge | undefined> {
  const response = await fetchFn(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: PING,
  });
  if (response.status !== 401) return undefined;
  const { scope, resourceMetadataUrl } = extractWWWAuthenticateParams(response);
  const found = await discoverOAuthServerInfo(url, { resourceMetadataUrl, fetchFn });
  const own = resourceUrlFromServerUrl(url);
  const resource = found.resourceMetadata?.resource ?? own.href;
  if (!checkResourceAllowed({ requestedResource: own, configuredResource: resource }))
    throw new BridgeError(`${url.origin} names a login for another server (${resource}): it is not used.`);
  return { ...found, scope: scope ?? found.resourceMetadata?.scopes_supported?.join(' '), resource };
}

/**
 * Returns the login with a new token; undefined where its refresh token no longer counts.
 * @throws BridgeError where the authorization server can't be asked
 */
export async function refreshLogin(login: Login, fetchFn: FetchLike): Promise<Login | undefined> {
  const { issuer, client, resource } = login;
  try {
    const tokens = await refreshAuthorization(issuer, {
      metadata: await discoverAuthorizationServerMetadata(issuer, { fetchFn }),
      clientInformation: client,
      refreshToken: login.tokens.refresh_token!,
      resource: new URL(resource),
      fetchFn,
    });
    return withTokens(login, tokens);
  } catch (error) {
    if (error instanceof OAuthError && error.code !== OAuthErrorCode.ServerError) return undefined;
    throw error instanceof BridgeError ? error : unusableServer(issuer);
  }
}

/** Not the error's message: it may quote what the server sent. */
export const unusableServer = (issuer: string): BridgeError =>
  new BridgeError(
    `The authorization server ${new URL(issuer).origin} does not answer as it should: try again later.`,
  );
