/** A server that takes access tokens of a real identity provider, and tokens that nearly are such. */
import type { JWTPayload } from 'jose';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { IdentityProvider } from '../support/identity-provider.ts';
import type { TestUser } from '../support/user-file.ts';
import { type AuthBench, type AuthSettings, authBench, RESOURCE } from './bench.ts';

export const METADATA = 'http://127.0.0.1:8080/.well-known/oauth-protected-resource/mcp';

interface ServerSettings extends Pick<AuthSettings, 'access' | 'contact'> {
  users?: TestUser[];
  audience?: string;
}

export const serverAt = (
  issuer: string,
  { users = [{ subject: 'anna', access: 'destructive' }], audience, ...settings }: ServerSettings = {},
): AuthBench => authBench(users, { ...settings, oauth: { issuer, audience } });

/** The clock on the wall goes on, for tokens and keys alike. */
export const letPass = (seconds: number): void => void vi.setSystemTime(Date.now() + seconds * 1_000);

/** From then on the clock on the wall stands, and goes on by `letPass` alone. */
export function useOwnClock(): void {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());
}

export const tokenOf = (
  idp: IdentityProvider,
  wish: Partial<Parameters<IdentityProvider['token']>[0]> = {},
): Promise<string> => idp.token({ subject: 'anna', audience: RESOURCE, ...wish });

/** A token as the provider makes them, with something changed. */
export const forgedBy = (idp: IdentityProvider, change: JWTPayload, header?: object): Promise<string> =>
  idp.forge({ aud: RESOURCE, ...change }, { header });

export const refused = (why: string) => ({
  refusal: {
    status: 401,
    body: expect.stringContaining(why),
    wwwAuthenticate: expect.stringMatching(
      new RegExp(
        `^Bearer error="invalid_token", error_description="[^"]+", scope="hitrate:read hitrate:write hitrate:destructive", resource_metadata="${METADATA}"$`,
      ),
    ),
  },
});
