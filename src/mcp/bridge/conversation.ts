/** A conversation of the initialize era: its session, which is begun anew when the server has forgotten it. */
import { BridgeError } from './bridge-error.ts';
import { exchange, LostSession } from './exchange.ts';
import { type Message, methodOf, readMessage, requestIds } from './message.ts';
import { discard, type Remote, type Reply } from './remote.ts';
import { openServerStream } from './server-stream.ts';
import { createSessionKeeper, isReplayable } from './session.ts';

const GOODBYE_MS = 250;

export interface Conversation {
  /** Returns once all that was asked for is answered. @throws BridgeError */
  send(message: Message, signal: AbortSignal): Promise<void>;
  /** Tells the server that the session ends. */
  close(): Promise<void>;
}

export function createConversation(remote: Remote, deliver: (message: Message) => void): Conversation {
  const session = createSessionKeeper();
  let serverStream = new AbortController();
  let renewal: Promise<void> | undefined;

  async function listen(): Promise<void> {
    serverStream.abort();
    serverStream = new AbortController();
    const onData = (data: string) => {
      const message = readMessage(data);
      if (message) deliver(message);
    };
    await openServerStream({ remote, headers: session.headers(), signal: serverStream.signal, onData });
  }

  /** @throws BridgeError or LostSession */
  async function sendOnce(message: Message, signal: AbortSignal, onMessage = deliver): Promise<void> {
    const isGreeting = methodOf(message) === 'initialize';
    await exchange({
      remote,
      message,
      signal,
      headers: isGreeting ? {} : session.headers(),
      inSession: !isGreeting && session.current()?.id !== undefined,
      ...(isGreeting && { onReply: (reply: Reply) => session.begin(reply) }),
      onMessage(answer) {
        if (isGreeting) session.agree(answer);
        onMessage(answer);
      },
    });
    if (methodOf(message) === 'notifications/initialized') await listen();
  }

  /** Begins anew as the host has begun; once for all requests that have met the loss. @throws BridgeError */
  function renewSession(): Promise<void> {
    const greet = async () => {
      for (const message of session.greeting())
        await sendOnce(message, new AbortController().signal, () => {});
    };
    renewal ??= greet().finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  return {
    async send(message, signal) {
      session.rememberGreeting(message);
      await renewal?.catch(() => {});
      const used = session.current();
      try {
        await sendOnce(message, signal);
      } catch (error) {
        if (!(error instanceof LostSession)) throw error;
        if (used === session.current() || renewal) await renewSession();
        if (requestIds(message).length && !isReplayable(message))
          throw new BridgeError(
            `${remote.origin} had forgotten the session, so it did not take this request. There is a new session: send it again.`,
          );
        // Answers and notices belong to requests of the session that is gone.
        if (isReplayable(message)) await sendOnce(message, signal);
      }
    },
    async close() {
      serverStream.abort();
      if (session.current()?.id === undefined) return;
      const signal = AbortSignal.timeout(GOODBYE_MS);
      await remote
        .send({ method: 'DELETE', headers: session.headers(), signal, renew: false })
        .then(({ body }) => discard(body))
        .catch(() => {});
    },
  };
}
