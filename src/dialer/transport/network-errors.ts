/** What it means that a request got no answer: it was certainly not sent, or perhaps it was done. */

import { abortable, type Deadline } from '../../shared/deadline.ts';
import { ToolError } from '../../shared/tool-error.ts';

/** Returns the system's or undici's error code, empty where there is none. */
export const codeOf = (thrown: unknown): string => {
  const error = thrown as { code?: string; cause?: { code?: string } } | undefined;
  return error?.code ?? error?.cause?.code ?? '';
};

/** Has no code, on purpose: undici takes a proxy that hangs up for a lost connection, and retries without end. */
export class ProxyError extends Error {}

const CONNECTION_FAILURES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

/** Whether the connection was refused, or was made and broke: a read is worth a retry then. */
export const isConnectionFailure = (thrown: unknown): boolean => CONNECTION_FAILURES.has(codeOf(thrown));

/** Failures before a byte of the request can have left. */
const NEVER_SENT: Record<string, string> = {
  ENOTFOUND: 'there is no such host: check its name',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'nothing listens at its address',
  EHOSTUNREACH: 'its network can not be reached',
  ENETUNREACH: 'its network can not be reached',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within 10 s',
};

/** Waits for work that calls share, such as a list, no longer than this call's own deadline. @throws ToolError */
export const withinDeadline = <T>(deadline: Deadline, work: Promise<T>): Promise<T> =>
  abortable(deadline.signal, work).catch((thrown) => {
    throw deadline.signal.aborted ? networkError(thrown, true, deadline) : thrown;
  });

/** Returns the error that something thrown by the network is, in words for this deadline. */
export function networkError(thrown: unknown, read: boolean, deadline: Deadline): ToolError {
  const code = codeOf(thrown);
  const failure = (kind: 'timeout' | 'unavailable' | 'bad_answer', what: string, advice: string) =>
    read
      ? new ToolError(kind, `${what}.${advice}`)
      : new ToolError('outcome_unknown', `${what}: whether it was done is not known.`);
  if (deadline.expired())
    return failure(
      'timeout',
      `No answer within ${deadline.ms / 1000} s`,
      ' Ask for less, or try again later.',
    );
  if (deadline.signal.aborted) return failure('timeout', 'The call was cancelled', '');
  const reason = neverSentReason(thrown);
  if (reason)
    return new ToolError('unavailable', `The dialer can't be reached: ${reason}. Nothing was sent.`);
  if (/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code))
    return failure('bad_answer', "The dialer's packed answer is broken", '');
  if ((thrown as Error).name === 'HTTPParserError')
    return failure('bad_answer', 'What came back is not HTTP as it should be', ' Check HITRATE_URL.');
  return failure(
    'unavailable',
    `The connection to the dialer broke${code ? ` (${code})` : ''}`,
    ' Try again later.',
  );
}

/** Returns why a request certainly never left, for a sentence after "can't be reached: "; undefined where it may have. */
export function neverSentReason(thrown: unknown): string | undefined {
  const { syscall, cause } = thrown as { syscall?: string; cause?: unknown };
  for (const error of [thrown, cause])
    if (error instanceof ProxyError) return `the proxy that HTTPS_PROXY names ${error.message}`;
  const code = codeOf(thrown);
  if (/^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code))
    return `its TLS certificate is not trusted (${code}); NODE_EXTRA_CA_CERTS takes further authorities`;
  // A route can be lost in the middle of an answer too: only what failed while connecting was certainly not sent.
  const whileConnecting = syscall === undefined || syscall === 'connect' || syscall === 'getaddrinfo';
  return whileConnecting ? NEVER_SENT[code] : undefined;
}
