/** What the page and its server say to each other, as JSON. */

export const LANGUAGES = ['sv', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a person reads before they answer, in one language. */
export interface PreviewText {
  summary: string;
  effects: readonly string[];
  undo: string;
  /** What must be typed, by its name. */
  type?: string;
}

export type AskedProof = 'none' | 'PIN' | 'passkey';

/** How it ended. */
export type EndState = 'approved' | 'declined' | 'expired' | 'void' | 'enrolled' | 'unknown' | 'closed';

/** Why an answer did not count: it can be given again. */
export type ProblemCode =
  | 'wrong_text'
  | 'no_pin'
  | 'wrong_pin'
  | 'pin_locked'
  | 'wrong_passkey'
  | 'not_enrolled'
  | 'unreadable';

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
}

export interface EnrolmentOffer {
  state: 'enrolling';
  /** What it is called unless the person calls it something else. */
  name: string;
  ends_in_ms: number;
}

/** To `/state`. */
export type PageState = Question | EnrolmentOffer | { state: EndState };

/** A secret that was made for the act, and what it is. */
export interface HandoverText {
  label: Record<Language, string>;
  value: string;
}

/** To `/answer` and `/register`. `already`: it had been answered before. */
export type AnswerReply =
  | { state: 'waiting' | 'enrolling'; problem: Problem }
  | { state: EndState; already?: boolean; handover?: HandoverText };
