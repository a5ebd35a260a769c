/** The ceremonies of WebAuthn: always with the device's check that it is the person. Loaded when they are needed. */
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Passkey } from './passkeys.ts';

/** A passkey belongs to a name, never to an IP address. */
const RP_ID = 'localhost';
const TIMEOUT_MS = 120_000;

const descriptor = ({ id, transports }: Passkey) => ({
  id,
  transports: transports as AuthenticatorTransport[] | undefined,
});

export const registrationOptions = (existing: readonly Passkey[]) =>
  generateRegistrationOptions({
    rpName: 'hitrate-mcp',
    rpID: RP_ID,
    userName: 'hitrate-mcp approvals',
    timeout: TIMEOUT_MS,
    attestationType: 'none',
    excludeCredentials: existing.map(descriptor),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });

/** Returns the new passkey; undefined where the device's answer does not hold. */
export async function verifyRegistration(
  response: unknown,
  expected: { challenge: string; origin: string },
): Promise<Pick<Passkey, 'id' | 'public_key' | 'counter' | 'transports'> | undefined> {
  const result = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: expected.challenge,
    expectedOrigin: expected.origin,
    expectedRPID: RP_ID,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!result?.verified) return undefined;
  const { id, publicKey, counter, transports } = result.registrationInfo.credential;
  return { id, public_key: Buffer.from(publicKey).toString('base64url'), counter, transports };
}

export const authenticationOptions = (passkeys: readonly Passkey[]) =>
  generateAuthenticationOptions({
    rpID: RP_ID,
    timeout: TIMEOUT_MS,
    userVerification: 'required',
    allowCredentials: passkeys.map(descriptor),
  });

/** Returns which passkey it was and its new counter; undefined where it was none of them, or does not hold. */
export async function verifyAuthentication(
  response: unknown,
  passkeys: readonly Passkey[],
  expected: { challenge: string; origin: string },
): Promise<{ id: string; counter: number } | undefined> {
  const given = response as AuthenticationResponseJSON;
  const passkey = passkeys.find(({ id }) => id === given?.id);
  if (!passkey) return undefined;
  const result = await verifyAuthenticationResponse({
    response: given,
    expectedChallenge: expected.challenge,
    expectedOrigin: expected.origin,
    expectedRPID: RP_ID,
    requireUserVerification: true,
    credential: {
      id: passkey.id,
      publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
      counter: passkey.counter,
    },
  }).catch(() => undefined);
  return result?.verified ? { id: passkey.id, counter: result.authenticationInfo.newCounter } : undefined;
}
