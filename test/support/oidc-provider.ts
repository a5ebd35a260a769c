/** What the identity providers of the tests have in common: oidc-provider, and the way of a browser through it. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
// @ts-expect-error It has no types.
import Provider from 'oidc-provider';

const LIFETIME_S = 600;

/** A provider that signs with the key. @param own its clients, and how it differs from the others */
export function createProvider(issuer: string, key: JWK, { features, ...own }: Record<string, any>): any {
  return new Provider(issuer, {
    adapter: createMemory(),
    jwks: { keys: [key] },
    cookies: { keys: ['of the tests'] },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: {
      AccessToken: (_: unknown, { resourceServer }: any) => resourceServer?.accessTokenTTL ?? LIFETIME_S,
      Grant: LIFETIME_S,
      IdToken: LIFETIME_S,
      Interaction: LIFETIME_S,
      RefreshToken: LIFETIME_S,
      Session: LIFETIME_S,
    },
    features: { devInteractions: { enabled: false }, ...features },
    ...own,
  });
}

/** A client on this machine, which has no secret unless `more` has one. */
export const nativeClient = (id: string, redirectUri: string, more: object = {}) => ({
  client_id: id,
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: [redirectUri],
  ...more,
});

interface ResourceSettings {
  /** With blanks between them. */
  scopes: string;
  /** Whether clients may register themselves. */
  registration: boolean;
  /** What access tokens are like. */
  tokens(): object;
}

/** The settings of a provider whose access tokens are for the server that a client names. */
export const resourceSettings = ({ scopes, registration, tokens }: ResourceSettings) => ({
  scopes: ['openid', 'offline_access', ...scopes.split(' ')],
  features: {
    registration: { enabled: registration },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: (_: unknown, audience: string) => ({ scope: scopes, audience, ...tokens() }),
    },
  },
});

/** What a provider remembers: its own memory warns of itself each time. */
export function createMemory(): unknown {
  const memory = new Map<string, any>();
  return (model: string) => {
    const keyOf = (id: string) => `${model}:${id}`;
    return {
      upsert: async (id: string, payload: object) => void memory.set(keyOf(id), payload),
      find: async (id: string) => memory.get(keyOf(id)),
      findByUid: async (uid: string) =>
        [...memory].find(([key, payload]) => key.startsWith(keyOf('')) && payload.uid === uid)?.[1],
      consume: async (id: string) =>
        void Object.assign(memory.get(keyOf(id)), { consumed: Math.floor(Date.now() / 1_000) }),
      destroy: async (id: string) => void memory.delete(keyOf(id)),
      async revokeByGrantId(grantId: string) {
        for (const [key, payload] of memory) if (payload.grantId === grantId) memory.delete(key);
      },
    };
  };
}

/** To make one takes a third of a second: all providers have it, until they are told to rotate. */
let sharedKey: Promise<JWK> | undefined;

export function firstKey(): Promise<JWK> {
  sharedKey ??= newKey();
  return sharedKey;
}

export async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomBytes(6).toString('hex'), alg: 'RS256', use: 'sig' };
}

/** How a login ends; undefined: it goes on, and the request is answered. */
export type LogIn = (
  params: Record<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
) => object | undefined | Promise<object | undefined>;

/** Answers as the provider. Who has logged in consents to all that is asked for. */
export function handlerOf(provider: any, logIn: LogIn): RequestListener {
  const callback = provider.callback();
  const interact = async (request: IncomingMessage, response: ServerResponse) => {
    const details = await provider.interactionDetails(request, response);
    const result =
      details.prompt.name === 'login'
        ? await logIn(details.params, request, response)
        : await consent(provider, details);
    if (result) await provider.interactionFinished(request, response, result);
  };
  return (request, response) => {
    if (!request.url!.startsWith('/interaction/')) return callback(request, response);
    interact(request, response).catch((error) => response.writeHead(500).end(String(error)));
  };
}

async function consent(provider: any, { prompt, params, session, grantId }: any): Promise<object> {
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope((prompt.details.missingOIDCScope ?? []).join(' '));
  for (const [resource, scopes] of Object.entries(prompt.details.missingResourceScopes ?? {}))
    grant.addResourceScope(resource, (scopes as string[]).join(' '));
  return { consent: { grantId: await grant.save() } };
}

/**
 * Goes where a browser goes from an authorization URL, with its cookies. Returns the address that the client gets.
 * @param hint comes to the provider as login_hint
 */
export async function goThroughLogin(start: URL, hint: string): Promise<URL> {
  const back = start.searchParams.get('redirect_uri')!;
  const cookies = new Map<string, string>();
  let url = new URL(start);
  url.searchParams.set('login_hint', hint);
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
