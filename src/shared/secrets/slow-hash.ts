/** The hash of secrets that people choose: so slow that guessing from the hash takes long. */
import { type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

export interface HashCost {
  N: number;
  r: number;
  p: number;
}

/** What OWASP recommends for a hash that needs 32 MB: some 0.3 s for each guess. */
export const HASH_COST: HashCost = { N: 2 ** 15, r: 8, p: 3 };
export const HASH_BYTES = 32;

const scryptHash = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

export const slowHash = (secret: string, salt: Buffer, cost: HashCost): Promise<Buffer> =>
  scryptHash(secret.normalize('NFKC'), salt, HASH_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r });
