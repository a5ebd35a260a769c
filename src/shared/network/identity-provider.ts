/** What holds for everything that is asked of an identity provider, and for every token that it signs. */
import { EnvHttpProxyAgent, fetch } from 'undici';
import { isLoopback, isSecure } from './loopback.ts';

/** A secret that both sides have (HS256) would make of a public key or a client secret a way in; without a signature anybody is anybody. */
export const SIGNATURE_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
/** Between the clocks of two machines. */
export const CLOCK_TOLERANCE_S = 10;
export const PROVIDER_TIMEOUT_MS = 5_000;

export type ProviderFetch = typeof globalThis.fetch;

/**
 * Returns a fetch that follows no redirect, through the proxy that the environment names; this machine is never reached
 * through one. @throws where the proxy's address is none
 */
export function createProviderFetch(issuer: string): ProviderFetch {
  const dispatcher = isLoopback(new URL(issuer)) ? undefined : new EnvHttpProxyAgent();
  const send = (url: string, init?: object) =>
    fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS),
      ...init,
      dispatcher,
    });
  return send as unknown as ProviderFetch;
}

/** Returns an address of the metadata; undefined where anybody on the way could change what comes from there. */
export function metadataUrl(metadata: Readonly<Record<string, unknown>>, name: string): URL | undefined {
  const text = metadata[name];
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  return url && isSecure(url) ? url : undefined;
}
