/** The code with which a person says yes on the approval page of a server for a team. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { HASH_COST, type HashCost, slowHash } from '../shared/secrets/slow-hash.ts';

const CODE_HASH = /^scrypt:(\d{1,7}):(\d{1,2}):(\d{1,2}):([\w-]{22}):([\w-]{43})$/;
/** A hash that would need more is a slip in the file. */
const MAX_MEMORY = 256 * 2 ** 20;

/** Returns what the user file keeps of a code. */
export async function hashOfCode(code: string, cost: HashCost = HASH_COST): Promise<string> {
  const salt = randomBytes(16);
  const hash = await slowHash(code, salt, cost);
  const { N, r, p } = cost;
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join(':');
}

export const isCodeHash = (text: string): boolean => parseHash(text) !== undefined;

/** @param hash as hashOfCode returns it */
export async function isRightCode(code: string, hash: string): Promise<boolean> {
  const parts = parseHash(hash);
  return parts !== undefined && timingSafeEqual(parts.hash, await slowHash(code, parts.salt, parts.cost));
}

function parseHash(text: string): { cost: HashCost; salt: Buffer; hash: Buffer } | undefined {
  const [, N, r, p, salt, hash] = CODE_HASH.exec(text) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const isPossible =
    cost.N > 1 &&
    Number.isInteger(Math.log2(cost.N)) &&
    cost.r > 0 &&
    cost.p > 0 &&
    128 * cost.N * cost.r <= MAX_MEMORY;
  return isPossible
    ? { cost, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') }
    : undefined;
}
