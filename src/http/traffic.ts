/** How much one person may ask at a time, and how much who is nobody. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { HttpLimits } from '../config/team/http.ts';

/** Requests that were turned away, from one address. */
const REFUSALS_PER_MINUTE = 60;
const MINUTE_S = 60;
/** Whoever has too many requests under way can ask again once one of them is answered. */
const BUSY_S = 1;

/** Lets a request in, or says after how many seconds the next one may come. */
export type Admission = { done(): void } | { retryAfterS: number };

export interface Traffic {
  /** Counts a request of a person as under way until `done`. */
  admit(subject: string): Promise<Admission>;
  /** Counts a request without a login that counts. @returns the seconds until the next one is told why; 0 for at once */
  refused(address: string): Promise<number>;
}

export function createTraffic({ requests_per_minute, at_once }: HttpLimits): Traffic {
  const requests = new RateLimiterMemory({ points: requests_per_minute, duration: MINUTE_S });
  const refusals = new RateLimiterMemory({ points: REFUSALS_PER_MINUTE, duration: MINUTE_S });
  const underWay = new Map<string, number>();

  return {
    async admit(subject) {
      const running = underWay.get(subject) ?? 0;
      if (running >= at_once) return { retryAfterS: BUSY_S };
      // At once, so that those who come while this one is counted are counted too.
      underWay.set(subject, running + 1);
      const done = () => {
        const left = (underWay.get(subject) ?? 1) - 1;
        if (left > 0) underWay.set(subject, left);
        else underWay.delete(subject);
      };
      const retryAfterS = await secondsUntilFree(requests.consume(subject));
      if (retryAfterS === 0) return { done };
      done();
      return { retryAfterS };
    },
    refused: (address) => secondsUntilFree(refusals.consume(address)),
  };
}

async function secondsUntilFree(consumed: Promise<unknown>): Promise<number> {
  try {
    await consumed;
    return 0;
  } catch (error) {
    // It rejects with the state of the count where that is used up.
    if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw error;
  }
}
