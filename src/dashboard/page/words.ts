/** The overview's own words. What comes from the dialer is never among them. */
import type { CommonProblem, ProblemCode } from './protocol.ts';

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
  noServerTeam: (time: string) => string;
  reading: string;
  readingCount: Record<'calls' | 'orders', (done: string, total?: string) => string>;
  compared: (day: string, time: string) => string;
  orders: string;
  value: string;
  rate: string;
  /** A week before, up to the same time of day: what the figures of today are compared with. */
  weekBefore: (weekday: string) => string;
  ordersChange: (isMore: boolean, count: string, then: string, before: string) => string;
  asMany: (then: string) => string;
  valueChange: (isMore: boolean, amount: string, then: string, before: string) => string;
  sameValue: (then: string) => string;
  rateChange: (isMore: boolean, points: string, then: string, before: string) => string;
  sameRate: (then: string) => string;
  noneBefore: (then: string) => string;
  noRateBefore: (then: string) => string;
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
  /** The dialer's administrators grant it. @param right as the dialer calls it */
  noNamedRight: (right: string) => string;
  /** @param setting that would allow it, such as HITRATE_TOOLSETS=orders,calls */
  noSetting: (setting: string) => string;
  /** What to do about what keeps all of the dialer's figures away. */
  nextSteps: Record<CommonProblem, string>;
  nextStepsTeam: Record<CommonProblem, string>;
  old: (time: string) => string;
  notices: Record<NoticeCode, { title: string; text: string }>;
  logIn: string;
  logOut: string;
  loggedInAs: (name: string) => string;
  toApprovals: string;
  footer: string;
  teamFooter: string;
}
