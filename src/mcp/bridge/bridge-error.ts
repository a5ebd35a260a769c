/** Why a message did not get through, in one plain sentence that the host may show. */
import { codeOf, neverSentReason } from '../../dialer/transport/network-errors.ts';

export class BridgeError extends Error {}

/** Returns the error that something thrown by the network is. @param origin of the server that was asked */
export function networkFailure(thrown: unknown, origin: string): BridgeError {
  if (thrown instanceof BridgeError) return thrown;
  const reason = neverSentReason(thrown);
  if (reason) return new BridgeError(`${origin} can't be reached: ${reason}. Nothing was sent.`);
  const code = codeOf(thrown);
  // Such as a method's name with a line break in it.
  if (code === 'UND_ERR_INVALID_ARG')
    return new BridgeError('HTTP can not carry this message. Nothing was sent.');
  return unknownOutcome(origin, code);
}

/** For what broke after the request was sent. */
export const unknownOutcome = (origin: string, code = ''): BridgeError =>
  new BridgeError(
    `The connection to ${origin} broke before the answer${code ? ` (${code})` : ''}: whether the request was carried out is not known.`,
  );
