/** Turns a tool's data and a model's arguments into a call: checked, guarded, sent, shaped. */
import { createHash } from 'node:crypto';
import { type Config, dialerName } from '../config/config.ts';
import { blankTextsNote, nearest, validateArguments } from '../define/input/validate.ts';
import type { ResourceEntry } from '../define/resource.ts';
import type { Args, Row } from '../define/row.ts';
import {
  type DirectAnswer,
  type EndpointTool,
  endpoint,
  type Preview,
  type PreviewFormatter,
  type Progress,
  type ReadDialer,
  type Tool,
  type ToolContext,
} from '../define/tool.ts';
import { wireRequest } from '../dialer/request.ts';
import { authoriseEscalation, authoriseTool, confirmationReason } from '../guard/access.ts';
import { type AskPerson, confirm } from '../guard/confirmation.ts';
import { createConfirmationTokens } from '../guard/confirmation-token.ts';
import type { DeliveredRecording, RecordingDelivery } from '../recordings/deliver.ts';
import type { FileTool } from '../recordings/resource-uri.ts';
import { createFormatter, maskError, maskIdentity, maskPhone, maskWithin } from '../response/redact.ts';
import { quotedNote, shapeAnswer, shapeDirect } from '../response/shape.ts';
import { type Deadline, withDeadline } from '../shared/deadline.ts';
import { today } from '../shared/time.ts';
import { isMisshapen, ToolError, undocumented } from '../shared/tool-error.ts';
import { runOneByOne } from './one-by-one.ts';
import { createToolContext, type ServiceSet } from './tool-context.ts';

const UNREADABLE_TARGET_ERROR = new ToolError(
  'bad_answer',
  'The dialer describes the target in an undocumented form, so it can not be shown to a person. Nothing was done.',
);

/** What a call knows of its host, in our own words. */
export interface CallContext {
  /** Aborts when the host cancels the call. */
  signal: AbortSignal;
  /** What the host calls itself. */
  host?: string;
  /** Present where the host asked to be told. */
  progress?: Progress;
  /** Present where the host can show a form to a person. */
  ask?: AskPerson;
}

export interface CallResult {
  row: Row;
  /** What the answer tells of, for hosts that take it beside the text. */
  file?: DeliveredRecording['file'];
}

export interface Caller {
  /** @throws ToolError */
  call(name: string, given: unknown, context: CallContext): Promise<CallResult>;
}

export function createCaller(config: Config, means: ServiceSet, delivery: RecordingDelivery): Caller {
  const { dialer, tools, directory } = means;
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const tokens = createConfirmationTokens();
  const principal = createHash('sha256').update(`${config.origin}\n${config.token}`).digest('base64url');

  const call = (name: string, given: unknown, context: CallContext): Promise<CallResult> =>
    withDeadline(config.timeoutMs, context.signal, (deadline) => run(name, given, context, deadline)).catch(
      (error) => {
        // The dialer's words can hold what people wrote, and a message can repeat an argument.
        throw error instanceof ToolError ? maskError(error, config) : error;
      },
    );

  /** @param link takes what is to stand beside the answer */
  const hands = (
    deadline: Deadline,
    context: CallContext,
    link: (file: ResourceEntry) => void = () => {},
  ): ToolContext => createToolContext(config, means, deadline, context.progress, link);

  async function run(
    name: string,
    given: unknown,
    context: CallContext,
    deadline: Deadline,
  ): Promise<CallResult> {
    const tool = byName.get(name) ?? unknownTool(name, tools);
    authoriseTool(tool, config);
    const { confirm: token, ...args } = validateArguments(tool, given, config);
    if (tool.execute) {
      let file: CallResult['file'];
      const tools = hands(deadline, context, (link) => {
        file = link;
      });
      const answer = await tool.execute(args, tools).catch((error) => {
        throw withHint(error, tool);
      });
      // An answer with nothing in it quotes nobody.
      const quotes = [answer.total, answer.rows_read].includes(0) ? undefined : tool.quotes;
      const row = quotes ? { ...answer, quoted: answer.quoted ?? quotedNote(quotes) } : answer;
      return { row, file };
    }
    const blank = blankTextsNote(tool, given);
    const withBlanks = (reply: CallResult): CallResult =>
      blank ? { ...reply, row: { ...reply.row, left_as_is: blank } } : reply;
    const reason = confirmationReason(tool, args);
    if (reason === undefined) return withBlanks(await act(tool, args, deadline, context));
    authoriseEscalation(tool, reason, config);
    const { ask } = context;
    const verdict = await confirm(tool, args, token as string | undefined, {
      policy: config,
      tokens,
      principal,
      dialer: dialerName(config),
      ask: ask && ((form, timeoutMs) => deadline.pauseWhile(() => ask(form, timeoutMs))),
      preview: () => preview(tool, args, deadline, context),
    });
    if (!verdict.yes) return { row: verdict.answer };
    context.signal.throwIfAborted();
    // What was pinned must be arguments too: an act without a target, or with two, is never sent.
    const confirmed = validateArguments(tool, verdict.args, config);
    return withBlanks(await act(tool, confirmed, deadline, context, verdict.known));
  }

  async function preview(
    tool: EndpointTool,
    args: Args,
    deadline: Deadline,
    context: CallContext,
  ): Promise<Preview | DirectAnswer> {
    try {
      const shown = await tool.guard!.preview(args, reader(deadline), previewFormatter(config, context));
      if ('answer' in shown) return { answer: shapeDirect(tool, shown.answer, config) };
      return { ...shown, summary: maskWithin(shown.summary), effects: shown.effects.map(maskWithin) };
    } catch (error) {
      throw isMisshapen(error) ? UNREADABLE_TARGET_ERROR : error;
    }
  }

  /** Previews read through the same tools as everybody. */
  const reader =
    (deadline: Deadline): ReadDialer =>
    (name, args) =>
      dialer.request(wireRequest(endpoint(tools, name).request, args), true, deadline).catch((error) => {
        if (!(error instanceof ToolError && error.kind === 'permission_denied')) throw error;
        throw new ToolError(error.kind, `Before the act the target is read. ${error.message}`, error.status);
      });

  /** @param shown what a preview read, where there was one */
  async function act(
    tool: EndpointTool,
    args: Args,
    deadline: Deadline,
    context: CallContext,
    shown?: unknown,
  ): Promise<CallResult> {
    const prepared =
      shown !== undefined
        ? { known: shown }
        : await tool.prepare?.(args, hands(deadline, context)).catch((error) => {
            throw withHintBeforeAct(error, tool);
          });
    if (prepared?.answer) return { row: shapeDirect(tool, prepared.answer, config) };
    const sent = prepared?.args ?? args;
    try {
      if (isFileTool(tool)) {
        const { row, file } = await delivery.deliver(tool, sent, deadline, context);
        return { row: { ...(prepared?.known as Row | undefined), ...row }, file };
      }
      const several = tool.each?.(sent);
      if (several) return { row: await runOneByOne(several, (one) => done(tool, one, deadline), deadline) };
      const joins = 'joins' in tool.answer ? tool.answer.joins : undefined;
      const customers = 'customers' in tool.answer ? tool.answer.customers : undefined;
      const body = tool.fetch
        ? await tool.fetch(sent, hands(deadline, context))
        : await dialer.request(wireRequest(tool.request, sent), tool.tier === 'read', deadline);
      const names = joins && (await directory.names(joins, customers?.(body, sent)));
      return { row: shapeAnswer(tool, body, sent, config, names, prepared?.known) };
    } catch (error) {
      throw withHint(error, tool);
    } finally {
      if (tool.tier !== 'read') directory.forget();
    }
  }

  /** One of several acts. @throws ToolError with what tells whether it was done */
  const done = async (tool: EndpointTool, args: Args, deadline: Deadline): Promise<Row> => {
    try {
      return shapeAnswer(
        tool,
        await dialer.request(wireRequest(tool.request, args), false, deadline),
        args,
        config,
      );
    } catch (error) {
      throw withHint(error, tool);
    }
  };

  return { call };
}

const isFileTool = (tool: EndpointTool): tool is FileTool => tool.answer.is === 'file';

function unknownTool(name: string, tools: readonly Tool[]): never {
  const near = nearest(
    name,
    tools.map((tool) => tool.name),
  );
  throw new ToolError(
    'invalid_arguments',
    `There is no tool ${name}${near ? `: did you mean ${near}?` : '.'}`,
  );
}

/** Of what was read before an act: whatever went wrong there, nothing was changed. */
function withHintBeforeAct(error: unknown, tool: Tool): unknown {
  if (isMisshapen(error)) return withHintBeforeAct(undocumented(), tool);
  if (!(error instanceof ToolError) || tool.tier === 'read') return withHint(error, tool);
  // Arguments are refused in words that need no more.
  if (error.kind === 'invalid_arguments') return error;
  const told = `Before the change the present state is read. ${error.message} Nothing was changed.`;
  return new ToolError(error.kind, told, error.status);
}

/** What a tool knows beyond the dialer's words: where to look, and what tells whether a write was done. */
function withHint(error: unknown, tool: Tool): unknown {
  if (!(error instanceof ToolError)) {
    if (tool.tier === 'read')
      return (tool.execute || tool.fetch) && isMisshapen(error) ? undocumented() : error;
    // Whatever went wrong here, the write may be done.
    const what = `hitrate-mcp itself failed (${(error as Error).name}) after the request: whether it was done is not known.`;
    return withHint(new ToolError('outcome_unknown', what), tool);
  }
  const more =
    error.kind === 'outcome_unknown'
      ? `It is not sent again. Look with ${tool.check} before you repeat it.`
      : hintFor(tool, error);
  return more ? new ToolError(error.kind, `${error.message} ${more}`, error.status) : error;
}

function hintFor(tool: Tool, error: ToolError): string | undefined {
  const hint = tool.hints?.[error.kind];
  return typeof hint === 'function' ? hint(error.message) : hint;
}

const previewFormatter = (config: Config, context: CallContext): PreviewFormatter => ({
  time: createFormatter(config).time,
  today: () => today(config.timezone),
  phone: maskPhone,
  identity: (number) => maskIdentity(String(number)),
  progress: (done, total, what) => context.progress?.(done, total, what),
});
