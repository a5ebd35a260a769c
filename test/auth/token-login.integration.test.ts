/** Access tokens of a real identity provider: who gets in with one, and what each other token is told. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { hashOfKey, newKey } from '../../src/auth/bearer-key.ts';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { RESOURCE } from './bench.ts';
import { forgedBy, letPass, METADATA, refused, serverAt, tokenOf, useOwnClock } from './token-bench.ts';

useOwnClock();

let idp: IdentityProvider;
const token = (wish?: Parameters<typeof tokenOf>[1]) => tokenOf(idp, wish);
const forge = (change: JWTPayload, header?: object) => forgedBy(idp, change, header);

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
    const { send, write } = serverAt(idp.issuer);
    const good = await token();
    expect(await send(good)).toHaveProperty('person');
    write([{ subject: 'anna', disabled: true }]);
    expect(await send(good)).toMatchObject({
      refusal: { status: 403, body: expect.stringContaining('switched off') },
    });
    write([]);
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
