/** What an act does to the world, and why a person must be asked before it. */
import { CONSEQUENCES, type Consequence } from '../config/settings.ts';
import type { Args } from '../define/row.ts';
import type { Preview, Tool } from '../define/tool.ts';

export interface Assessment {
  kinds: readonly Consequence[];
  /** Why a person must be asked; undefined where nobody need be. */
  reason?: string;
  /** What was read can make it needless: it is asked for the kinds alone. */
  byKindsAlone: boolean;
  /** Why these arguments may be somebody else's words: then no weaker way than a person's own yes counts. */
  suspicion?: string;
}

/**
 * Assesses a call by its arguments alone.
 * @param ask the kinds that the operator has a person asked about
 * @param suspicion why the arguments may come from text of outsiders
 */
export function assess(tool: Tool, args: Args, ask: readonly Consequence[], suspicion?: string): Assessment {
  const kinds = kindsOf(tool, args);
  // A dry run changes nothing.
  if (!kinds.length) return { kinds, byKindsAlone: false };
  const asked = kinds.filter((kind) => ask.includes(kind));
  const escalated = escalationReason(tool, args);
  return {
    kinds,
    reason: escalated ?? suspicion ?? (asked.length ? kindsReason(asked) : undefined),
    byKindsAlone: escalated === undefined && suspicion === undefined,
    suspicion,
  };
}

/** Why an act is confirmed whatever the operator asks about: it is destructive, or its arguments make it so. */
export const escalationReason = (tool: Tool, args: Args): string | undefined =>
  tool.tier === 'destructive' ? `${tool.name} always does` : tool.guard?.when?.(args);

function kindsOf({ consequences = {} }: Tool, args: Args): Consequence[] {
  return CONSEQUENCES.filter((kind) => {
    const applies = consequences[kind];
    return applies === true || applies?.(args);
  });
}

const kindsReason = (kinds: readonly Consequence[]): string =>
  `it is of the kind${kinds.length > 1 ? 's' : ''} ${kinds.join(' and ')}, which a person is asked about`;

/** The assessment once the target was read: kinds that turned out not to apply are gone. */
export function narrow(
  assessment: Assessment,
  { without = [] }: Preview,
  ask: readonly Consequence[],
): Assessment {
  const kinds = assessment.kinds.filter((kind) => !without.includes(kind));
  const asked = kinds.filter((kind) => ask.includes(kind));
  return {
    ...assessment,
    kinds,
    reason: assessment.byKindsAlone && !asked.length ? undefined : assessment.reason,
  };
}
