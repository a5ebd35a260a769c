/** The one door for writes: what passes access and the guard gets a permit, and only with one does a request leave. */
import type { Consequence } from '../config/settings.ts';
import type { Permit } from '../define/permit.ts';
import type { Args } from '../define/row.ts';
import type { EndpointTool, Tool } from '../define/tool.ts';
import { canonical } from '../shared/json.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type AccessPolicy, authoriseAct } from './access.ts';
import { assess } from './assessment.ts';

/** What a call was let through with. */
export interface Grant {
  tool: Tool;
  /** The arguments that the guard let through after it looked at the target; absent where there was nothing to ask. */
  confirmed?: Args;
}

/** @throws ToolError permission_denied for what the operator does not allow, or a person has not said yes to */
export function permit(
  act: EndpointTool,
  args: Args,
  grant: Grant,
  policy: AccessPolicy & { trust: { ask: readonly Consequence[] } },
): Permit {
  authoriseAct(act, policy);
  const { reason } = assess(act, args, policy.trust.ask);
  if (reason !== undefined && !isCovered(act, args, grant))
    throw new ToolError(
      'permission_denied',
      `${act.name} needs a person's yes (${reason}), which was not asked for. Nothing was sent to the dialer.`,
    );
  return { tool: act, args } as Permit;
}

/** Whether the yes was to this: to the same arguments, to one of several such acts, or to what the guard names besides. */
function isCovered(act: EndpointTool, args: Args, { tool, confirmed }: Grant): boolean {
  if (confirmed === undefined) return false;
  if (tool.guard?.covers?.some((name) => name === act.name)) return true;
  if (act.name !== tool.name) return false;
  const acts = [confirmed, ...(tool.each?.(confirmed) ?? [])];
  return acts.some((one) => canonical(one) === canonical(args));
}
