/** The login at the identity provider: by authorization code, PKCE, state and nonce. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSameText, newSecret } from '../../../pages/secrets.ts';
import { createCookie } from './cookies.ts';
import type { Places } from './places.ts';
import { createProvider, type Handshake, LoginRefused, type OidcClient } from './provider.ts';
import type { Login } from './sessions.ts';

/** A person may take their time at the provider. */
const LIFE_MS = 10 * 60_000;

export interface ProviderLogin {
  /** Returns where to send the browser. @throws ProviderUnavailable */
  begin(response: ServerResponse, query: URLSearchParams): Promise<string>;
  /** Returns the place that the login was for; undefined where it was for none. */
  returnTo(request: IncomingMessage): string | undefined;
  /** @throws LoginRefused, ProviderUnavailable */
  finish(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<Login>;
}

interface ProviderLoginOptions {
  client: OidcClient;
  publicUrl: string;
  redirectUri: string;
  places: Places;
  now: () => number;
}

export function createProviderLogin(options: ProviderLoginOptions): ProviderLogin {
  const { client, publicUrl, redirectUri, places, now } = options;
  const provider = createProvider(client, redirectUri, now);
  // The browser that began a login ends it: the store is not filled by whoever begins one. Lax, since the way back comes
  // from the provider's site.
  const cookie = createCookie(publicUrl, {
    name: 'hitrate-approval-login',
    sameSite: 'Lax',
    maxAgeMs: LIFE_MS,
  });

  function begun(request: IncomingMessage): { secret: string; place?: string } | undefined {
    const [, secret, place] = /^([\w-]{43})\.([\w/-]*)$/.exec(cookie.read(request) ?? '') ?? [];
    return secret === undefined ? undefined : { secret, place: places.isPlace(place) ? place : undefined };
  }

  return {
    async begin(response, query) {
      const secret = newSecret();
      const wanted = query.get('for');
      const url = await provider.authorizationUrl(handshakeOf(secret), query.get('fresh') === '1');
      cookie.write(response, `${secret}.${places.isPlace(wanted) ? wanted : ''}`);
      return url;
    },
    returnTo: (request) => begun(request)?.place,
    async finish(request, response, query) {
      const login = begun(request);
      // Good for one try.
      cookie.clear(response);
      if (!login) throw new LoginRefused('this browser has begun no login');
      const handshake = handshakeOf(login.secret);
      if (!isSameText(query.get('state') ?? '', handshake.state))
        throw new LoginRefused('the answer is that to another login (state)');
      // RFC 9207: it may be another provider's.
      const issuer = query.get('iss');
      if (issuer !== null && issuer !== client.issuer)
        throw new LoginRefused('the answer is that of another provider (iss)');
      const code = query.get('code');
      if (!code || query.has('error')) throw new LoginRefused('the provider has let nobody in');
      return provider.redeem(code, handshake);
    },
  };
}

/** All that is sent follows from one secret, which only the browser has, and tells nothing of it or of the others. */
function handshakeOf(secret: string): Handshake {
  const derive = (purpose: string) =>
    createHash('sha256').update(`${purpose} of ${secret}`).digest('base64url');
  const verifier = derive('verifier');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return { state: derive('state'), nonce: derive('nonce'), verifier, challenge };
}
