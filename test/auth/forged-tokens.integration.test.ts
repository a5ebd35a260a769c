/** Access tokens that no provider made: each is refused, and told why. */
import { createPublicKey } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { RESOURCE } from './bench.ts';
import { forgedBy, refused, serverAt, tokenOf, useOwnClock } from './token-bench.ts';

useOwnClock();

let idp: IdentityProvider;
const token = (wish?: Parameters<typeof tokenOf>[1]) => tokenOf(idp, wish);
const forge = (change: JWTPayload, header?: object) => forgedBy(idp, change, header);

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
