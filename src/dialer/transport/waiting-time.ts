/** How long calls have waited for the dialer: what they took beside that is ours. */
import type { Deadline } from '../../shared/deadline.ts';
import type { Exchange } from './retry.ts';

export interface WaitingTime {
  /** The same exchange, whose time counts for the call with the request's deadline. */
  measured(exchange: Exchange): Exchange;
  /** Returns the milliseconds in which at least one request of a call was under way. */
  msOf(deadline: Deadline): number;
  /** Returns whether any request is under way. */
  isAny(): boolean;
}

interface Time {
  underWay: number;
  since: number;
  ms: number;
}

export function createWaitingTime(): WaitingTime {
  const times = new WeakMap<Deadline, Time>();
  let underWay = 0;

  function begin(deadline: Deadline): Time {
    const time = times.get(deadline) ?? { underWay: 0, since: 0, ms: 0 };
    times.set(deadline, time);
    if (time.underWay++ === 0) time.since = performance.now();
    return time;
  }

  return {
    measured: (exchange) => async (request, readBody) => {
      const time = begin(request.deadline);
      underWay++;
      try {
        return await exchange(request, readBody);
      } finally {
        underWay--;
        if (--time.underWay === 0) time.ms += performance.now() - time.since;
      }
    },
    msOf: (deadline) => times.get(deadline)?.ms ?? 0,
    isAny: () => underWay > 0,
  };
}
