/** What leaves of data about people, as the rest of the server sees it. README.md has the policy. */
import type { Config } from '../config/config.ts';
import type { PrivacyMode } from '../config/settings.ts';
import type { ResourceEntry } from '../define/resource.ts';
import type { Row } from '../define/row.ts';
import type { Preview, PreviewFormatter } from '../define/tool.ts';
import type { ToolError } from '../shared/tool-error.ts';

export interface Privacy {
  readonly mode: PrivacyMode;
  /** Returns once answers can be given. @throws ToolError unavailable where they can't be kept to the policy */
  open(): Promise<void>;
  /** Puts what tokens stand for in their place. @throws ToolError invalid_arguments for an unknown token or a masked value */
  resolveArguments(given: unknown): unknown;
  /** Learns which values are whose, of what the dialer answered; what looks like a token in it is changed in place. */
  learn(body: unknown): void;
  /** The customers whose cards must be read before texts about them leave. @param since when the call began, by performance.now */
  unnamedCustomers(since: number): number[];
  /** There is no card. */
  giveUpCustomer(customer_id: number): void;
  /** Whether the names of users must be known before an answer leaves. */
  readonly needsUsers: boolean;
  /** What a model or host gets. @throws ToolError unavailable */
  redactRow(row: Row): Row;
  redactError(error: ToolError): ToolError;
  redactText(text: string): string;
  redactEntry<E extends Pick<ResourceEntry, 'uri' | 'title'>>(entry: E): E;
  /** A preview as a model or a host's form shows it. */
  preview<P extends Pick<Preview, 'summary' | 'effects'>>(preview: P): P;
  /** The same preview as the approval page shows it, which no model reads. */
  previewForPerson<P extends Pick<Preview, 'summary' | 'effects'>>(preview: P): P;
  /** How previews put numbers, before `preview`. */
  readonly formatter: Pick<PreviewFormatter, 'phone' | 'identity'>;
}

/** What a mode is made with. */
export type PrivacySettings = Pick<Config, 'privacy' | 'identityNumbers' | 'region' | 'subject'> & {
  readonly trust: Pick<Config['trust'], 'stateDir'>;
};
