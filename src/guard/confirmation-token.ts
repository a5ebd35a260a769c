/**
 * Confirmation tokens: bound by HMAC to everything a person was shown, alive for five minutes, good for one use, and
 * only at the servers that share key and state with the one that issued them.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { StateStore } from '../define/state-store.ts';
import { canonical } from '../shared/json.ts';

export const TOKEN_LIFE_MS = 5 * 60_000;
/** How long a use is remembered: by a server whose clock is behind, a token lives longer. */
const KEPT_MS = 2 * TOKEN_LIFE_MS;

export interface ConfirmationTokens {
  /** @throws ToolError where the state can't be reached */
  issue(binding: unknown): Promise<{ token: string; expires: Date }>;
  /**
   * Uses the token up. @returns why it does not hold, or undefined where it does.
   * @throws ToolError where the state can't be reached: then nothing is confirmed
   */
  redeem(token: string, binding: unknown): Promise<string | undefined>;
}

export interface ConfirmationTokenOptions {
  /** Remembers what was used. */
  state: Pick<StateStore, 'get' | 'add' | 'run'>;
  key: Buffer;
  now?: () => number;
}

export function createConfirmationTokens(options: ConfirmationTokenOptions): ConfirmationTokens {
  const { state, key, now = Date.now } = options;

  /** Bound to the state's run too: one that began since may have forgotten a use. */
  const sealed = (nonce: string, expires: number, run: string, binding: unknown): string => {
    const mac = createHmac('sha256', key)
      .update(`${nonce}.${expires}.${run}.${canonical(binding)}`)
      .digest();
    return `${nonce}.${expires.toString(36)}.${mac.subarray(0, 16).toString('base64url')}`;
  };

  return {
    async issue(binding) {
      const run = await state.run();
      const nonce = randomBytes(9).toString('base64url');
      const expires = now() + TOKEN_LIFE_MS;
      return { token: sealed(nonce, expires, run, binding), expires: new Date(expires) };
    },
    async redeem(token, binding) {
      const given = token.trim();
      const [, nonce, until] = /^([\w-]{12})\.([0-9a-z]{1,11})\.[\w-]{22}$/.exec(given) ?? [];
      if (!nonce || !until) return 'This is no confirmation token.';
      const use = `token/${nonce}`;
      const expires = Number.parseInt(until, 36);
      const isOld = expires < now();
      // First of all, since what a used token confirmed has mostly changed the state that it was bound to.
      if (!isOld && (await state.get(use)) !== undefined) return USED;
      const run = await state.run();
      // As text, since several texts decode to the same bytes.
      const right = Buffer.from(sealed(nonce, expires, run, binding));
      const presented = Buffer.from(given);
      if (presented.length !== right.length || !timingSafeEqual(presented, right))
        return 'The token does not belong to this: the arguments, the target or its state are not those that were shown, or another server gave it.';
      if (isOld) return 'The token is more than five minutes old.';
      return (await state.add(use, '', KEPT_MS, run)) ? undefined : USED;
    },
  };
}

const USED = 'The token was used already: it is good for one try.';
