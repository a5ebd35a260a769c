/** The settings that say who may use a server for a team. */
import { resolve } from 'node:path';
import { type Env, type GivenValues, parseSecureUrl, readGivenValues, SettingError } from '../parse.ts';

export interface AuthConfig {
  /** The full path of the user file. */
  readonly users?: string;
  readonly oauth?: OAuthConfig;
}

export interface OAuthConfig {
  /** As it was typed: its tokens repeat it letter by letter. */
  readonly issuer: string;
  /** Absent: the server's own address. */
  readonly audience?: string;
}

/** @throws SettingError */
export function readAuthConfig(values: GivenValues): AuthConfig {
  const { users, oauthIssuer, oauthAudience } = values;
  // A login says who somebody is; the dialer token of that person stands in the user file.
  if (oauthIssuer && !users)
    throw new SettingError(
      `${oauthIssuer.from} is of no use without HITRATE_USERS, the file of who may log in`,
    );
  if (oauthAudience && !oauthIssuer)
    throw new SettingError(`${oauthAudience.from} is of no use without HITRATE_OAUTH_ISSUER`);
  return {
    users: users && resolve(users.text),
    oauth: oauthIssuer && { issuer: parseIssuer(values), audience: oauthAudience?.text },
  };
}

function parseIssuer(values: GivenValues): string {
  const { text, from } = values.oauthIssuer!;
  const url = parseSecureUrl(values, 'oauthIssuer', 'https://login.example.com', 'who logs in');
  if (url.search || url.hash) throw new SettingError(`${from}: must have no query and no fragment`);
  return text;
}

/** Returns the path of the user file alone. @throws SettingError where none is given */
export function readUsersPath(argv: readonly string[], env: Env): string {
  const { users } = readGivenValues(argv, env);
  if (users) return resolve(users.text);
  throw new SettingError('no user file is named: give --users or HITRATE_USERS');
}
