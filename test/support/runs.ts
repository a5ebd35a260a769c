/**
 * How many random cases a property is tried with. A commit waits for them, so it is 30 at most, unless PROPERTY_RUNS
 * says how many, or `all`: each property's own number.
 */
const DEFAULT = 30;
const wanted = process.env.PROPERTY_RUNS;

if (wanted && wanted !== 'all' && !/^[1-9]\d*$/.test(wanted))
  throw new Error(`PROPERTY_RUNS is a number or all, not ${wanted}`);

/** @param own the property's own number */
export function runs(own: number): { numRuns: number } {
  if (wanted === 'all') return { numRuns: own };
  return { numRuns: wanted ? Number(wanted) : Math.min(own, DEFAULT) };
}
