/** An identity provider that says whatever the test wants: the right ID token, or one with something wrong. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { OidcClient } from '../../../src/approval/team/login/provider.ts';
import { serveOnLoopback } from '../../support/loopback.ts';

const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
const strange = await generateKeyPair('ES256');

export interface Forgery {
  /** Members of the ID token that differ; undefined leaves one out. */
  claims?: JWTPayload;
  typ?: string;
  /** How it is signed. */
  signed?: 'strange key' | 'none' | 'HS256 with the secret' | 'HS256 with the public key';
  /** Members of the metadata that differ. */
  metadata?: object;
  /** What the token endpoint answers with instead. */
  reply?: { status: number; body: string };
}

export interface ForgingProvider {
  client: OidcClient;
  /** What came to the token endpoint. */
  exchanges: { authorization?: string; form: URLSearchParams }[];
  /** @param nonce as the browser was given it */
  forge(forgery: Forgery, nonce?: string): void;
}

export async function startForgingProvider(client: Partial<OidcClient> = {}): Promise<ForgingProvider> {
  let [forgery, nonce]: [Forgery, string | undefined] = [{}, undefined];
  const exchanges: ForgingProvider['exchanges'] = [];
  const { port } = await serveOnLoopback(async (request, response) => {
    const json = (body: object, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/jwks') return json({ keys: [{ ...(await exportJWK(publicKey)), kid: '1' }] });
    if (request.url!.startsWith('/.well-known/'))
      return json({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        ...forgery.metadata,
      });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    exchanges.push({ authorization: request.headers.authorization, form });
    if (forgery.reply) return response.writeHead(forgery.reply.status).end(forgery.reply.body);
    json({ id_token: await idToken(issuer, clientId, nonce, forgery), token_type: 'Bearer' });
  });
  const issuer = `http://127.0.0.1:${port}`;
  const clientId = client.clientId ?? 'approvals';
  return {
    client: { issuer, clientId, ...client },
    exchanges,
    forge(next, given) {
      [forgery, nonce] = [next, given];
    },
  };
}

async function idToken(
  issuer: string,
  clientId: string,
  nonce: string | undefined,
  { claims, typ = 'JWT', signed }: Forgery,
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const payload = Object.fromEntries(
    Object.entries({
      ...{ iss: issuer, aud: clientId, sub: 'anna', nonce, iat: now, exp: now + 300, auth_time: now },
      ...claims,
    }).filter(([, value]) => value !== undefined),
  );
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  if (signed === 'none') return `${encode({ alg: 'none', typ })}.${encode(payload)}.`;
  if (signed?.startsWith('HS256')) {
    const secret =
      signed === 'HS256 with the secret'
        ? Buffer.from('the client secret, long enough for it')
        : Buffer.from(JSON.stringify(await exportJWK(publicKey)));
    return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ, kid: '1' }).sign(secret);
  }
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', typ, kid: '1' })
    .sign(signed === 'strange key' ? strange.privateKey : privateKey);
}
