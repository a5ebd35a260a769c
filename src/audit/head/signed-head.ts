/** The last hash of the log, signed, so that it proves at a second place how far the log had come. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { installationKey } from '../../shared/installation/keys.ts';

export const SIGNING_KEY = 'audit-sign.key';

export interface Head {
  file: string;
  line: number;
  hash: string;
  time: string;
  /** How many heads before it did not get through. */
  missed: number;
}

/** By which a head is found among other text. */
const MARKER = 'hitrate_audit_head';
const HEAD = new RegExp(`\\{"${MARKER}":[^{}]*\\}`, 'g');
const SIGNATURE = /,"signature":"([\w-]+)"\}$/;

/** Ed25519 in PKCS #8 (RFC 8410), but for the 32 bytes of the key. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Returns the key that heads are signed with, made at the first use. */
export const signingKey = async (stateDir: string): Promise<KeyObject> =>
  createPrivateKey({
    key: Buffer.concat([PKCS8, await installationKey(stateDir, SIGNING_KEY)]),
    format: 'der',
    type: 'pkcs8',
  });

/** Returns the public key as PEM. */
export const publicKey = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString();

/** Returns one line of JSON. */
export function signHead({ file, line, hash, time, missed }: Head, key: KeyObject): string {
  const text = JSON.stringify({ [MARKER]: 1, file, line, hash, time, missed });
  const signature = sign(null, Buffer.from(text), key).toString('base64url');
  return `${text.slice(0, -1)},"signature":"${signature}"}`;
}

/** Returns the heads in a line of any log; of one that is damaged or not signed by this key, undefined. */
export function readHeads(line: string, key: KeyObject): (Head | undefined)[] {
  // Logs of containers are JSON themselves, with the line as a text in it.
  const text = line.replaceAll('\\"', '"');
  const whole = text.match(HEAD) ?? [];
  const begun = text.split(`{"${MARKER}"`).length - 1;
  return [...whole, ...Array<string>(begun - whole.length).fill('')].map((json) => checkHead(json, key));
}

function checkHead(json: string, key: KeyObject): Head | undefined {
  const [ending, signature] = SIGNATURE.exec(json) ?? [];
  if (ending === undefined || signature === undefined) return undefined;
  const text = `${json.slice(0, -ending.length)}}`;
  if (!verify(null, Buffer.from(text), createPublicKey(key), Buffer.from(signature, 'base64url')))
    return undefined;
  return JSON.parse(text);
}
