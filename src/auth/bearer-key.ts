/** Keys for who logs in without an identity provider: random, so that a fast hash of one tells nothing of it. */
import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'hmcp_';
export const KEY_HASH = /^sha256:[\w-]{43}$/;

export const newKey = (): string => `${PREFIX}${randomBytes(32).toString('base64url')}`;

export const isKey = (token: string): boolean => token.startsWith(PREFIX);

/** Returns what the user file keeps of a key. */
export const hashOfKey = (key: string): string =>
  `sha256:${createHash('sha256').update(key).digest('base64url')}`;
