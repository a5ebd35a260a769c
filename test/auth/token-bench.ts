/** A server that takes access tokens of a real identity provider, and tokens that nearly are such. */
import type { JWTPayload } from 'jose';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { type Authenticator, createAuthenticator } from '../../src/auth/authenticator.ts';
import { type Tier, TOOLSETS } from '../../src/config/settings.ts';
import { newFolder } from '../support/files.ts';
import type { IdentityProvider } from '../support/identity-provider.ts';
import { type TestUser, writeUserFile } from '../support/user-file.ts';

export const RESOURCE = 'http://127.0.0.1:8080/mcp';
export const METADATA = 'http://127.0.0.1:8080/.well-known/oauth-protected-resource/mcp';

interface Server {
  folder: string;
  authenticator: Authenticator;
  reports: string[];
  /** A second after the one before, so that every change of the files is seen. */
  send(token: string): ReturnType<Authenticator['authenticate']>;
}

interface ServerSettings {
  users?: TestUser[];
  access?: Tier;
  audience?: string;
  contact?: string;
}

export function serverAt(issuer: string, { users, access, audience, contact }: ServerSettings = {}): Server {
  const folder = newFolder();
  const reports: string[] = [];
  let now = 0;
  const path = writeUserFile(folder, users ?? [{ subject: 'anna', access: 'destructive' }], { contact });
  const authenticator = createAuthenticator({
    config: {
      access: access ?? 'destructive',
      toolsets: TOOLSETS,
      auth: { users: path, oauth: { issuer, audience } },
    },
    resource: RESOURCE,
    report: (message) => void reports.push(message),
    clock: () => now,
  });
  return {
    folder,
    authenticator,
    reports,
    send(token) {
      now += 1_000;
      return authenticator.authenticate(`Bearer ${token}`);
    },
  };
}

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
