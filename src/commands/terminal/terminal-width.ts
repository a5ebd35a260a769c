const STANDARD_WIDTH = 80;
/** Longer lines are hard to read. */
const MAX_WIDTH = 100;
/** Less holds no table. */
const MIN_WIDTH = 40;

/** Returns how many columns may be written to: 80 where it is no terminal. */
export const terminalWidth = ({ isTTY, columns }: { isTTY?: boolean; columns?: number }): number =>
  isTTY && columns ? Math.min(Math.max(columns, MIN_WIDTH), MAX_WIDTH) : STANDARD_WIDTH;
