/** Lists of which each value allows more than the one before, or leaves less. */

export const lowestOf = <T>(order: readonly T[], a: T, b: T): T =>
  order[Math.min(order.indexOf(a), order.indexOf(b))]!;

export const highestOf = <T>(order: readonly T[], a: T, b: T): T =>
  order[Math.max(order.indexOf(a), order.indexOf(b))]!;
