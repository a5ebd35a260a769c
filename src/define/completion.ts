/** Values that a host may offer while a person fills in an address or a prompt. */
import { PERIODS } from '../shared/period.ts';

export const FIXED_VALUES = {
  language: ['sv', 'en'],
  channel: ['left', 'right'],
  period: PERIODS,
} as const;

/** Arguments that have completions. */
export type Completable = keyof typeof FIXED_VALUES | 'call_id' | 'order_id' | 'customer_id' | 'user_id';

export interface Completions {
  /** Returns values, the latest first; none where the dialer can't be asked, since nobody can mend that while typing. */
  complete(what: string, typed: string, signal: AbortSignal): Promise<string[]>;
}
