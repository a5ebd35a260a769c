/** An act that a person is asked about, how they can be asked, and what their answer comes to. */
import type { Config } from '../config/config.ts';
import type { Consequence } from '../config/settings.ts';
import type { Approvals } from '../define/acts/approval.ts';
import type { ApprovedBy } from '../define/acts/audit.ts';
import type { Args, Row } from '../define/row.ts';
import type { DirectAnswer, Preview, Tool } from '../define/tool.ts';
import type { Assessment } from './assessment.ts';
import type { ConfirmationTokens } from './confirmation-token.ts';
import { bindingOf, type Holder, tidyPreview } from './preview-text.ts';

/** What the host shows: a text, and one field to fill in. */
export interface Form {
  message: string;
  field: { name: string; title: string; type: 'boolean' | 'string' };
}

/** Shows a form to a person; undefined when it was declined, closed or left unanswered. */
export type AskPerson = (form: Form, timeoutMs: number) => Promise<unknown>;

/** Has the host send the person to an address. @returns whether they agreed to go there */
export type OpenUrl = (message: string, address: string) => Promise<boolean>;

/** What a host puts before a person between two requests (MCP 2026-07-28): the answer comes with the second. */
export type PersonRequest = {
  /** Comes back with the answer; sealed where it decides anything. */
  state: string;
} & ({ form: Form } | { url: string; message: string });

/** What came with the second request, as a host sent it. */
export interface PersonResponse {
  state: string;
  accepted: boolean;
  /** Of the form's field. */
  value: unknown;
}

/** A host that asks a person between two requests. */
export interface RetryHost {
  forms: boolean;
  /** Whether it sends people to addresses. */
  urls: boolean;
  given?: PersonResponse;
}

export interface ConfirmationContext extends Holder {
  policy: Pick<Config, 'confirm' | 'timezone'> & {
    ask: readonly Consequence[];
    /** Another person must say yes. */
    fourEyes?: boolean;
  };
  tokens: ConfirmationTokens;
  /** Loaded at the first question that needs the page. */
  approvals: () => Promise<Approvals>;
  /** Absent where the host can show no form. */
  ask?: AskPerson;
  /** Absent where the host can't send a person to an address. */
  openUrl?: OpenUrl;
  /** Present where the host asks between two requests, instead of `ask` and `openUrl`. */
  retry?: RetryHost;
  signal: AbortSignal;
  /** Nobody is asked about what would be refused. @throws ToolError */
  checkLimits: (kinds: readonly Consequence[], records: number | undefined) => Promise<void>;
  preview: () => Promise<Preview | DirectAnswer>;
  /** What of a preview may leave for a model or a host; a person sees it whole on the approval page. */
  redact: (preview: Preview) => Preview;
  /** What the server makes and hands to the person; absent where that is nothing. */
  handover?: { label: string; make: () => string; byPageAlone: boolean };
}

/** What was shown, and what a yes to it is bound to. */
export interface Shown {
  preview: Preview;
  binding: string;
}

/**
 * `known`: what the preview read, for the answer. `handover`: the secret that the page has shown. `approver`: who said
 * yes, where people log in.
 */
export type Verdict =
  | ({
      yes: true;
      by: ApprovedBy;
      kinds: readonly Consequence[];
      handover?: string;
      approver?: string;
      binding: string;
    } & Pick<Preview, 'args' | 'known' | 'records'>)
  | { yes: false; answer: Row }
  /** The host is to ask, and to call again. */
  | { yes: false; ask: PersonRequest };

/** An act that is being asked about. */
export interface Question {
  tool: Tool;
  args: Args;
  /** The token or the reference that the call came with. */
  confirm?: string;
  assessment: Assessment;
  by: ConfirmationContext;
}

/** @throws ToolError too_large for what nobody reads before a yes */
export function showPreview(found: Preview, { tool, args, by }: Question): Shown {
  const preview = tidyPreview(found);
  return { preview, binding: bindingOf(tool, args, preview, by) };
}

/** Looks again before the act. @returns undefined where nothing would change any more, with the answer to give */
export async function lookAgain(question: Question): Promise<Shown | DirectAnswer> {
  const again = await question.by.preview();
  return 'answer' in again ? again : showPreview(again, question);
}

/** The lines of a preview, with why it is asked about where that is more than what it does. */
export const linesOf = (effects: readonly string[], { suspicion }: Assessment): string[] =>
  suspicion === undefined ? [...effects] : [...effects, `asked because ${suspicion}`];

/** What of a preview a model or a host's form may see, with that line: it can quote what outsiders wrote. */
export const redactedLines = (
  { by, assessment }: Question,
  preview: Preview,
): Pick<Preview, 'summary' | 'effects'> =>
  by.redact({ ...preview, effects: linesOf(preview.effects, assessment) });

export const accept = (
  { preview: { args, known, records }, binding }: Shown,
  by: ApprovedBy,
  kinds: readonly Consequence[],
  { handover, approver }: { handover?: string; approver?: string } = {},
): Verdict => ({ yes: true, args, known, records, by, kinds, binding, handover, approver });

export const decline = (why: string, hint = ''): Verdict => ({
  yes: false,
  answer: { status: 'declined', note: `${why}${hint} Nothing was done.` },
});
