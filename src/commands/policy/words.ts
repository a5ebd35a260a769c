/** What a language says of a policy. */
import type { Config } from '../../config/config.ts';
import type { Consequence, Tier } from '../../config/settings.ts';
import type { LimitName } from '../../config/trust.ts';

export interface PolicyWords {
  labels: Record<
    'stop' | 'access' | 'tools' | 'asked' | 'how' | 'masked' | 'limits' | 'hours' | 'audit' | 'state',
    string
  >;
  /** From Sunday on. */
  weekdays: readonly string[];
  title(dialer: string): string;
  sandbox: string;
  noDialer: string;
  notStopped: string;
  stopped(since: string | undefined, reason: string | undefined): string;
  unknown(why: string): string;
  access: Record<Tier, string>;
  tools(offered: number, all: number, toolsets: readonly string[] | undefined): string;
  nobodyAsked: string;
  alwaysAsked: string;
  kinds: Record<Consequence, string>;
  notAsked(kinds: string): string;
  confirm: Record<Config['confirm'], string>;
  browser: string;
  proofs: Record<'none' | 'PIN' | 'passkey', string>;
  /** Personal identity numbers are shown in full. */
  fullNumbers: string;
  masked: Record<Config['privacy'], string>;
  /** The same without identity numbers, which are shown in full. */
  maskedBut: Record<Config['privacy'], string>;
  limits: Record<LimitName, string>;
  used(used: number, max: number): string;
  /** Each server at the sandbox counts for itself. */
  most(max: number): string;
  noLimits: string;
  to: string;
  hours(ranges: string, zone: string): string;
  anyTime: string;
  open: string;
  closed(holiday: string | undefined, opens: string | undefined): string;
  audit(folder: string): string;
  noAudit: string;
  head: Record<'stderr' | 'none', string> & { at(where: string): string };
}
