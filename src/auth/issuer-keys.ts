/** The keys with which the identity provider signs: found by its metadata, fetched anew when it uses another one. */
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { SettingError } from '../config/parse.ts';
import { isObject, parseJson } from '../shared/json.ts';
import {
  createProviderFetch,
  metadataUrl,
  PROVIDER_TIMEOUT_MS,
  type ProviderFetch,
} from '../shared/network/identity-provider.ts';
import { oneLine } from '../shared/text.ts';

/** A token with an unknown key makes the keys be fetched, at most so often. */
const COOLDOWN_MS = 5_000;
/** A key that the provider has taken back counts no longer than this. */
const MAX_AGE_MS = 5 * 60_000;

/** The provider doesn't answer, or not with what it should: who holds a token can't be told. */
export class IssuerUnavailable extends Error {}

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;

export interface IssuerKeys {
  /** @throws IssuerUnavailable, or an error of jose where the token names no key of the provider's */
  find: JWTVerifyGetKey;
  /** Resolves where there are keys that count. @throws IssuerUnavailable */
  load(): Promise<void>;
}

export function createIssuerKeys(issuer: string): IssuerKeys {
  const send = createFetch(issuer);
  let discovery: Promise<RemoteKeys> | undefined;

  /** Asks for the metadata once; again after a failure. */
  function discover(): Promise<RemoteKeys> {
    discovery ??= findKeys(issuer, send).catch((error) => {
      discovery = undefined;
      throw error;
    });
    return discovery;
  }

  async function use<T>(work: (keys: RemoteKeys) => Promise<T>): Promise<T> {
    const keys = await discover();
    try {
      return await work(keys);
    } catch (error) {
      if (isFaultOfToken(error)) throw error;
      // The keys may have moved; while there are some that count, another one's bad token changes nothing.
      if (!keys.fresh) discovery = undefined;
      throw new IssuerUnavailable(`${issuer} gives no usable keys: ${reasonOf(error)}`);
    }
  }

  return {
    find: (header, token) => use((keys) => keys(header, token)),
    load: () => use(async (keys) => (keys.fresh ? undefined : keys.reload())),
  };
}

const isFaultOfToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

/** @throws SettingError */
function createFetch(issuer: string): ProviderFetch {
  try {
    return createProviderFetch(issuer);
  } catch {
    // Not repeated: an address may hold a password.
    throw new SettingError('HTTPS_PROXY or HTTP_PROXY is no address such as http://10.0.0.1:3128');
  }
}

async function findKeys(issuer: string, send: ProviderFetch): Promise<RemoteKeys> {
  const address = await findKeysAddress(issuer, send);
  return createRemoteJWKSet(address, {
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: MAX_AGE_MS,
    timeoutDuration: PROVIDER_TIMEOUT_MS,
    [customFetch]: send,
  });
}

/** Looks where RFC 8414 says, then where OpenID Connect does. @throws IssuerUnavailable */
async function findKeysAddress(issuer: string, send: ProviderFetch): Promise<URL> {
  const answers: string[] = [];
  for (const address of metadataAddresses(issuer)) {
    const metadata = await readMetadata(address, send).catch((error) => {
      throw new IssuerUnavailable(`${issuer} can't be asked for its metadata: ${reasonOf(error)}`);
    });
    if (typeof metadata === 'object') return checkMetadata(issuer, metadata);
    answers.push(`${new URL(address).pathname} ${metadata}`);
  }
  throw new IssuerUnavailable(`${issuer} gives no metadata: ${answers.join(', ')}`);
}

function metadataAddresses(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const [oauth, openid] = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];
  const addresses = [`${origin}${oauth}${path}`, `${origin}${openid}${path}`, `${origin}${path}${openid}`];
  return [...new Set(addresses)];
}

type Metadata = Readonly<Record<string, unknown>>;

/** Returns the metadata, or what was answered instead. @throws where nothing was */
async function readMetadata(address: string, send: ProviderFetch): Promise<Metadata | string> {
  const response = await send(address, { headers: { accept: 'application/json' } });
  const body = parseJson(await response.text());
  if (!response.ok) return `answers with status ${response.status}`;
  return isObject(body) && 'jwks_uri' in body ? body : 'names no jwks_uri';
}

/** @throws IssuerUnavailable: metadata of another issuer, or keys that anybody on the way could change, prove nothing */
function checkMetadata(issuer: string, metadata: Metadata): URL {
  if (metadata.issuer !== issuer)
    throw new IssuerUnavailable(
      `${issuer} calls itself ${oneLine(String(metadata.issuer), 200)}: HITRATE_OAUTH_ISSUER must be exactly that`,
    );
  const url = metadataUrl(metadata, 'jwks_uri');
  if (url) return url;
  throw new IssuerUnavailable(`${issuer} names no jwks_uri that is https`);
}

/** Of a failed fetch the reason is in its cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  const { code } = (cause ?? error) as NodeJS.ErrnoException;
  return typeof code === 'string' && !code.startsWith('ERR_J') ? `${message} (${code})` : message;
}
