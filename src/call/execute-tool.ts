/** What a tool does once it may: its own code, a recording's delivery, or one request or several, shaped as its data says. */
import type { Answer } from '../define/answer.ts';
import type { NameLookup, Names } from '../define/lookup.ts';
import type { ResourceEntry } from '../define/resource.ts';
import type { Args, Row } from '../define/row.ts';
import type { CompositeTool, EndpointTool, Tool } from '../define/tool.ts';
import { permit } from '../guard/permit.ts';
import { isFileTool } from '../recordings/resource-uri.ts';
import { shapeAnswer, shapeDirect } from '../response/shape.ts';
import { quotedNote } from '../response/wording.ts';
import type { Call, CallResult, CallServices } from './call.ts';
import type { Approval } from './confirm-call.ts';
import { withHint, withHintBeforeAct } from './error-hints.ts';
import { runOneByOne } from './one-by-one.ts';
import { actContext, readContext, writeContext } from './tool-context.ts';

type Result = Pick<CallResult, 'row' | 'file'>;

/** @throws ToolError with what to do next */
export async function executeTool(
  tool: Tool,
  approval: Approval,
  call: Call,
  services: CallServices,
): Promise<Result> {
  try {
    return tool.execute
      ? await runComposite(tool, approval, call, services)
      : await runEndpoint(tool, approval, call, services);
  } finally {
    // What was cached of the dialer's lists may no longer be so.
    if (tool.tier !== 'read') services.lookup.forget();
  }
}

async function runComposite(
  tool: CompositeTool,
  { args, confirmed }: Approval,
  call: Call,
  services: CallServices,
): Promise<Result> {
  let file: ResourceEntry | undefined;
  const link = (entry: ResourceEntry) => {
    file = entry;
  };
  try {
    const answer =
      tool.tier === 'read'
        ? await tool.execute(args, readContext(call, services, link))
        : await tool.execute(args, writeContext({ tool, confirmed }, call, services, link));
    // An answer with nothing in it quotes nobody.
    const quotes = [answer.total, answer.rows_read].includes(0) ? undefined : tool.quotes;
    return { row: quotes ? { ...answer, quoted: answer.quoted ?? quotedNote(quotes) } : answer, file };
  } catch (error) {
    throw withHint(error, tool);
  }
}

async function runEndpoint(
  tool: EndpointTool,
  approval: Approval,
  call: Call,
  services: CallServices,
): Promise<Result> {
  const { config, delivery, lookup } = services;
  const prepared =
    approval.known !== undefined
      ? { known: approval.known }
      : await tool.prepare?.(approval.args, readContext(call, services)).catch((error) => {
          throw withHintBeforeAct(error, tool);
        });
  if (prepared?.answer) return { row: shapeDirect(tool, prepared.answer, config) };
  const args = prepared?.args ?? approval.args;
  try {
    if (isFileTool(tool)) {
      const { row, file } = await delivery.deliver(tool, args, call.deadline, call.host);
      return { row: { ...(prepared?.known as Row | undefined), ...row }, file };
    }
    const acts = tool.each?.(args);
    if (acts) return { row: await runActs(tool, acts, approval, call, services) };
    const body = await bodyOf(tool, args, approval, call, services);
    const names = await namesFor(tool.answer, body, args, lookup);
    return { row: shapeAnswer(tool, body, args, config, names, prepared?.known) };
  } catch (error) {
    throw withHint(error, tool);
  }
}

/** The dialer's JSON, or what the tool makes of more than one. */
function bodyOf(
  tool: EndpointTool,
  args: Args,
  { confirmed }: Approval,
  call: Call,
  services: CallServices,
): Promise<any> {
  const { config, endpoints } = services;
  if (tool.tier === 'read')
    return tool.fetch
      ? tool.fetch(args, readContext(call, services))
      : endpoints.read(tool.name, args, call.deadline);
  const grant = { tool, confirmed };
  return tool.act
    ? tool.act(args, actContext(tool, grant, call, services))
    : endpoints.write(permit(tool, args, grant, config), call.deadline);
}

/** Several acts after one yes, each with what tells whether it was done. */
const runActs = (
  tool: EndpointTool,
  acts: readonly Args[],
  { confirmed }: Approval,
  { deadline }: Call,
  { config, endpoints }: CallServices,
): Promise<Row> =>
  runOneByOne(
    acts,
    async (args) => {
      try {
        const body = await endpoints.write(permit(tool, args, { tool, confirmed }, config), deadline);
        return shapeAnswer(tool, body, args, config);
      } catch (error) {
        throw withHint(error, tool);
      }
    },
    deadline,
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
