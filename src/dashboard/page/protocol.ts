/** What the overview's page and its server say to each other, as JSON. Times are those of a clock where the dialer is. */
import type { Language } from '../../pages/language.ts';

/** Why a part can't be read. */
export type ProblemCode = 'no_right' | 'bad_token' | 'no_answer' | 'too_slow' | 'busy' | 'failed';

/** What can keep all figures of a dialer away; of rights each part has its own. */
export type CommonProblem = Exclude<ProblemCode, 'no_right'>;

/** What would have to be allowed, as far as the error names it: a right in the dialer, or a setting here. */
export type Missing = { right: string } | { setting: string };

/** Each by itself: one that can't be read leaves the others as they are. */
export interface Part<T> {
  /** The last that was read; absent until then. */
  data?: T;
  /** When that was read: `2026-11-30 10:41`. */
  as_of?: string;
  /** Why it could not be read again. */
  problem?: ProblemCode;
  /** Where it is a right. */
  missing?: Missing;
}

/** Orders of today. */
export interface OrderFigures {
  /** Cancelled ones too, in both times: those of a week ago had longer to be cancelled. */
  orders: number;
  value: number;
  confirmed: number;
  unconfirmed: number;
  cancelled: number;
  /** Of the same weekday a week before, until the same time of day; absent where that could not be read. */
  before?: { orders: number; value: number };
  /** Whether not all could be counted. */
  partial: boolean;
}

export interface CallCounts {
  reached: number;
  /** Calls with an order as their result. */
  orders: number;
  /** In percent; null where nobody was reached. */
  hit_rate: number | null;
}

/** Calls of today. */
export interface CallFigures extends CallCounts {
  attempts: number;
  /** As of orders. */
  before?: CallCounts;
  /** Without gaps, from the first with calls to the last. */
  hours: (CallCounts & { hour: number })[];
  partial: boolean;
}

export interface AgentFigures {
  /** The most orders first. */
  rows: (CallCounts & { name: string })[];
  /** All others together. */
  rest?: CallCounts & { count: number };
}

/** Orders of the last seven days that nobody has confirmed or cancelled. */
export interface UnconfirmedOrders {
  total: number;
  /** The oldest first; not all where there are many. */
  rows: { id: number; created: string; agent: string; value: number | null }[];
}

export interface WaitingApproval {
  /** The tool that was called, and what it is about, such as `order:39`; absent where there is a summary. */
  tool?: string;
  targets?: string[];
  /** Where only those read it who may answer. */
  summary?: Record<Language, string>;
  /** Absent where the address tells it. */
  dialer?: string;
  /** Absent: the person themselves. */
  asker?: string;
  /** Where it is answered; absent where only the assistant has told that. */
  address?: string;
  ends_in_ms: number;
  /** Until when it can be answered, as the clock shows it. */
  until: string;
}

export interface Act {
  time: string;
  tool: string;
  /** Such as `order:39`. */
  targets: string[];
  approved_by: string;
  /** Who said yes, where people log in. */
  approver?: string;
  /** `done`, the kind of an error, or `unknown`. */
  outcome: string;
}

export interface LatestActs {
  /** Whether an audit log is kept at all. */
  is_kept: boolean;
  /** The latest first. */
  rows: Act[];
}

/** What is read of one dialer, now and then. */
export interface Figures {
  orders: Part<OrderFigures>;
  calls: Part<CallFigures>;
  agents: Part<AgentFigures>;
  unconfirmed: Part<UnconfirmedOrders>;
  acts: Part<LatestActs>;
}

/** How far the reading is that goes on now. */
export interface Reading {
  /** What is counted at the moment. */
  what?: 'calls' | 'orders';
  done: number;
  total?: number;
}

export interface Overview extends Figures {
  state: 'overview';
  dialer: string;
  is_sandbox: boolean;
  /** All that there are, where there are several; the chosen one is shown. */
  dialers: { name: string; title: string; chosen: boolean }[];
  currency: string;
  /** What the clock shows. */
  now: string;
  waiting: Part<WaitingApproval[]>;
  reading?: Reading;
  me?: { name: string; token: string };
}

/** To `state`. */
export type PageState =
  | Overview
  | { state: 'login'; problem?: { code: string } }
  | { state: 'unavailable' | 'unknown' | 'closed' };
