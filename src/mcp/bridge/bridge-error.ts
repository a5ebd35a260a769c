/** Why a message did not get through, in one plain sentence that the host may show. */
import { codeOf, ProxyError } from '../../dialer/transport/network-errors.ts';

export class BridgeError extends Error {}

/** Failures before a byte of the request can have left. */
const NEVER_SENT: Record<string, string> = {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'its network can not be reached',
  ENETUNREACH: 'its network can not be reached',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
};

/** Returns the error that something thrown by the network is. @param origin of the server that was asked */
export function networkFailure(thrown: unknown, origin: string): BridgeError {
  if (thrown instanceof BridgeError) return thrown;
  const code = codeOf(thrown);
  const cause = thrown instanceof ProxyError ? thrown : (thrown as { cause?: unknown } | undefined)?.cause;
  if (cause instanceof ProxyError)
    return new BridgeError(
      `${origin} can't be reached: the proxy that HTTPS_PROXY names ${cause.message}. Nothing was sent.`,
    );
  if (NEVER_SENT[code] && isWhileConnecting(thrown))
    return new BridgeError(
      `${origin} can't be reached: ${NEVER_SENT[code]} (${code}). Nothing was sent; try again when it is back.`,
    );
  // Such as a method's name with a line break in it.
  if (code === 'UND_ERR_INVALID_ARG')
    return new BridgeError('HTTP can not carry this message. Nothing was sent.');
  if (/^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code))
    return new BridgeError(
      `${origin} can't be reached: its TLS certificate is not trusted (${code}); NODE_EXTRA_CA_CERTS takes further authorities. Nothing was sent.`,
    );
  return unknownOutcome(origin, code);
}

/** A route can be lost in the middle of an answer too. */
function isWhileConnecting(thrown: unknown): boolean {
  const { syscall } = thrown as { syscall?: string };
  return syscall === undefined || syscall === 'connect' || syscall === 'getaddrinfo';
}

/** For what broke after the request was sent. */
export const unknownOutcome = (origin: string, code = ''): BridgeError =>
  new BridgeError(
    `The connection to ${origin} broke before the answer${code ? ` (${code})` : ''}: whether the request was carried out is not known.`,
  );
