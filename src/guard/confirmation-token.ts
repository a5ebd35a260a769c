/**
 * Confirmation tokens: bound by HMAC to everything a person was shown, alive for five minutes, good for one use, and
 * only in the process that issued them.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { canonical } from '../shared/json.ts';

export const TOKEN_LIFE_MS = 5 * 60_000;

export interface ConfirmationTokens {
  issue(binding: unknown): { token: string; expires: Date };
  /** Uses the token up. @returns why it does not hold, or undefined where it does. */
  redeem(token: string, binding: unknown): string | undefined;
}

export function createConfirmationTokens(now: () => number = Date.now): ConfirmationTokens {
  const key = randomBytes(32);
  const used = new Map<string, number>();
  const sealed = (nonce: string, expires: number, binding: unknown): string => {
    const mac = createHmac('sha256', key)
      .update(`${nonce}.${expires}.${canonical(binding)}`)
      .digest();
    return `${nonce}.${expires.toString(36)}.${mac.subarray(0, 16).toString('base64url')}`;
  };

  return {
    issue(binding) {
      const nonce = randomBytes(9).toString('base64url');
      const expires = now() + TOKEN_LIFE_MS;
      return { token: sealed(nonce, expires, binding), expires: new Date(expires) };
    },
    redeem(token, binding) {
      for (const [nonce, expires] of used) if (expires < now()) used.delete(nonce);
      const given = token.trim();
      const [, nonce, until] = /^([\w-]{12})\.([0-9a-z]{1,11})\.[\w-]{22}$/.exec(given) ?? [];
      if (!nonce || !until) return 'This is no confirmation token.';
      // First of all, since what a used token confirmed has mostly changed the state that it was bound to.
      if (used.has(nonce)) return 'The token was used already: it is good for one try.';
      const expires = Number.parseInt(until, 36);
      // As text, since several texts decode to the same bytes.
      const right = Buffer.from(sealed(nonce, expires, binding));
      const presented = Buffer.from(given);
      if (presented.length !== right.length || !timingSafeEqual(presented, right))
        return 'The token does not belong to this: the arguments, the target or its state are not those that were shown, or another server gave it.';
      if (expires < now()) return 'The token is more than five minutes old.';
      used.set(nonce, expires);
      return undefined;
    },
  };
}
