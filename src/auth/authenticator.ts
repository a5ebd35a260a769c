/** Tells who is there: by a key of the user file, or by an access token of the identity provider. */
import type { Config } from '../config/config.ts';
import { lowestOf } from '../config/order.ts';
import { SettingError } from '../config/parse.ts';
import { TIERS, type Tier } from '../config/settings.ts';
import type { Person } from '../define/person.ts';
import { type Clock, monotonicClock } from '../shared/deadline.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type AccessToken, InvalidToken, verifyAccessToken } from './access-token.ts';
import { hashOfCode, isRightCode } from './approval-code.ts';
import { hashOfKey, isKey } from './bearer-key.ts';
import { createIssuerKeys, IssuerUnavailable } from './issuer-keys.ts';
import { createRefusals, type Refusal, type Refusals } from './refusals.ts';
import { scopesUpTo } from './scopes.ts';
import { createLiveUsers, type LiveUsers, type User, type Users } from './users.ts';

/** Of the identity provider's failures one line is told in this time. */
const REPORT_MS = 60_000;

export interface AuthenticatorOptions {
  config: Pick<Config, 'access' | 'toolsets' | 'auth'>;
  /** The names of the dialers, where there is a file of them. */
  dialers?: readonly string[];
  /** The address of this server as its clients write it: the public URL and `/mcp`. */
  resource: string;
  /** Is told what only the operator can mend; holds no secret. */
  report(message: string): void;
  clock?: Clock;
}

export type Authentication =
  /** The version is another one after each change of what the person may, or of the entry or token behind it. */
  { person: Person; version: string; refusal?: undefined } | { refusal: Refusal; person?: undefined };

export interface Authenticator {
  /** @param authorization the header of that name */
  authenticate(authorization: string | undefined): Promise<Authentication>;
  /** Returns the RFC 9728 document; undefined where there is no identity provider. */
  metadata(): ProtectedResource | undefined;
  /** Returns the address of that document, which goes before the path of the resource. */
  metadataUrl(): string | undefined;
  /** Returns who may log in, as the user file is now. @throws ToolError where that can't be told */
  find(subject: string): Promise<Person | undefined>;
  /** Returns whether it is the person's approval code; how often that is asked is for the caller to limit. @throws ToolError */
  checkCode(subject: string, code: string): Promise<boolean>;
  /** Returns why nobody, or nobody with a login, can be let in now; undefined where all is well. */
  problem(): Promise<string | undefined>;
}

export interface ProtectedResource {
  resource: string;
  authorization_servers: string[];
  scopes_supported: string[];
  bearer_methods_supported: string[];
  resource_name: string;
}

/** @throws SettingError where there is no user file, or it can't be used at the start */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { config, dialers, resource, report, clock = monotonicClock } = options;
  const { users: path, oauth } = config.auth;
  if (!path) throw new SettingError('no user file is set: give HITRATE_USERS, the file of who may log in');
  const users = createLiveUsers(path, dialers, report, clock);
  const keys = oauth && createIssuerKeys(oauth.issuer);
  const metadataUrl = oauth && metadataUrlOf(resource);
  const refusals = createRefusals({ metadataUrl, access: config.access });
  const reportSeldom = atMostEvery(REPORT_MS, report, clock);

  async function identify(token: string, present: Users): Promise<AccessToken> {
    if (isKey(token)) return identifyByKey(token, present);
    if (!oauth || !keys) throw new InvalidToken('it is no key of this server');
    return verifyAccessToken(token, { issuer: oauth.issuer, audience: oauth.audience ?? resource, keys });
  }

  return {
    async authenticate(authorization) {
      const present = await users.current().catch(() => undefined);
      if (!present) return { refusal: refusals.unavailable("the user file can't be used") };
      const token = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) return { refusal: refusals.noToken() };
      try {
        return admit(await identify(token, present), present, config, refusals);
      } catch (error) {
        if (error instanceof InvalidToken) return { refusal: refusals.invalidToken(error.message) };
        // Whatever else fails is no proof of anybody. Anybody can make it fail: the log is not to be filled by that.
        reportSeldom(`logins can't be checked: ${reasonOf(error)}`);
        return { refusal: refusals.unavailable('the identity provider does not answer as it should') };
      }
    },

    metadata: () =>
      oauth && {
        resource,
        authorization_servers: [oauth.issuer],
        scopes_supported: scopesUpTo(config.access),
        bearer_methods_supported: ['header'],
        resource_name: 'Hitrate dialer',
      },
    metadataUrl: () => metadataUrl,
    async find(subject) {
      const user = (await presentUsers(users)).bySubject.get(subject);
      return user && !user.disabled ? personOf(user, config, 'destructive') : undefined;
    },
    checkCode: createCodeCheck(users),
    problem: () =>
      Promise.all([users.current(), keys?.load()]).then(
        () => undefined,
        (error: Error) => error.message,
      ),
  };
}

/**
 * A key is found by its hash, of which a guess tells nothing: how long that takes is no help to who guesses. It has no
 * scopes that could lower the tier.
 * @throws InvalidToken
 */
function identifyByKey(key: string, { byKey }: Users): AccessToken {
  const user = byKey.get(hashOfKey(key));
  if (!user) throw new InvalidToken('this key is not known here; it may have been replaced');
  return { subject: user.subject, tier: TIERS.at(-1) };
}

function admit(
  { subject, tier }: AccessToken,
  { bySubject, contact }: Users,
  rights: Pick<Config, 'access' | 'toolsets'>,
  refusals: Refusals,
): Authentication {
  const user = bySubject.get(subject);
  if (!user) return { refusal: refusals.unknownPerson(subject, contact) };
  if (user.disabled) return { refusal: refusals.disabledPerson(subject, contact) };
  if (!tier) return { refusal: refusals.noScope() };
  const person = personOf(user, rights, tier);
  return { person, version: `${user.version}.${person.access}` };
}

/** @param tier what the login allows */
function personOf(user: User, rights: Pick<Config, 'access' | 'toolsets'>, tier: Tier): Person {
  const { subject, name, tokens, privacy } = user;
  const access = lowestOf(TIERS, rights.access, user.access ?? 'read', tier);
  const toolsets = user.toolsets?.filter((toolset) => rights.toolsets.includes(toolset));
  return { subject, name, tokens, access, toolsets, privacy };
}

function atMostEvery(ms: number, report: (message: string) => void, clock: Clock): (message: string) => void {
  let next = Number.NEGATIVE_INFINITY;
  return (message) => {
    if (clock() < next) return;
    next = clock() + ms;
    report(message);
  };
}

/** What is no failure that is known of may say anything: its kind is enough. */
const reasonOf = (error: unknown): string =>
  error instanceof IssuerUnavailable ? error.message : `the check failed (${(error as Error).name})`;

/** RFC 9728: the well-known part goes between the host and the path. */
function metadataUrlOf(resource: string): string {
  const { origin, pathname } = new URL(resource);
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`;
}

/** @throws ToolError where the file can't be used */
async function presentUsers(users: LiveUsers): Promise<Users> {
  const present = await users.current().catch(() => undefined);
  if (present) return present;
  throw new ToolError('unavailable', "The user file can't be used. Nothing was done.");
}

function createCodeCheck(users: LiveUsers): Authenticator['checkCode'] {
  let unknown: Promise<string> | undefined;
  return async (subject, code) => {
    const user = (await presentUsers(users)).bySubject.get(subject);
    const hash = user?.disabled ? undefined : user?.code;
    // As much work for who has none: how long it takes is not to tell who is known.
    unknown ??= hashOfCode('');
    const isRight = await isRightCode(code, hash ?? (await unknown));
    return hash !== undefined && isRight;
  };
}
