/** The confirmation of a call: whether one is needed, the preview that a person is shown, and what they said to it. */
import { dialerName } from '../config/config.ts';
import { validateArguments } from '../define/input/validate.ts';
import type { Args, Row } from '../define/row.ts';
import type { DirectAnswer, Preview, PreviewFormatter, Tool } from '../define/tool.ts';
import type { ReadDialer } from '../define/tool-context.ts';
import { authoriseEscalation, confirmationReason } from '../guard/access.ts';
import { confirm } from '../guard/confirmation.ts';
import { createFormatter } from '../response/format.ts';
import { shapeDirect } from '../response/shape.ts';
import { today } from '../shared/time.ts';
import { isMisshapen, ToolError } from '../shared/tool-error.ts';
import type { Call, CallServices } from './call.ts';

/** What may be done: `confirmed` where a person said yes to exactly that, `known` what the preview read. */
export interface Approval {
  args: Args;
  confirmed?: Args;
  known?: unknown;
}

const UNREADABLE_TARGET_ERROR = new ToolError(
  'bad_answer',
  'The dialer describes the target in an undocumented form, so it can not be shown to a person. Nothing was done.',
);

/**
 * @returns what to act with, or the answer to give instead: a preview to be confirmed, a no, or that nothing would change
 * @throws ToolError where the operator does not allow it, the target does not exist or no person can be asked
 */
export async function confirmCall(
  tool: Tool,
  args: Args,
  token: string | undefined,
  call: Call,
  services: CallServices,
): Promise<Approval | DirectAnswer> {
  const { config, tokens, principal } = services;
  const reason = confirmationReason(tool, args);
  if (reason === undefined) return { args };
  authoriseEscalation(tool, reason, config);
  const { ask } = call.host;
  const verdict = await confirm(tool, args, token, {
    policy: config,
    tokens,
    principal,
    dialer: dialerName(config),
    ask: ask && ((form, timeoutMs) => call.deadline.pauseWhile(() => ask(form, timeoutMs))),
    preview: () => previewOf(tool, args, call, services),
  });
  if (!verdict.yes) return { answer: verdict.answer };
  call.host.signal.throwIfAborted();
  // What was pinned must be arguments too: an act without a target, or with two, is never sent.
  const confirmed = validateArguments(tool, verdict.args, config);
  return { args: confirmed, confirmed, known: verdict.known };
}

/** What a person is to read, or the answer where nothing would change; both redacted, since both leave. */
async function previewOf(
  tool: Tool,
  args: Args,
  call: Call,
  services: CallServices,
): Promise<Preview | DirectAnswer> {
  const { config, privacy } = services;
  try {
    const shown = await tool.guard!.preview(
      args,
      previewReads(call, services),
      previewFormatter(call, services),
    );
    if ('answer' in shown) return { answer: privacy.redactRow(shapeDirect(tool, shown.answer, config)) };
    return privacy.preview(shown);
  } catch (error) {
    throw isMisshapen(error) ? UNREADABLE_TARGET_ERROR : error;
  }
}

/** Previews read through the same tools as everybody. */
const previewReads =
  ({ deadline }: Call, { endpoints }: CallServices): ReadDialer =>
  (name, args) =>
    endpoints.read(name, args, deadline).catch((error) => {
      if (!(error instanceof ToolError && error.kind === 'permission_denied')) throw error;
      throw new ToolError(error.kind, `Before the act the target is read. ${error.message}`, error.status);
    });

const previewFormatter = ({ host }: Call, { config, privacy }: CallServices): PreviewFormatter => ({
  time: createFormatter(config).time,
  today: () => today(config.timezone),
  ...privacy.formatter,
  progress: (done, total, what) => host.progress?.(done, total, what),
});

export const isAnswer = (outcome: Approval | DirectAnswer): outcome is { answer: Row } => 'answer' in outcome;
