/** The confirmation of a call: whether one is needed, the preview that a person is shown, and what they said to it. */
import { dialerName } from '../config/config.ts';
import { validateArguments } from '../define/input/validate.ts';
import type { Args, Row } from '../define/row.ts';
import type { DirectAnswer, Preview, PreviewFormatter, Tool } from '../define/tool.ts';
import type { ReadDialer } from '../define/tool-context.ts';
import { authoriseEscalation } from '../guard/access.ts';
import { assess, escalationReason } from '../guard/assessment.ts';
import { confirm } from '../guard/confirmation.ts';
import { digestOf } from '../guard/preview-text.ts';
import type { ConfirmationContext, PersonRequest, Verdict } from '../guard/question.ts';
import { createFormatter } from '../response/format.ts';
import { shapeDirect } from '../response/shape.ts';
import { today } from '../shared/time.ts';
import { isMisshapen, ToolError } from '../shared/tool-error.ts';
import { sizeOf } from './acts/act-size.ts';
import type { Approval } from './acts/approval.ts';
import { handOver, handoverOf } from './acts/handover.ts';
import type { Call, CallServices } from './call.ts';
import { readContext } from './tool-context.ts';

/** A call that may have to be confirmed. */
export interface ConfirmRequest {
  tool: Tool;
  args: Args;
  /** Why it may be an outsider's wish. */
  suspicion?: string;
  /** The token or reference that it came with. */
  confirm?: string;
}

/** The answer to give instead of acting, or what a person is to be asked first. */
type Unconfirmed = { answer: Row } | { ask: PersonRequest };

const UNREADABLE_TARGET_ERROR = new ToolError(
  'bad_answer',
  'The dialer describes the target in an undocumented form, so it can not be shown to a person. Nothing was done.',
);

/**
 * @returns what to act with, or the answer to give instead: a preview to be confirmed, a no, or that nothing would change
 * @throws ToolError where the operator does not allow it, the target does not exist or no person can be asked
 */
export async function confirmCall(
  { tool, args, suspicion, confirm: given }: ConfirmRequest,
  call: Call,
  services: CallServices,
): Promise<Approval | Unconfirmed> {
  const { config, privacy } = services;
  if (tool.tier === 'read') return { args, kinds: [], by: 'not asked' };
  const told =
    suspicion === undefined
      ? undefined
      : privacy.previewForPerson({ summary: suspicion, effects: [] }).summary;
  const assessment = assess(tool, args, config.trust.ask, told);
  const { kinds, reason } = assessment;
  authoriseEscalated(tool, args, services);
  // Whether somebody is rung by it the target tells: then the calling hours hold.
  const mayRing = kinds.includes('contact') && config.trust.callingHours !== undefined;
  if (reason === undefined && !mayRing) return { args, kinds, by: 'not asked' };
  const limits = await services.limits();
  const size = sizeOf(tool, args, kinds);
  // Whether anybody is rung may show only when the target was read.
  await limits.check({ ...size, contacts: false });
  const verdict = await confirm({
    tool,
    args,
    confirm: given,
    assessment,
    by: {
      ...confirmationContext(tool, args, call, services),
      checkLimits: (found, records = size.records) => limits.check({ ...sizeOf(tool, args, found), records }),
    },
  });
  observe(verdict, services);
  if (!verdict.yes) return 'ask' in verdict ? { ask: verdict.ask } : { answer: verdict.answer };
  call.host.signal.throwIfAborted();
  const handover = await handOver(tool, args, verdict, services);
  // What was pinned must be arguments too: an act without a target, or with two, is never sent.
  const confirmed = validateArguments(tool, { ...verdict.args, ...handover?.args }, config);
  return {
    args: confirmed,
    confirmed,
    kinds: verdict.kinds,
    by: verdict.by,
    approver: verdict.approver,
    known: verdict.known,
    preview: digestOf(verdict.binding),
    handover,
  };
}

/** An answer that asks for a token or the page is a question; any other one without a yes is a no. */
function observe(verdict: Verdict, { observer }: CallServices): void {
  if (verdict.yes) observer?.onConfirmation(verdict.by, 'yes');
  else if ('ask' in verdict) observer?.onConfirmation('url' in verdict.ask ? 'page' : 'form', 'asked');
  else if (verdict.answer.status === 'declined') observer?.onConfirmation('person', 'no');
  else if (verdict.answer.status === 'confirmation_required') observer?.onConfirmation('token', 'asked');
  else if (verdict.answer.status === 'approval_required') observer?.onConfirmation('page', 'asked');
}

function authoriseEscalated(tool: Tool, args: Args, { config }: CallServices): void {
  const escalated = escalationReason(tool, args);
  if (escalated !== undefined) authoriseEscalation(tool, escalated, config);
}

function confirmationContext(
  tool: Tool,
  args: Args,
  call: Call,
  services: CallServices,
): Omit<ConfirmationContext, 'checkLimits'> {
  const { config, tokens, approvals, principal } = services;
  const { ask, openUrl, retry, signal } = call.host;
  const { deadline } = call;
  return {
    policy: {
      confirm: config.confirm,
      timezone: config.timezone,
      ask: config.trust.ask,
      fourEyes: config.approval.fourEyes,
    },
    tokens,
    // A person may take their time.
    approvals: async () => {
      const page = await approvals();
      return { ...page, wait: (...wait) => deadline.pauseWhile(() => page.wait(...wait)) };
    },
    principal,
    dialer: dialerName(config),
    isOneOfSeveral: config.profile?.isOneOfSeveral,
    signal,
    ask: ask && ((form, timeoutMs) => deadline.pauseWhile(() => ask(form, timeoutMs))),
    openUrl: openUrl && ((...to) => deadline.pauseWhile(() => openUrl(...to))),
    retry,
    preview: () => previewOf(tool, args, call, services),
    redact: (preview) => services.privacy.preview(preview),
    handover: handoverOf(tool, args, services),
  };
}

/** What a person is to read, or the answer where nothing would change, redacted, since that leaves. */
async function previewOf(
  tool: Tool,
  args: Args,
  call: Call,
  services: CallServices,
): Promise<Preview | DirectAnswer> {
  const { config, privacy } = services;
  const read = previewReads(call, services);
  const context = { ...readContext(call, services), read };
  try {
    const shown = await tool.guard!.preview(args, read, previewFormatter(call, services), context);
    if ('answer' in shown) return { answer: privacy.redactRow(shapeDirect(tool, shown.answer, config)) };
    return privacy.previewForPerson(shown);
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
      throw new ToolError(
        error.kind,
        `Before the act the target is read. ${error.message} Nothing was done.`,
        error.status,
      );
    });

const previewFormatter = ({ host }: Call, { config, privacy }: CallServices): PreviewFormatter => ({
  time: createFormatter(config).time,
  today: () => today(config.timezone),
  ...privacy.formatter,
  progress: (done, total, what) => host.progress?.(done, total, what),
});

export const isConfirmed = (outcome: Approval | Unconfirmed): outcome is Approval => 'args' in outcome;
