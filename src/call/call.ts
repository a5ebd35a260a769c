/** A tool call as call/ hands it around: who calls, by when it must be answered, what it may use, what comes of it. */
import type { Config } from '../config/config.ts';
import type { Tier } from '../config/settings.ts';
import type { Approvals } from '../define/acts/approval.ts';
import type { AuditLog } from '../define/acts/audit.ts';
import type { ActLimits } from '../define/acts/limits.ts';
import type { NameLookup } from '../define/lookup.ts';
import type { Row } from '../define/row.ts';
import type { Tool } from '../define/tool.ts';
import type { Progress } from '../define/tool-context.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import type { ConfirmationTokens } from '../guard/confirmation-token.ts';
import type { AskPerson, OpenUrl, PersonRequest, RetryHost } from '../guard/question.ts';
import type { Privacy } from '../privacy/privacy.ts';
import type { DeliveredRecording, RecordingDelivery } from '../recordings/deliver.ts';
import type { ResourceRegistry } from '../recordings/resource-registry.ts';
import type { Transcribe } from '../recordings/transcription/transcriber.ts';
import type { Deadline } from '../shared/deadline.ts';
import type { OutsideText } from './outside-text.ts';
import type { People } from './people.ts';
import type { HeartbeatOptions } from './progress/heartbeat.ts';

/** What a call knows of its host, in our own words. */
export interface CallHost {
  /** Aborts when the host cancels the call. */
  signal: AbortSignal;
  /** What the host calls itself. */
  host?: string;
  /** Present where the host asked to be told. */
  progress?: Progress;
  /** Whether the host shows pages of tools (MCP Apps). */
  showsApps?: boolean;
  /** Present where the host can show a form to a person. */
  ask?: AskPerson;
  /** Present where the host can send a person to an address (URL elicitation). */
  openUrl?: OpenUrl;
}

/** A host of either protocol era. */
export interface EraHost extends CallHost {
  /** Defined where the host asks a person between two requests, instead of `ask` and `openUrl`. */
  retry: RetryHost | undefined;
}

/** A call under way. */
export interface Call {
  /** Names it in the audit log. */
  id: string;
  host: CallHost & Partial<EraHost>;
  deadline: Deadline;
}

/** Is told of what happens, for measurements: no values, no people. */
export interface CallObserver {
  /** @param outcome `answer`, a status such as `done`, or an error's kind. @param dialerMs of `ms`, spent waiting for the dialer */
  onCall(tool: string, outcome: string, ms: number, dialerMs: number): void;
  /** @param way `form`, `page`, `token` …; `answer` is `yes`, `no`, or `asked` where it is still to come */
  onConfirmation(way: string, answer: 'yes' | 'no' | 'asked'): void;
}

/** @throws ToolError where an act of that tier is no longer allowed, or that can't be told */
export type Recheck = (tier: Tier) => Promise<void>;

/** What outlives a call. */
export interface CallServices {
  config: Config;
  tools: readonly Tool[];
  endpoints: Endpoints;
  lookup: NameLookup;
  registry: ResourceRegistry;
  delivery: RecordingDelivery;
  privacy: Privacy;
  people: People;
  tokens: ConfirmationTokens;
  /** Each is loaded when it is first needed. */
  approvals: () => Promise<Approvals>;
  limits: () => Promise<ActLimits>;
  /** Undefined where the operator keeps no audit log. */
  audit: () => Promise<AuditLog | undefined>;
  outside: OutsideText;
  newPassword: () => string;
  /** Whose token this server holds at which dialer: a confirmation is good for nobody else. */
  principal: string;
  /** Looks whether who acts still may: what was taken away while a person was asked counts. Absent where that can't happen. */
  recheck?: Recheck;
  /** How long a call has waited for the dialer, in ms. */
  dialerMs(deadline: Deadline): number;
  /** How a host is told that a call is under way, while nothing is counted. */
  heartbeat: HeartbeatOptions;
  /** Absent where nobody measures. */
  observer?: CallObserver;
  /** Absent where no speech engine is set up; then no tool that needs it is on offer. */
  transcribe?: Transcribe;
}

/** The answer, or what the host is to put before a person first. */
export type CallOutcome = CallResult | { ask: PersonRequest };

export interface CallResult {
  row: Row;
  /** What the answer tells of, for hosts that take it beside the text. */
  files: readonly DeliveredRecording['file'][];
  /** Texts of their own beside the answer. */
  texts: readonly string[];
}
