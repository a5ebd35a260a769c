/** Who may call what: the operator's word, which nothing that a model or an answer says can raise. */
import type { Config } from '../config/config.ts';
import { isWithin } from '../config/order.ts';
import { type Tier, TOOLSETS } from '../config/settings.ts';
import type { Args } from '../define/row.ts';
import type { Tool } from '../define/tool.ts';
import { ToolError } from '../shared/tool-error.ts';
import { escalationReason } from './assessment.ts';

export type AccessPolicy = Pick<Config, 'access' | 'toolsets' | 'profile' | 'subject'> & {
  recordings: Pick<Config['recordings'], 'engine' | 'downloadDir'>;
};

type Offered = Pick<Tool, 'tier' | 'toolset' | 'needs'>;

/** What keeps a tool from being offered, and the setting that would allow it; undefined where it is offered. */
function withholding(
  tool: Offered,
  policy: AccessPolicy,
): { by: string; why: string; allow: string } | undefined {
  if (!policy.toolsets.includes(tool.toolset))
    return {
      by: `HITRATE_TOOLSETS without ${tool.toolset}`,
      why: `is in the toolset ${tool.toolset}, which this server does not offer`,
      allow: `HITRATE_TOOLSETS=${[...policy.toolsets, tool.toolset].join(',')}`,
    };
  if (!isWithin(tool.tier, policy.access))
    return {
      by: `HITRATE_ACCESS=${policy.access}`,
      why: `is in the tier ${tool.tier}; this server offers ${policy.access}`,
      allow: `HITRATE_ACCESS=${tool.tier}`,
    };
  if (tool.needs === 'download folder' && !policy.recordings.downloadDir)
    return {
      by: 'no download folder set up',
      why: 'reads and writes files in the download folder, and none is set up',
      allow: 'HITRATE_DOWNLOAD_DIR',
    };
  if (tool.needs === 'speech engine' && !policy.recordings.engine)
    return {
      by: 'no speech engine set up',
      why: 'hands recordings to a speech engine, and none is set up',
      allow: 'HITRATE_TRANSCRIBE_URL or HITRATE_TRANSCRIBE_COMMAND',
    };
  return undefined;
}

/** The setting that keeps a tool from being offered, or undefined where it is offered. */
export const withheldBySetting = (tool: Offered, policy: AccessPolicy): string | undefined =>
  withholding(tool, policy)?.by;

function refusal(what: string, allow: string, { profile, subject }: AccessPolicy): ToolError {
  const others = [
    ...(profile ? [`${profile.name} in HITRATE_DIALERS`] : []),
    ...(subject === undefined ? [] : ["this person's entry in HITRATE_USERS", 'their login']),
  ];
  const where = others.length
    ? `, where ${others.join(' and ')} allow${others.length === 1 ? 's' : ''} it too`
    : '';
  return new ToolError(
    'permission_denied',
    `${what}. The person who set it up can change that with ${allow}${where}. Nothing was sent to the dialer.`,
  );
}

/** @throws ToolError permission_denied with the setting that would allow the tool itself. */
export function authoriseTool(tool: Tool, policy: AccessPolicy): void {
  const found = withholding(tool, policy);
  if (found) throw refusal(`${tool.name} ${found.why}`, found.allow, policy);
}

/** The same of an act inside of a call: which toolsets a model is offered does not bind it. @throws ToolError */
export function authoriseAct(tool: Tool, policy: AccessPolicy): void {
  authoriseTool(tool, { ...policy, toolsets: TOOLSETS });
}

/** Returns the tier of what is confirmed because of these arguments. */
const escalatedTier = ({ guard }: Tool): Tier => guard?.tier ?? 'destructive';

/** Returns the tier of a call: its arguments can make it one of a higher tier than the tool's. */
export const tierOf = (tool: Tool, args: Args): Tier =>
  escalationReason(tool, args) === undefined ? tool.tier : escalatedTier(tool);

/** @throws ToolError permission_denied where these arguments make the call one of a higher tier. */
export function authoriseEscalation(tool: Tool, reason: string, policy: AccessPolicy): void {
  const tier = escalatedTier(tool);
  if (isWithin(tier, policy.access)) return;
  throw refusal(
    `${tool.name} is of the tier ${tier} here, because ${reason}; this server offers ${policy.access}`,
    `HITRATE_ACCESS=${tier}`,
    policy,
  );
}
