/** Numbers as answers tell them. */

/** In percent, to a tenth; null where there is nothing to have a share of. */
export const percentOf = (part: number, whole: number): number | null =>
  whole ? Math.round((part / whole) * 1000) / 10 : null;

/** To two decimals: sums of floats carry dust. */
export const roundAmount = (amount: number): number => Math.round(amount * 100) / 100;
