/** How often something can be guessed at: some tries, then a pause, which doubles each time. */

export interface Tries {
  /** Since the last right one. They are counted before they are compared. */
  tries: number;
  /** In milliseconds. */
  locked_until: number;
}

const FIRST_PAUSE_MS = 15 * 60_000;
export const MAX_PAUSE_MS = 24 * 3_600_000;

/** The last try of a round begins the pause: a right one ends it again. @param round how many tries it has */
export function countTry<T extends Tries>(present: T, round: number, now: number): T {
  const tries = present.tries + 1;
  if (tries % round > 0) return { ...present, tries };
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (tries / round - 1), MAX_PAUSE_MS);
  return { ...present, tries, locked_until: now + pause };
}

/** Returns how many tries of this round are left. */
export const triesLeft = ({ tries }: Tries, round: number): number => round - 1 - ((tries - 1) % round);
