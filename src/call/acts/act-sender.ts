/** The way of every act to the dialer: permitted, counted and logged, in this order, before it leaves. */
import { dialerName } from '../../config/config.ts';
import type { Consequence } from '../../config/settings.ts';
import type { AuditEntry } from '../../define/acts/audit.ts';
import type { LimitsLeft } from '../../define/acts/limits.ts';
import { peopleIn, targetsIn } from '../../define/acts/targets.ts';
import type { Args } from '../../define/row.ts';
import type { EndpointTool, Tool } from '../../define/tool.ts';
import { assess } from '../../guard/assessment.ts';
import { permit } from '../../guard/permit.ts';
import type { Deadline } from '../../shared/deadline.ts';
import { ToolError } from '../../shared/tool-error.ts';
import type { Call, CallServices } from '../call.ts';
import { sizeOf } from './act-size.ts';
import type { Approval } from './approval.ts';

export interface ActSender {
  /** Sends an act, once. @throws ToolError; then it either did not leave, or the message says that it may have */
  send(act: EndpointTool, args: Args, deadline?: Deadline): Promise<any>;
  /** Limits of which little is left after what was sent. */
  left(): LimitsLeft;
}

const notSent = (error: Error): ToolError =>
  new ToolError(
    'unavailable',
    `hitrate-mcp itself failed (${error.name}) before the act left. Nothing was sent.`,
  );

export function createActSender(
  tool: Tool,
  approval: Approval,
  call: Call,
  services: CallServices,
): ActSender {
  const { config, endpoints } = services;
  // The log is for people: a hash tells only that it was the same one.
  const principal = config.subject ?? services.principal;
  const grant = { tool, confirmed: approval.confirmed };
  let left: LimitsLeft = {};
  /** What was read before ruled these out, such as a list that nobody rings: of a part of the act it holds too. */
  const ruledOut = assess(tool, approval.args, []).kinds.filter((kind) => !approval.kinds.includes(kind));
  const kindsOfPart = (act: EndpointTool, args: Args): Consequence[] =>
    assess(act, args, []).kinds.filter((kind) => !ruledOut.includes(kind));

  async function countAndLog(act: EndpointTool, args: Args): Promise<AuditEntry | undefined> {
    const kinds = act === tool ? approval.kinds : kindsOfPart(act, args);
    const size = { ...sizeOf(act, args, kinds), writes: 1 };
    left = await (await services.limits()).take(size);
    const audit = await services.audit();
    return audit?.begin({
      call: call.id,
      principal,
      dialer: dialerName(config),
      host: call.host.host,
      tool: tool.name,
      ...(act !== tool && { act: act.name }),
      kinds,
      targets: targetsIn(args),
      people: peopleIn(args),
      preview: approval.preview,
      approved_by: approval.by,
      approver: approval.approver,
      records: size.records,
    });
  }

  return {
    left: () => left,
    async send(act, args, deadline = call.deadline) {
      const permission = permit(act, args, grant, config);
      await services.recheck?.(act.tier);
      const entry = await countAndLog(act, args).catch((error) => {
        throw error instanceof ToolError ? error : notSent(error);
      });
      try {
        const body = await endpoints.write(permission, deadline);
        await entry?.settle('done');
        return body;
      } catch (error) {
        await entry?.settle(error instanceof ToolError ? error.kind : 'outcome_unknown');
        throw error;
      }
    },
  };
}
