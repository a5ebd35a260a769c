/** Where a login is kept: a file of this user's own for each server, with the issuer that its tokens are from. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/client';
import { readIfThere, replaceFile } from '../../../shared/installation/files.ts';
import { ensureStateDir } from '../../../shared/installation/keys.ts';
import { isObject, parseJson } from '../../../shared/json.ts';

export interface Login {
  /** The server that the tokens are for: they are sent nowhere else. */
  readonly url: string;
  /** The authorization server that has issued them: the refresh token is sent nowhere else. */
  readonly issuer: string;
  readonly resource: string;
  readonly client: OAuthClientInformationMixed;
  readonly tokens: OAuthTokens;
  /** By the clock of this machine; absent where the server does not say. */
  readonly expiresAt?: number;
}

/** Returns the login with tokens that have just come. */
export const withTokens = (login: Omit<Login, 'tokens' | 'expiresAt'>, tokens: OAuthTokens): Login => ({
  ...login,
  tokens,
  expiresAt: tokens.expires_in === undefined ? undefined : Date.now() + tokens.expires_in * 1_000,
});

/** Returns the path of the login at a server. */
export function loginPath(stateDir: string, url: URL): string {
  const name = createHash('sha256').update(url.href).digest('hex').slice(0, 32);
  return join(stateDir, 'logins', `${name}.json`);
}

/** Returns undefined where there is none, or a damaged one: a new login replaces it. @throws Error of the system */
export async function readLogin(path: string, url: URL): Promise<Login | undefined> {
  const bytes = await readIfThere(path);
  const value = bytes && parseJson(bytes.toString());
  return isLogin(value) && value.url === url.href ? value : undefined;
}

/** For this user alone. @throws Error of the system */
export async function writeLogin(path: string, login: Login): Promise<void> {
  await ensureStateDir(dirname(path));
  await replaceFile(path, login);
}

function isLogin(value: unknown): value is Login {
  if (!isObject(value)) return false;
  const { url, issuer, resource, client, tokens, expiresAt } = value as Partial<Login>;
  return (
    [url, issuer, resource, client?.client_id].every((text) => typeof text === 'string') &&
    typeof tokens?.access_token === 'string' &&
    /^[\x21-\x7e]+$/.test(tokens.access_token) &&
    ['undefined', 'string'].includes(typeof tokens.refresh_token) &&
    ['undefined', 'number'].includes(typeof expiresAt)
  );
}
