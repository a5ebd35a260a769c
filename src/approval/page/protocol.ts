/** What the page and its server say to each other, as JSON. */

import type { Language } from '../../pages/language.ts';

/** What a person reads before they answer, in one language. */
export interface PreviewText {
  summary: string;
  effects: readonly string[];
  undo: string;
  /** What must be typed, by its name. */
  type?: string;
}

export type AskedProof = 'none' | 'PIN' | 'passkey' | 'login';

/** How it ended. */
export type EndState =
  | 'approved'
  | 'declined'
  | 'expired'
  | 'void'
  | 'enrolled'
  | 'unknown'
  | 'closed'
  | 'unavailable';

/** Why an answer did not count: it can be given again. */
export type ProblemCode =
  | 'wrong_text'
  | 'no_pin'
  | 'wrong_pin'
  | 'pin_locked'
  | 'wrong_passkey'
  | 'not_enrolled'
  | 'unreadable'
  | 'needs_another'
  | 'other_login'
  | 'unavailable'
  | LoginProblem;

/** Why a login did not count. */
export const LOGIN_PROBLEMS = [
  'no_login',
  'wrong_login',
  'login_locked',
  'not_known',
  'login_failed',
  'login_unavailable',
] as const;
type LoginProblem = (typeof LOGIN_PROBLEMS)[number];

export interface Problem {
  code: ProblemCode;
  /** Tries that are left, or minutes until the next one. */
  count?: number;
}

export interface Question {
  state: 'waiting';
  dialer: string;
  preview: Record<Language, PreviewText>;
  proof: AskedProof;
  ends_in_ms: number;
  /** Who asks, where it is another person. */
  asker?: string;
  /** Another person must say yes: this one can only say no. */
  needs_another?: boolean;
}

export interface EnrolmentOffer {
  state: 'enrolling';
  /** What it is called unless the person calls it something else. */
  name: string;
  ends_in_ms: number;
}

/** On a server for a team nobody is asked anything before they have logged in. */
export interface LoginOffer {
  state: 'login';
  /** By the identity provider, or by name and code. */
  ways: { provider: boolean; code: boolean };
  /** The person is logged in, and not from just now. */
  again: boolean;
  problem?: Problem;
}

/** What waits for whoever has logged in. */
export interface WaitingList {
  state: 'list';
  items: {
    reference: string;
    summary: Record<Language, string>;
    /** Absent: the person themselves. */
    asker?: string;
    ends_in_ms: number;
  }[];
}

/** Who has logged in on a server for a team. */
export interface LoggedIn {
  name: string;
  /** Comes with every post that changes something. */
  token: string;
}

/** To `/state`. */
export type PageState = (Question | EnrolmentOffer | LoginOffer | WaitingList | { state: EndState }) & {
  me?: LoggedIn;
};

/** A secret that was made for the act, and what it is. */
export interface HandoverText {
  label: Record<Language, string>;
  value: string;
}

/** To `/answer`, `/register` and `/login`. `already`: it had been answered before. */
export type AnswerReply =
  | { state: 'waiting' | 'enrolling'; problem: Problem }
  | { state: EndState; already?: boolean; handover?: HandoverText }
  | LoginOffer;
