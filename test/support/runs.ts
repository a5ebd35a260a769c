/**
 * How many random cases a property is tried with: a quarter of what it asks for, since a commit waits for them; all of
 * them with PROPERTY_RUNS=all.
 */
const SHARE = process.env.PROPERTY_RUNS === 'all' ? 1 : 0.25;

export const runs = (count: number): { numRuns: number } => ({ numRuns: Math.ceil(count * SHARE) });
