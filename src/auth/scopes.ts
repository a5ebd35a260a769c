/** Scopes of access tokens: they lower the tier that a person has here, and never raise it. */
import { TIERS, type Tier } from '../config/settings.ts';

const PREFIX = 'hitrate:';
export const scopeOf = (tier: Tier): string => `${PREFIX}${tier}`;

/** The tiers up to the given one. */
export const scopesUpTo = (tier: Tier): string[] => TIERS.slice(0, TIERS.indexOf(tier) + 1).map(scopeOf);

/** Returns the highest tier that the claims name; undefined where they name none. */
export function tierOfScopes(...claims: unknown[]): Tier | undefined {
  const scopes = claims.flatMap(wordsOf);
  return TIERS.findLast((tier) => scopes.includes(scopeOf(tier)));
}

/** Providers write `scope` and `scp` as one text and as a list. */
const wordsOf = (claim: unknown): unknown[] =>
  typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
