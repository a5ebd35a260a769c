/** The login of people without an identity provider: their name and their approval code, never their key. */
import type { StateStore } from '../../../define/state-store.ts';
import type { Problem } from '../../page/protocol.ts';
import { TRIES } from '../../proofs/pin.ts';
import type { People } from '../people.ts';
import { createGuessLimit } from './guess-limit.ts';
import type { Login } from './sessions.ts';

/** People of one office share an address, and their slips add up. */
const TRIES_PER_ADDRESS = 4 * TRIES;
const DAY_MS = 24 * 3_600_000;
const MAX_LENGTH = 200;

export interface CodeLogin {
  check(subject: unknown, code: unknown, address: string): Promise<{ login: Login } | { problem: Problem }>;
}

interface CodeLoginOptions {
  store: StateStore;
  people: People;
  now: () => number;
}

export function createCodeLogin({ store, people, now }: CodeLoginOptions): CodeLogin {
  const perSubject = createGuessLimit({ store, name: 'subject', round: TRIES, now });
  const perAddress = createGuessLimit({
    store,
    name: 'address',
    round: TRIES_PER_ADDRESS,
    forgetsAfterMs: DAY_MS,
    now,
  });
  return {
    async check(subject, code, address) {
      if (!isTyped(subject) || !isTyped(code)) return { problem: { code: 'no_login' } };
      // Both are counted first, so that guesses at the same time get no more tries than one after the other.
      const pause = (await perAddress.count(address)) || (await perSubject.count(subject));
      if (pause > 0) return { problem: { code: 'login_locked', count: Math.ceil(pause / 60_000) } };
      // Where the user file can't be read these throw, and nobody is called wrong for it.
      const person = await people.find(subject);
      // Who is unknown and who has no code are answered alike: names can't be tried out.
      const isRight = await people.checkCode(subject, code);
      if (!person || !isRight) return { problem: { code: 'wrong_login' } };
      await perSubject.succeed(subject, true);
      await perAddress.succeed(address, false);
      return { login: { subject, authTime: now() } };
    },
  };
}

const isTyped = (text: unknown): text is string =>
  typeof text === 'string' && text !== '' && text.length <= MAX_LENGTH;
