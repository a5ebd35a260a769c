/** Lists of which each value allows more than the one before, or leaves less. */
import { TIERS, type Tier } from './settings.ts';

/** Returns what of one value or more comes first in the order. */
export const lowestOf = <T>(order: readonly T[], ...values: readonly T[]): T =>
  order[Math.min(...values.map((value) => order.indexOf(value)))]!;

export const highestOf = <T>(order: readonly T[], ...values: readonly T[]): T =>
  order[Math.max(...values.map((value) => order.indexOf(value)))]!;

/** Whether somebody with this access may do what is of that tier. */
export const isWithin = (tier: Tier, access: Tier): boolean => TIERS.indexOf(tier) <= TIERS.indexOf(access);

/** Returns what is allowed at one dialer at least. */
export const highestAccess = (configs: readonly { access: Tier }[]): Tier =>
  highestOf(TIERS, 'read', ...configs.map(({ access }) => access));
