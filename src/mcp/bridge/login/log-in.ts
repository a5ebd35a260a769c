/** A person's login at a far server: authorization code with PKCE, in the browser, back to a port of this machine. */
import { randomBytes } from 'node:crypto';
import {
  exchangeAuthorization,
  type FetchLike,
  OAuthClientFlowError,
  type OAuthClientInformationMixed,
  OAuthError,
  RegistrationRejectedError,
  registerClient,
  startAuthorization,
  validateAuthorizationResponseIssuer,
} from '@modelcontextprotocol/client';
import { isSecure } from '../../../shared/network/loopback.ts';
import { oneLine } from '../../../shared/text.ts';
import { BridgeError } from '../bridge-error.ts';
import { type Login, withTokens } from './login-file.ts';
import { type Challenge, findLogin, unusableServer } from './oauth.ts';
import { openRedirectServer, type RedirectServer } from './redirect-server.ts';

/** How long a person may take. */
const MAX_WAIT_MINUTES = 5;

export interface LoginSettings {
  url: URL;
  /** Given out by the authorization server's administrator; absent: this program registers itself. */
  clientId?: string;
  fetchFn: FetchLike;
  /** Shows the address to the person, and opens it. */
  present(address: string): void;
}

/** Returns the login; undefined where the server asks for none. @throws BridgeError */
export async function logIn(settings: LoginSettings): Promise<Login | undefined> {
  const { url, fetchFn } = settings;
  const server = await openRedirectServer();
  try {
    const challenge = await findLogin(url, fetchFn);
    return challenge && (await logInAt(challenge, server, settings));
  } catch (error) {
    throw describeFailure(error, url);
  } finally {
    server.close();
  }
}

async function logInAt(
  challenge: Challenge,
  server: RedirectServer,
  { url, clientId, fetchFn, present }: LoginSettings,
): Promise<Login> {
  const { authorizationServerUrl: issuer, authorizationServerMetadata: metadata } = challenge;
  const resource = new URL(challenge.resource);
  const scope = withOfflineAccess(challenge);
  const client = clientId ? { client_id: clientId } : await register(challenge, server.url, fetchFn, scope);
  const state = randomBytes(32).toString('base64url');
  const { authorizationUrl, codeVerifier } = await startAuthorization(issuer, {
    metadata,
    clientInformation: client,
    redirectUrl: server.url,
    scope,
    state,
    resource,
  });
  if (!isSecure(authorizationUrl))
    throw new BridgeError(`${authorizationUrl.origin} is not https: no login goes there.`);
  const waiting = server.wait(state, AbortSignal.timeout(MAX_WAIT_MINUTES * 60_000));
  present(authorizationUrl.href);
  const { answer, show } = await waiting;
  try {
    const iss = answer.get('iss') ?? undefined;
    checkAnswer(answer, challenge);
    const tokens = await exchangeAuthorization(issuer, {
      metadata,
      clientInformation: client,
      authorizationCode: answer.get('code')!,
      iss,
      codeVerifier,
      redirectUri: server.url,
      resource,
      fetchFn,
    });
    show('You are logged in. You can close this window and go back to your assistant.');
    return withTokens({ url: url.href, issuer, resource: challenge.resource, client }, tokens);
  } catch (error) {
    show('You are not logged in. The program that asked for it says why.');
    throw error;
  }
}

/** @throws BridgeError where the person, or the authorization server, has said no */
function checkAnswer(answer: URLSearchParams, { authorizationServerMetadata: metadata }: Challenge): void {
  validateAuthorizationResponseIssuer({
    iss: answer.get('iss') ?? undefined,
    expectedIssuer: metadata?.issuer,
    issParameterSupported: metadata?.authorization_response_iss_parameter_supported === true,
  });
  const error = answer.get('error');
  if (error === 'access_denied')
    throw new BridgeError('The login was turned down in the browser. Nothing was kept.');
  if (error !== null || !answer.get('code'))
    throw new BridgeError(
      `The authorization server has refused the login (${oneLine(error ?? 'no code', 60)}). Nothing was kept.`,
    );
}

function register(
  { authorizationServerUrl, authorizationServerMetadata: metadata }: Challenge,
  redirectUrl: string,
  fetchFn: FetchLike,
  scope: string | undefined,
): Promise<OAuthClientInformationMixed> {
  const { origin } = new URL(authorizationServerUrl);
  if (!metadata)
    throw new BridgeError(
      `${origin} offers no login for programs: ask its administrator for a key, and give it by HITRATE_CONNECT_KEY_FILE.`,
    );
  if (!metadata.registration_endpoint)
    throw new BridgeError(
      `${origin} takes no programs that register themselves: ask its administrator for a client id (public, redirect http://127.0.0.1 with any port, path /callback), and give it by HITRATE_CONNECT_CLIENT_ID.`,
    );
  return registerClient(authorizationServerUrl, {
    metadata,
    clientMetadata: {
      client_name: 'hitrate-mcp connect',
      application_type: 'native',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    scope,
    fetchFn,
  });
}

/** Asks for a refresh token, where the server gives one only to who says so. */
function withOfflineAccess({ scope, authorizationServerMetadata: metadata }: Challenge): string | undefined {
  const scopes = scope?.split(' ').filter(Boolean) ?? [];
  if (metadata?.scopes_supported?.includes('offline_access') && !scopes.includes('offline_access'))
    scopes.push('offline_access');
  return scopes.join(' ') || undefined;
}

function describeFailure(error: unknown, url: URL): BridgeError {
  if (error instanceof BridgeError) return error;
  if ((error as Error).name === 'TimeoutError')
    return new BridgeError(`Nobody has logged in within ${MAX_WAIT_MINUTES} minutes. Nothing was kept.`);
  if (error instanceof RegistrationRejectedError)
    return new BridgeError(
      `The authorization server does not register this program (status ${error.status}): ask its administrator for a client id, and give it by HITRATE_CONNECT_CLIENT_ID.`,
    );
  if (error instanceof OAuthError)
    return new BridgeError(
      `The authorization server has refused the login (${oneLine(error.code, 60)}). Nothing was kept.`,
    );
  if (error instanceof OAuthClientFlowError)
    return new BridgeError(
      'The answer to the login came from another authorization server. Nothing was kept.',
    );
  return unusableServer(url.href);
}
