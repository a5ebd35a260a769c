/** What lies in the store tells nobody anything: values are encrypted, and bound to the name they are kept by. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { ToolError } from '../shared/tool-error.ts';

export interface Seal {
  /** Returns the name that a key goes by in the store. */
  name(key: string): string;
  /** Encrypts a value for that name alone. No two results are the same. */
  seal(name: string, value: string): string;
  /** @throws ToolError where it was sealed with another key or for another name */
  open(name: string, sealed: string): string;
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** Returns a key of its own for each purpose. */
export const deriveKey = (secret: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `hitrate-mcp: ${purpose}`, KEY_BYTES));

/** @param prefix of all names */
export function createSeal(secret: Buffer, prefix: string): Seal {
  const nameKey = deriveKey(secret, 'names in the state');
  const valueKey = deriveKey(secret, 'values in the state');
  return {
    name: (key) => prefix + createHmac('sha256', nameKey).update(key).digest('base64url'),
    seal(name, value) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, valueKey, iv).setAAD(Buffer.from(name));
      const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },
    open(name, sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const iv = bytes.subarray(0, IV_BYTES);
        const options = { authTagLength: TAG_BYTES };
        const decipher = createDecipheriv(CIPHER, valueKey, iv, options).setAAD(Buffer.from(name));
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const body = bytes.subarray(IV_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        throw unreadable();
      }
    },
  };
}

const unreadable = (): ToolError =>
  new ToolError(
    'unavailable',
    'What lies in the shared state can not be read: it was written with another key (HITRATE_STATE_KEY_FILE must be the same for every replica, and a database of its own for each key), or was changed by somebody else. While that is so nothing is changed, and nothing was sent.',
  );
