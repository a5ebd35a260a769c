/** Access tokens of the identity provider: JWTs as RFC 9068 has them. */
import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Tier } from '../config/settings.ts';
import { CLOCK_TOLERANCE_S, SIGNATURE_ALGORITHMS } from '../shared/network/identity-provider.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import { tierOfScopes } from './scopes.ts';

/** JWT is what providers write that are older than RFC 9068. What other kinds of JWT are for is another thing. */
const TYPES = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];

/** What is wrong with a token, in words that may be shown to whoever sent it. */
export class InvalidToken extends Error {}

export interface AccessToken {
  subject: string;
  /** Absent: none of our scopes is in it. */
  tier?: Tier;
}

interface Expectation {
  issuer: string;
  audience: string;
  keys: IssuerKeys;
}

/** @throws InvalidToken, or IssuerUnavailable where it can't be checked */
export async function verifyAccessToken(
  token: string,
  { issuer, audience, keys }: Expectation,
): Promise<AccessToken> {
  const options: JWTVerifyOptions = {
    issuer,
    audience,
    algorithms: SIGNATURE_ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE_S,
    requiredClaims: ['exp', 'sub', 'iss', 'aud'],
  };
  const { payload, protectedHeader } = await jwtVerify(token, keys.find, options).catch((error) => {
    throw error instanceof errors.JOSEError ? new InvalidToken(explain(error, audience)) : error;
  });
  if (!TYPES.includes(protectedHeader.typ?.toLowerCase()))
    throw new InvalidToken('the token is no access token');
  // Such a token counts only with a proof of the key beside it, which is not looked at here.
  if (payload.cnf !== undefined) throw new InvalidToken('the token is bound to a key of its client (cnf)');
  return { subject: subjectOf(payload), tier: tierOfScopes(payload.scope, payload.scp) };
}

function subjectOf({ sub }: JWTPayload): string {
  if (typeof sub === 'string' && sub !== '') return sub;
  throw new InvalidToken('the token has no subject (sub)');
}

function explain(error: errors.JOSEError, audience: string): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return explainClaim(error.claim, audience);
  if (error instanceof errors.JOSEAlgNotAllowed)
    return 'the token is signed with an algorithm that is not taken';
  if (error instanceof errors.JWKSNoMatchingKey)
    return 'the token is signed with a key that the issuer does not publish';
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return 'the token does not say which key signed it (kid)';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'the signature of the token is wrong';
  return 'the token is no signed JWT';
}

function explainClaim(claim: string, audience: string): string {
  if (claim === 'aud') return `the token is for another server: its audience (aud) must hold ${audience}`;
  if (claim === 'iss') return 'the token is of another issuer (iss)';
  if (claim === 'nbf') return 'the token is not valid yet (nbf)';
  return `the token has no usable ${claim}`;
}
