/** The PIN that only the person knows: kept as a hash, with few tries for all processes together. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { HASH_BYTES, HASH_COST, slowHash } from '../../shared/secrets/slow-hash.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { countTry, triesLeft } from '../tries.ts';
import { proofFile } from './proof-file.ts';

export const MIN_PIN_LENGTH = 6;
const MAX_PIN_LENGTH = 128;
/** So many wrong ones, then a pause, which doubles each time. */
export const TRIES = 5;

const base64 = z.string().regex(/^[\w-]+$/);
const pinSchema = z.strictObject({
  version: z.literal(1),
  salt: base64,
  hash: base64,
  cost: z.strictObject({ N: z.int(), r: z.int(), p: z.int() }),
  /** Tries since the last right one. They are counted before they are compared. */
  tries: z.int().nonnegative(),
  locked_until: z.number(),
});
type PinFile = z.infer<typeof pinSchema>;

/** Without a PIN there is no file. */
const pinFile = (dir: string) => proofFile<PinFile | undefined>(dir, 'pin.json', pinSchema, undefined);

export type PinVerdict =
  | { right: true }
  | { right: false; triesLeft: number }
  | { right: false; lockedForMs: number };

/** @throws ToolError where that can't be read */
export const hasPin = async (dir: string): Promise<boolean> => (await pinFile(dir).read()) !== undefined;

/** Returns what is wrong with a new PIN; undefined where nothing is. @param noun what it is called */
export function pinProblem(pin: string, noun = 'PIN'): string | undefined {
  const { length } = [...pin];
  if (length < MIN_PIN_LENGTH) return `a ${noun} has at least ${MIN_PIN_LENGTH} characters`;
  if (length > MAX_PIN_LENGTH) return `a ${noun} has at most ${MAX_PIN_LENGTH} characters`;
  const rows = ['01234567890', '09876543210'];
  if (new Set(pin).size < 3 || rows.some((row) => row.includes(pin)))
    return `this ${noun} is the first that anybody tries: take another`;
  return undefined;
}

/** Sets the first PIN, or another one, with all tries. @param cost is kept with the hash @throws ToolError */
export async function setPin(dir: string, pin: string, cost: PinFile['cost'] = HASH_COST): Promise<void> {
  const salt = randomBytes(16);
  const hash = await slowHash(pin, salt, cost);
  const state: PinFile = {
    version: 1,
    salt: salt.toString('base64url'),
    hash: hash.toString('base64url'),
    cost,
    tries: 0,
    locked_until: 0,
  };
  await pinFile(dir).update(() => ({ state, result: undefined }));
}

/** @throws ToolError */
export const removePin = (dir: string): Promise<void> =>
  pinFile(dir).update(() => ({ state: undefined, result: undefined }));

/**
 * Compares a PIN. The try is written down first, so that guesses at the same time, of any number of processes, get no
 * more tries than one after the other.
 * @throws ToolError where there is none, or the count can't be kept
 */
export async function checkPin(dir: string, pin: string, now: number): Promise<PinVerdict> {
  const file = pinFile(dir);
  const before = await file.update((pin) => ({
    state: pin && pin.locked_until <= now ? countTry(pin, TRIES, now) : pin,
    result: pin,
  }));
  if (!before) throw new ToolError('unavailable', 'There is no PIN any more. Nothing was done.');
  if (before.locked_until > now) return { right: false, lockedForMs: before.locked_until - now };
  const hash = Buffer.from(before.hash, 'base64url');
  const given = await slowHash(pin, Buffer.from(before.salt, 'base64url'), before.cost);
  if (hash.length === HASH_BYTES && timingSafeEqual(hash, given)) {
    const { salt } = before;
    // Not the tries at a PIN that was set meanwhile.
    await file.update((present) => ({
      state: present?.salt === salt ? { ...present, tries: 0, locked_until: 0 } : present,
      result: undefined,
    }));
    return { right: true };
  }
  const counted = countTry(before, TRIES, now);
  const left = triesLeft(counted, TRIES);
  return left > 0
    ? { right: false, triesLeft: left }
    : { right: false, lockedForMs: counted.locked_until - now };
}
