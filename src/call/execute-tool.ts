/** What a tool does once it may: its own code, a recording's delivery, or one request or several, shaped as its data says. */
import type { Answer } from '../define/answer.ts';
import type { NameLookup, Names } from '../define/lookup.ts';
import type { Args, Row } from '../define/row.ts';
import type { CompositeTool, EndpointTool, Tool } from '../define/tool.ts';
import { isFileTool } from '../recordings/resource-uri.ts';
import { shapeAnswer, shapeDirect } from '../response/shape.ts';
import { quotedNote } from '../response/wording.ts';
import { ToolError } from '../shared/tool-error.ts';
import { type ActSender, createActSender } from './acts/act-sender.ts';
import type { Approval } from './acts/approval.ts';
import type { Call, CallResult, CallServices } from './call.ts';
import { withHint, withHintBeforeAct } from './error-hints.ts';
import { runOneByOne } from './one-by-one.ts';
import { actContext, type Beside, readContext, writeContext } from './tool-context.ts';

/** A call that may be carried out. */
interface Run {
  approval: Approval;
  sender: ActSender;
  call: Call;
  services: CallServices;
}

/** @throws ToolError with what to do next */
export async function executeTool(
  tool: Tool,
  approval: Approval,
  call: Call,
  services: CallServices,
): Promise<CallResult> {
  const sender = createActSender(tool, approval, call, services);
  const run = { approval, sender, call, services };
  try {
    const { row, ...beside } = await (tool.execute ? runComposite(tool, run) : runEndpoint(tool, run));
    return { row: { ...row, ...actNotes(approval, sender) }, ...beside };
  } catch (error) {
    // Where the act may be done, its secret may be in force.
    if (error instanceof ToolError && error.kind !== 'outcome_unknown') await approval.handover?.discard();
    throw error;
  } finally {
    // What was cached of the dialer's lists may no longer be so.
    if (tool.tier !== 'read') services.lookup.forget();
  }
}

/** What stands beside the answer of an act: where its secret is, and which limits are nearly used up. */
function actNotes({ handover }: Approval, sender: ActSender): Row {
  const left = sender.left();
  return {
    ...(handover && { handed_over: handover.where }),
    ...(Object.keys(left).length && { left }),
  };
}

async function runComposite(tool: CompositeTool, run: Run): Promise<CallResult> {
  const { approval, sender, call, services } = run;
  const { args } = approval;
  const beside = { files: [], texts: [] } satisfies Beside;
  try {
    const answer =
      tool.tier === 'read'
        ? await tool.execute(args, readContext(call, services, beside))
        : await tool.execute(args, writeContext(sender, call, services, beside));
    // An answer with nothing in it quotes nobody.
    const quotes = [answer.total, answer.rows_read].includes(0) ? undefined : tool.quotes;
    return { row: quotes ? { ...answer, quoted: answer.quoted ?? quotedNote(quotes) } : answer, ...beside };
  } catch (error) {
    throw withHint(error, tool);
  }
}

async function runEndpoint(tool: EndpointTool, run: Run): Promise<CallResult> {
  const { approval, call, services } = run;
  const { config, delivery, lookup } = services;
  const prepared =
    approval.known !== undefined
      ? { known: approval.known }
      : await tool.prepare?.(approval.args, readContext(call, services)).catch((error) => {
          throw withHintBeforeAct(error, tool);
        });
  if (prepared?.answer) return alone(shapeDirect(tool, prepared.answer, config));
  const args = prepared?.args ?? approval.args;
  try {
    if (isFileTool(tool)) {
      const { row, file } = await delivery.deliver(tool, args, call.deadline, call.host);
      return { row: { ...(prepared?.known as Row | undefined), ...row }, files: [file], texts: [] };
    }
    const acts = tool.each?.(args);
    if (acts) return alone(await runActs(tool, acts, run));
    const body = await bodyOf(tool, args, run);
    const names = await namesFor(tool.answer, body, args, lookup);
    return alone(shapeAnswer(tool, body, args, config, names, prepared?.known));
  } catch (error) {
    throw withHint(error, tool);
  }
}

/** An answer with nothing beside it. */
const alone = (row: Row): CallResult => ({ row, files: [], texts: [] });

/** The dialer's JSON, or what the tool makes of more than one. */
function bodyOf(tool: EndpointTool, args: Args, { sender, call, services }: Run): Promise<any> {
  if (tool.tier === 'read')
    return tool.fetch
      ? tool.fetch(args, readContext(call, services))
      : services.endpoints.read(tool.name, args, call.deadline);
  return tool.act ? tool.act(args, actContext(tool, sender, call, services)) : sender.send(tool, args);
}

/** Several acts after one yes, each with what tells whether it was done. */
const runActs = (
  tool: EndpointTool,
  acts: readonly Args[],
  { sender, call: { deadline, host }, services: { config } }: Run,
): Promise<Row> =>
  runOneByOne(
    acts,
    async (args) => {
      try {
        return shapeAnswer(tool, await sender.send(tool, args), args, config);
      } catch (error) {
        throw withHint(error, tool);
      }
    },
    deadline,
    host.progress,
  );

/** The names of the lists that the answer joins; undefined where it joins none. */
async function namesFor(
  answer: Answer,
  body: unknown,
  args: Args,
  lookup: NameLookup,
): Promise<Names | undefined> {
  if (answer.is === 'file' || !answer.joins) return undefined;
  const customers = answer.is === 'rows' ? answer.customers?.(body, args) : undefined;
  return lookup.names(answer.joins, customers);
}
