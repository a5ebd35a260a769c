/** Rounding of the numbers in answers. */

/** Returns the share in percent, to a tenth; null where the whole is 0. */
export const percentOf = (part: number, whole: number): number | null =>
  whole ? Math.round((part / whole) * 1000) / 10 : null;

/** Rounds to two decimals: sums of floats carry dust. */
export const roundAmount = (amount: number): number => Math.round(amount * 100) / 100;
