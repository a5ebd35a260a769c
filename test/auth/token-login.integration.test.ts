/** Access tokens of a real identity provider: who gets in with one, and what each other token is told. */

import { createPublicKey } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Authenticator, createAuthenticator } from '../../src/auth/authenticator.ts';
import { hashOfKey, newKey } from '../../src/auth/bearer-key.ts';
import { type Tier, TOOLSETS } from '../../src/config/settings.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { type TestUser, writeUserFile } from '../support/user-file.ts';

const RESOURCE = 'http://127.0.0.1:8080/mcp';
const METADATA = 'http://127.0.0.1:8080/.well-known/oauth-protected-resource/mcp';

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

function serverAt(issuer: string, { users, access, audience, contact }: ServerSettings = {}): Server {
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
const letPass = (seconds: number): void => void vi.setSystemTime(Date.now() + seconds * 1_000);

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

let idp: IdentityProvider;
const token = (wish: Partial<Parameters<IdentityProvider['token']>[0]> = {}) =>
  idp.token({ subject: 'anna', audience: RESOURCE, ...wish });

/** A token as the provider makes them, with something changed. */
async function forge(change: JWTPayload, header: object = {}): Promise<string> {
  const { kid, ...jwk } = idp.signingKey();
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: idp.issuer,
    aud: RESOURCE,
    sub: 'anna',
    scope: 'hitrate:read',
    iat: now,
    exp: now + 300,
    ...change,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid, ...header })
    .sign(await importJWK(jwk, 'RS256'));
}

const refused = (why: string) => ({
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

describe('a login with code and PKCE', () => {
  beforeEach(async () => {
    idp = await startIdentityProvider();
  });

  it('gives a person, with a dialer token of their own', async () => {
    const { send, authenticator } = serverAt(idp.issuer);
    expect(await send(await token())).toEqual({
      person: {
        subject: 'anna',
        name: undefined,
        tokens: { '': 'dialer-token-of-anna' },
        access: 'destructive',
        toolsets: undefined,
        privacy: undefined,
      },
      version: expect.any(String),
    });
    expect(await authenticator.problem()).toBeUndefined();
  });

  it('keeps its version when the token is renewed, and has another one for another tier', async () => {
    const { send } = serverAt(idp.issuer);
    const versionOf = async (scopes: string) =>
      ((await send(await token({ scopes }))) as { version: string }).version;
    const first = await versionOf('hitrate:read hitrate:write');
    expect(await versionOf('hitrate:write')).toBe(first);
    expect(await versionOf('hitrate:read')).not.toBe(first);
  });

  it.each([
    ['hitrate:read', 'destructive', 'destructive', 'read'],
    ['hitrate:read hitrate:write', 'destructive', 'destructive', 'write'],
    ['hitrate:destructive', 'destructive', 'destructive', 'destructive'],
    ['hitrate:destructive', 'write', 'destructive', 'write'],
    ['hitrate:destructive', undefined, 'destructive', 'read'],
    ['hitrate:destructive', 'destructive', 'read', 'read'],
  ] as const)(
    'with %s, for a person of tier %s at a server of tier %s, gives %s',
    async (scopes, own, server, access) => {
      const { send } = serverAt(idp.issuer, { users: [{ subject: 'anna', access: own }], access: server });
      expect(await send(await token({ scopes }))).toMatchObject({ person: { access } });
    },
  );

  it('without a scope of ours is told which ones there are', async () => {
    const { send } = serverAt(idp.issuer);
    expect(await send(await token({ scopes: '' }))).toEqual({
      refusal: {
        status: 403,
        body: expect.stringContaining('none of the scopes hitrate:read, hitrate:write, hitrate:destructive'),
        wwwAuthenticate: `Bearer error="insufficient_scope", error_description="the token has none of the scopes hitrate:read, hitrate:write, hitrate:destructive", scope="hitrate:read", resource_metadata="${METADATA}"`,
      },
    });
  });

  it('of somebody unknown is told whom to ask for which subject', async () => {
    const wish = { subject: 'cleo' };
    const { refusal } = await serverAt(idp.issuer).send(await token(wish));
    expect(refusal).toEqual({
      status: 403,
      body: 'You are logged in, and this server does not know you yet. Ask the person who set this server up to add the subject "cleo".',
    });
    const named = await serverAt(idp.issuer, { contact: 'IT, extension 12' }).send(await token(wish));
    expect(named.refusal?.body).toContain('Ask IT, extension 12 to add the subject "cleo".');
  });

  it('of somebody who was removed or disabled is refused at once', async () => {
    const { send, folder } = serverAt(idp.issuer);
    const good = await token();
    expect(await send(good)).toHaveProperty('person');
    writeUserFile(folder, [{ subject: 'anna', disabled: true }]);
    expect(await send(good)).toMatchObject({
      refusal: { status: 403, body: expect.stringContaining('switched off') },
    });
    writeUserFile(folder, []);
    expect(await send(good)).toMatchObject({ refusal: { status: 403 } });
  });

  it('goes on beside keys', async () => {
    const key = newKey();
    const { send } = serverAt(idp.issuer, {
      users: [{ subject: 'anna' }, { subject: 'bo', key: hashOfKey(key) }],
    });
    expect(await send(key)).toMatchObject({ person: { subject: 'bo' } });
    expect(await send(await token())).toMatchObject({ person: { subject: 'anna' } });
    expect(await send(newKey())).toMatchObject({ refusal: { status: 401 } });
  });

  it('for another server does not count', async () => {
    const { send } = serverAt(idp.issuer);
    const other = await token({ audience: 'http://127.0.0.1:8081/mcp' });
    expect(await send(other)).toEqual(refused(`its audience (aud) must hold ${RESOURCE}`));
  });

  it('may have an audience that the operator has set', async () => {
    const { send } = serverAt(idp.issuer, { audience: 'https://dialer.example/' });
    expect(await send(await token({ audience: 'https://dialer.example/' }))).toHaveProperty('person');
    expect(await send(await token())).toEqual(refused('must hold https://dialer.example/'));
  });

  it('at another provider does not count', async () => {
    const { send } = serverAt(idp.issuer);
    idp = await startIdentityProvider();
    expect(await send(await token())).toEqual(refused('the token is of another issuer (iss)'));
    await idp.rotateKeys();
    expect(await send(await token())).toEqual(refused('a key that the issuer does not publish'));
  });

  it('ends with its time, less ten seconds for clocks that differ', async () => {
    const { send } = serverAt(idp.issuer);
    const short = await token({ lifetimeSeconds: 60 });
    letPass(65);
    expect(await send(short)).toHaveProperty('person');
    letPass(6);
    expect(await send(short)).toEqual(refused('the token has expired'));
  });

  it('counts when the provider has new keys, and no longer with the old ones, without a restart', async () => {
    const { send } = serverAt(idp.issuer);
    const old = await token();
    expect(await send(old)).toHaveProperty('person');
    await idp.rotateKeys();
    letPass(6);
    expect(await send(await token())).toHaveProperty('person');
    expect(await send(old)).toEqual(refused('a key that the issuer does not publish'));
  });

  it('with a key that was taken back ends in five minutes, also where nobody logs in meanwhile', async () => {
    const { send } = serverAt(idp.issuer);
    const old = await token({ lifetimeSeconds: 3_600 });
    await send(old);
    await idp.rotateKeys();
    letPass(301);
    expect(await send(old)).toEqual(refused('a key that the issuer does not publish'));
  });

  it('makes the provider be asked no oftener than every five seconds by tokens with unknown keys', async () => {
    const { send } = serverAt(idp.issuer);
    await send(await token());
    const asked = () => idp.requests.filter((path) => path === '/jwks').length;
    const before = asked();
    for (let i = 0; i < 20; i++)
      expect(await send(await forge({}, { kid: `k${i}` }))).toMatchObject(refused('a key'));
    expect(asked()).toBe(before);
    letPass(6);
    for (let i = 0; i < 20; i++) await send(await forge({}, { kid: `k${i}` }));
    expect(asked()).toBe(before + 1);
  });

  describe('while the provider is down', () => {
    it('is not let in where there are no keys yet, and is once it answers', async () => {
      const { send, reports, authenticator } = serverAt(idp.issuer);
      const good = await token();
      await idp.stop();
      for (let i = 0; i < 2; i++)
        expect(await send(good)).toEqual({
          refusal: { status: 503, body: expect.stringContaining('the identity provider does not answer') },
        });
      expect(reports).toEqual([expect.stringContaining(`logins can't be checked: ${idp.issuer}`)]);
      expect(await authenticator.problem()).toContain(idp.issuer);
      await idp.restart();
      expect(await send(good)).toHaveProperty('person');
      expect(await authenticator.problem()).toBeUndefined();
    });

    it('is told to the log once a minute', async () => {
      const { send, reports } = serverAt(idp.issuer);
      const good = await token();
      await idp.stop();
      for (let i = 0; i < 65; i++) await send(good);
      expect(reports.length).toBe(2);
    });

    it('goes on with the keys of the last five minutes, and not a moment longer', async () => {
      const { send } = serverAt(idp.issuer);
      const good = await token({ lifetimeSeconds: 3_600 });
      await send(good);
      await idp.stop();
      letPass(299);
      expect(await send(good)).toHaveProperty('person');
      letPass(2);
      expect(await send(good)).toMatchObject({ refusal: { status: 503 } });
    });

    it('is not told that its token is wrong where the key is unknown', async () => {
      const { send } = serverAt(idp.issuer);
      const good = await token();
      await send(good);
      await idp.rotateKeys();
      const fresh = await token();
      await idp.stop();
      letPass(6);
      expect(await send(fresh)).toMatchObject({ refusal: { status: 503 } });
      expect(await send(good)).toHaveProperty('person');
    });

    it('leaves keys of the user file as they are', async () => {
      const key = newKey();
      const { send } = serverAt(idp.issuer, { users: [{ subject: 'bo', key: hashOfKey(key) }] });
      await idp.stop();
      expect(await send(key)).toHaveProperty('person');
    });
  });

  it('is not let in while the user file is damaged', async () => {
    const { send, folder, reports } = serverAt(idp.issuer);
    const good = await token();
    await send(good);
    writeFileSync(join(folder, 'users.json'), '{');
    expect(await send(good)).toMatchObject({ refusal: { status: 503 } });
    expect(reports).toEqual([expect.stringMatching(/^nobody is let in: .*users\.json: must be JSON/)]);
  });
});

describe('a token that somebody made up', () => {
  beforeEach(async () => {
    idp = await startIdentityProvider();
  });

  it('counts only where it is as the provider makes them', async () => {
    const { send } = serverAt(idp.issuer);
    expect(await send(await forge({}))).toMatchObject({ person: { access: 'read' } });
    expect(await send(await forge({}, { typ: 'JWT' }))).toHaveProperty('person');
    expect(await send(await forge({}, { typ: undefined }))).toHaveProperty('person');
    expect(await send(await forge({ aud: ['https://other.example', RESOURCE] }))).toHaveProperty('person');
    expect(await send(await forge({ scope: undefined, scp: ['hitrate:write'] }))).toMatchObject({
      person: { access: 'write' },
    });
    expect(await send(await forge({ scope: undefined, scp: 'hitrate:write openid' }))).toMatchObject({
      person: { access: 'write' },
    });
  });

  it.each([
    ['of another issuer', { iss: 'https://other.example' }, {}, 'another issuer (iss)'],
    ['without an issuer', { iss: undefined }, {}, 'another issuer (iss)'],
    ['without an audience', { aud: undefined }, {}, 'for another server'],
    ['without an end', { exp: undefined }, {}, 'no usable exp'],
    ['not valid yet', { nbf: Math.floor(Date.now() / 1000) + 3_600 }, {}, 'not valid yet'],
    ['of nobody', { sub: undefined }, {}, 'no usable sub'],
    ['with an empty subject', { sub: '' }, {}, 'no subject'],
    ['bound to a key of its client', { cnf: { jkt: 'x' } }, {}, 'bound to a key'],
    ['that is a logout token', {}, { typ: 'logout+jwt' }, 'no access token'],
  ] as [string, JWTPayload, object, string][])('%s is refused', async (_, claims, header, why) => {
    const { send } = serverAt(idp.issuer);
    expect(await send(await forge(claims, header))).toEqual(refused(why));
  });

  it.each(['hitrate:admin', 'HITRATE:WRITE', 'hitrate:read,hitrate:write', 'xhitrate:write', ''])(
    'with the scope %j has none of ours',
    async (scope) => {
      expect(await serverAt(idp.issuer).send(await forge({ scope }))).toMatchObject({
        refusal: { status: 403 },
      });
    },
  );

  it.each([[{ write: true }], [['hitrate:write', 7, null]], [42]])(
    'with %j as scopes breaks nothing',
    async (scp) => {
      const answer = await serverAt(idp.issuer).send(await forge({ scope: undefined, scp }));
      expect(answer.refusal?.status ?? answer.person?.access).toBe(Array.isArray(scp) ? 'write' : 403);
    },
  );

  it('without a signature (alg none) is refused', async () => {
    const { send } = serverAt(idp.issuer);
    const unsigned = new UnsecuredJWT({ sub: 'anna', scope: 'hitrate:destructive' })
      .setIssuer(idp.issuer)
      .setAudience(RESOURCE)
      .setExpirationTime('5m')
      .encode();
    expect(await send(unsigned)).toEqual(refused('the token is'));
    const [, payload] = (await token()).split('.');
    for (const alg of ['none', 'None', 'NONE', ''])
      expect(await send(`${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.${payload}.`)).toEqual(
        refused('the token is'),
      );
  });

  it('signed by HS256 with the public key as its secret is refused', async () => {
    const { send } = serverAt(idp.issuer);
    const { kid, n, e, kty } = idp.signingKey();
    const pem = createPublicKey({ key: { n, e, kty }, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const claims = { iss: idp.issuer, aud: RESOURCE, sub: 'anna', scope: 'hitrate:destructive' };
    const made = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid })
      .setExpirationTime('5m')
      .sign(Buffer.from(pem));
    expect(await send(made)).toEqual(refused('an algorithm that is not taken'));
  });

  it('signed with a key of its own is refused, also one that it brings along', async () => {
    const { send } = serverAt(idp.issuer);
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const jwk = await exportJWK(publicKey);
    const { kid } = idp.signingKey();
    for (const header of [{ kid }, { kid, jwk }, { jwk }, { kid, jku: 'http://127.0.0.1:9/jwks' }]) {
      const made = await new SignJWT({ iss: idp.issuer, aud: RESOURCE, sub: 'anna', scope: 'hitrate:read' })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', ...header })
        .setExpirationTime('5m')
        .sign(privateKey);
      expect(await send(made)).toEqual(refused('the signature of the token is wrong'));
    }
  });

  it('changed after it was signed is refused', async () => {
    const { send } = serverAt(idp.issuer);
    const [header, payload, signature] = (await token({ scopes: 'hitrate:read' })).split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString());
    const raised = Buffer.from(JSON.stringify({ ...claims, scope: 'hitrate:destructive' })).toString(
      'base64url',
    );
    expect(await send(`${header}.${raised}.${signature}`)).toEqual(
      refused('the signature of the token is wrong'),
    );
  });

  it.each(['opaque-token', 'a.b.c', '..', 'eyJhbGciOiJSUzI1NiJ9.e30.AAAA', 'a.b.c.d.e', 'x'.repeat(15_000)])(
    'that is no JWT is refused (%#)',
    async (opaque) => {
      const answer = await serverAt(idp.issuer).send(opaque);
      expect(answer).toMatchObject({ refusal: { status: 401 } });
      expect(JSON.stringify(answer)).not.toContain(opaque);
    },
  );
});

describe('the metadata of this server (RFC 9728)', () => {
  it('names resource, provider and the scopes up to the tier of the server', () => {
    const { authenticator } = serverAt('https://login.example', { access: 'write' });
    expect(authenticator.metadata()).toEqual({
      resource: RESOURCE,
      authorization_servers: ['https://login.example'],
      scopes_supported: ['hitrate:read', 'hitrate:write'],
      bearer_methods_supported: ['header'],
      resource_name: 'Hitrate dialer',
    });
    expect(authenticator.metadataUrl()).toBe(METADATA);
  });

  it('is where a request without a token is led to', async () => {
    const { authenticator } = serverAt('https://login.example', { access: 'write' });
    expect(await authenticator.authenticate(undefined)).toEqual({
      refusal: {
        status: 401,
        body: expect.stringContaining('log in'),
        wwwAuthenticate: `Bearer scope="hitrate:read hitrate:write", resource_metadata="${METADATA}"`,
      },
    });
  });
});

describe('the metadata of the provider', () => {
  /** Answers with JSON by path. */
  async function providerOf(answers: (origin: string) => Record<string, unknown>): Promise<string> {
    const handle: RequestListener = ({ url }, response) => {
      const body = answers(origin)[url!];
      response.writeHead(body === undefined ? 404 : 200).end(JSON.stringify(body));
    };
    const server = createServer(handle).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    afterThisTest(() => server.close());
    return origin;
  }

  it.each([
    ['/.well-known/oauth-authorization-server/team', 'RFC 8414'],
    ['/.well-known/openid-configuration/team', 'RFC 8414, of OpenID Connect'],
    ['/team/.well-known/openid-configuration', 'OpenID Connect'],
  ])('is found at %s (%s)', async (path) => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const origin = await providerOf((here) => ({
      [path]: { issuer: `${here}/team`, jwks_uri: `${here}/keys` },
      '/keys': { keys: [jwk] },
    }));
    const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' };
    const made = await new SignJWT({ scope: 'hitrate:read' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(`${origin}/team`)
      .setAudience(RESOURCE)
      .setSubject('anna')
      .setExpirationTime('5m')
      .sign(privateKey);
    expect(await serverAt(`${origin}/team`).send(made)).toHaveProperty('person');
  });

  const METADATA_PATH = '/.well-known/oauth-authorization-server';
  it.each([
    ['another name', (here: string) => ({ issuer: `${here}/`, jwks_uri: `${here}/keys` }), 'calls itself'],
    [
      'keys that come in the open',
      (here: string) => ({ issuer: here, jwks_uri: 'http://keys.example/' }),
      'names no jwks_uri that is https',
    ],
    [
      'no keys',
      (here: string) => ({ issuer: here }),
      '/.well-known/oauth-authorization-server names no jwks_uri',
    ],
    ['keys that are none', (here: string) => ({ issuer: here, jwks_uri: `${here}/none` }), 'no usable keys'],
    ['no object', () => [], '/.well-known/openid-configuration answers with status 404'],
  ])('with %s lets nobody in, and the log says why', async (_, metadata, why) => {
    idp = await startIdentityProvider();
    const issuer = await providerOf((here) => ({
      [METADATA_PATH]: metadata(here),
      '/none': { keys: 'none' },
    }));
    const { send, reports } = serverAt(issuer);
    expect(await send(await forge({ iss: issuer }))).toMatchObject({ refusal: { status: 503 } });
    expect(reports).toEqual([expect.stringContaining(why)]);
  });
});
