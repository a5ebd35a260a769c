/** The kinds of error that a model meets: each tells it what to do next. */
export type ErrorKind =
  | 'invalid_arguments'
  | 'not_found'
  | 'permission_denied'
  | 'unauthenticated'
  | 'conflict'
  | 'rejected'
  | 'too_large'
  | 'rate_limited'
  | 'unavailable'
  | 'timeout'
  | 'outcome_unknown'
  | 'bad_answer';

/** What failed and what to do, in words that may be shown as they are: no stack, no token, no address. */
export class ToolError extends Error {
  readonly kind: ErrorKind;
  /** The dialer's status, where it answered. */
  readonly status?: number;

  constructor(kind: ErrorKind, message: string, status?: number) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

/**
 * What is built of answers relies on documented members, and on an end of them: without it a TypeError comes, or a
 * RangeError of the stack.
 */
export const isMisshapen = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError;

/** The dialer's answer lacks what is documented of it. */
export const undocumented = (): ToolError =>
  new ToolError('bad_answer', "The dialer's answer has not the form that API 1.4.4 documents.");
