/** The overview's own words. What comes from the dialer is never among them. */
import type { ProblemCode } from './protocol.ts';

export type NoticeCode = 'login' | 'unavailable' | 'unknown' | 'closed';

export interface Words {
  title: string;
  loading: string;
  noScript: string;
  dialer: string;
  sandbox: string;
  /** When the figures were read, and that they are read again. */
  when: (time: string) => string;
  /** The server itself does not answer. */
  noServer: (time: string) => string;
  reading: string;
  readingCount: Record<'calls' | 'orders', (done: string, total?: string) => string>;
  compared: (day: string, time: string) => string;
  orders: string;
  value: string;
  rate: string;
  ordersChange: (isMore: boolean, count: string, before: string) => string;
  asMany: string;
  valueChange: (isMore: boolean, amount: string, before: string) => string;
  sameValue: string;
  rateChange: (isMore: boolean, points: string, before: string) => string;
  sameRate: string;
  noneBefore: string;
  noRateBefore: string;
  orderStates: (confirmed: string, unconfirmed: string, cancelled: string) => string;
  noOrdersYet: string;
  valueDetail: string;
  rateDetail: (orders: string, reached: string, attempts: string) => string;
  noCallsYet: string;
  partial: string;
  waitingTitle: (count: number) => string;
  waitingHint: string;
  waitingHintTeam: string;
  until: (time: string) => string;
  askedBy: (name: string) => string;
  hoursTitle: string;
  hoursHint: string;
  agentsTitle: string;
  hour: string;
  orderCount: string;
  rateShort: string;
  reached: string;
  agent: string;
  others: (count: number) => string;
  unconfirmedTitle: string;
  unconfirmedEmpty: string;
  unconfirmedMore: (shown: string, total: string) => string;
  orderId: string;
  age: string;
  worth: string;
  minutes: (count: string) => string;
  hours: (count: string) => string;
  days: (count: string) => string;
  actsTitle: string;
  actsEmpty: string;
  noAudit: string;
  noAuditTeam: string;
  yesBy: Record<string, string>;
  yesByPerson: (name: string) => string;
  done: string;
  notDone: string;
  outcomeUnknown: string;
  hiddenId: string;
  andMore: (count: string) => string;
  problems: Record<ProblemCode, string>;
  oldBecause: (time: string, why: string) => string;
  notices: Record<NoticeCode, { title: string; text: string }>;
  logIn: string;
  logOut: string;
  loggedInAs: (name: string) => string;
  toApprovals: string;
  footer: string;
  teamFooter: string;
}
