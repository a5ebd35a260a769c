/** Who may call what: the operator's word, which nothing that a model or an answer says can raise. */
import type { Config } from '../config.ts';
import { ToolError } from '../errors.ts';
import { TIERS, type Tier } from '../settings.ts';
import type { Args, Tool } from '../tool.ts';

type Policy = Pick<Config, 'access' | 'toolsets'>;

const within = (tier: Tier, access: Tier): boolean => TIERS.indexOf(tier) <= TIERS.indexOf(access);

/** The setting that keeps a tool from being offered, or undefined where it is offered. */
export function withheldBy(tool: Pick<Tool, 'tier' | 'toolset'>, policy: Policy): string | undefined {
  if (!policy.toolsets.includes(tool.toolset)) return `HITRATE_TOOLSETS without ${tool.toolset}`;
  if (!within(tool.tier, policy.access)) return `HITRATE_ACCESS=${policy.access}`;
  return undefined;
}

/** Why a call needs a person's yes, or undefined where it needs none. */
export function confirmationReason(tool: Tool, args: Args): string | undefined {
  if (!tool.guard) return undefined;
  return tool.guard.when ? tool.guard.when(args) : `${tool.name} always does`;
}

const NOTHING_SENT = 'Nothing was sent to the dialer.';
const settable = (setting: string) => `The person who set it up can change that with ${setting}.`;

/** @throws ToolError permission_denied with the setting that would allow the tool itself. */
export function checkOffered(tool: Tool, policy: Policy): void {
  if (!policy.toolsets.includes(tool.toolset))
    throw new ToolError(
      'permission_denied',
      `${tool.name} is in the toolset ${tool.toolset}, which this server does not offer. ${settable(`HITRATE_TOOLSETS=${[...policy.toolsets, tool.toolset].join(',')}`)} ${NOTHING_SENT}`,
    );
  if (!within(tool.tier, policy.access))
    throw new ToolError(
      'permission_denied',
      `${tool.name} is in the tier ${tool.tier}; this server offers ${policy.access}. ${settable(`HITRATE_ACCESS=${tool.tier}`)} ${NOTHING_SENT}`,
    );
}

/** @throws ToolError permission_denied where these arguments make the call one of a higher tier. */
export function checkEscalation(tool: Tool, reason: string, policy: Policy): void {
  const tier: Tier = tool.guard?.tier ?? 'destructive';
  if (!within(tier, policy.access))
    throw new ToolError(
      'permission_denied',
      `${tool.name} is of the tier ${tier} here, because ${reason}; this server offers ${policy.access}. ${settable(`HITRATE_ACCESS=${tier}`)} ${NOTHING_SENT}`,
    );
}
