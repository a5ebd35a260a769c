import type { ErrorKind } from '../../../src/shared/tool-error.ts';

/** `unchanged`: the dialer refuses what is so already, which is no failure. */
export type Outcome = 'answer' | 'unchanged' | ErrorKind;

/** One recorded example of the dialer's documentation. */
export interface Case {
  /** The endpoint as the documentation calls it. */
  endpoint: string;
  /** The example's own title. */
  example: string;
  tool: string;
  /** What a model would pass to the tool to make that request. */
  args: Record<string, unknown>;
  /** What must leave; absent when `stopped` says why nothing may leave. */
  request?: { method: string; path: string; query?: Record<string, string>; body?: unknown };
  /** Why nothing leaves that could change anything: the tool's own check refuses such values, or such a target. */
  stopped?: string;
  /** What the reads before an act are answered with, by their paths, where test/contract/targets.ts has no answer. */
  target?: Record<string, unknown>;
  /** The recorded answer; `body` is a JSON value, or a string for text/html. */
  answer: { status: number; type: string; body: unknown };
  /** What the tool makes of that answer. */
  outcome: Outcome;
  /** The dialer's own words that must stand in the error's text. */
  words?: string;
  /** The example describes types or has placeholders: the answer is an invented value of that shape. */
  shape?: true;
}

/** The two content types that the dialer answers with. */
export const json = 'application/json; charset=utf-8';
export const html = 'text/html; charset=utf-8';
