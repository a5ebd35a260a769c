/** The page on which a person sets up a passkey. */

import { createPageServer } from '../pages/http/page-server.ts';
import type { Body } from '../pages/http/request-checks.ts';
import { openBrowser } from '../pages/open-browser.ts';
import { findBySecret, newSecret } from '../pages/secrets.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { DESK_PAGE } from './page/html.ts';
import type { AnswerReply, PageState } from './page/protocol.ts';
import { addPasskey, readPasskeys } from './proofs/passkeys.ts';
import { registrationOptions, verifyRegistration } from './proofs/webauthn.ts';
import { APPROVAL_LIFE_MS } from './rules.ts';

export interface Enrolment {
  address: string;
  opened: boolean;
  /** The name of the new passkey; undefined where the time was over, or the page was closed by guessing. */
  enrolled: Promise<string | undefined>;
  close(): Promise<void>;
}

const MAX_NAME_LENGTH = 60;

/**
 * Starts the page. Whether the person may do this was asked before.
 * @throws ToolError where the page can't be started or the passkeys can't be read
 */
export async function openEnrolment(
  stateDir: string,
  open: (address: string) => Promise<boolean> = openBrowser,
): Promise<Enrolment> {
  const secret = newSecret();
  const ends = Date.now() + APPROVAL_LIFE_MS;
  let challenge: string | undefined;
  let finish: (name?: string) => void = () => {};
  const ended = new Promise<string | undefined>((resolve) => {
    finish = resolve;
  });
  let state: PageState = {
    state: 'enrolling',
    name: `Passkey ${(await readPasskeys(stateDir)).length + 1}`,
    ends_in_ms: APPROVAL_LIFE_MS,
  };

  async function register(body: Body, origin: string): Promise<AnswerReply> {
    const expected = challenge;
    challenge = undefined;
    const passkey = expected && (await verifyRegistration(body.passkey, { challenge: expected, origin }));
    if (!passkey) return { state: 'enrolling', problem: { code: 'not_enrolled' } };
    const name = oneLine(String(body.name ?? ''), MAX_NAME_LENGTH) || 'Passkey';
    try {
      await addPasskey(stateDir, { ...passkey, name, enrolled: new Date().toISOString() });
    } catch (error) {
      if (error instanceof ToolError) return { state: 'enrolling', problem: { code: 'unreadable' } };
      throw error;
    }
    state = { state: 'enrolled' };
    finish(name);
    return { state: 'enrolled' };
  }

  const server = createPageServer({
    page: DESK_PAGE,
    async answer(path, body, origin) {
      if (!findBySecret([{ secret }], body.secret)) return undefined;
      if (state.state !== 'enrolling') return state;
      if (path === '/state') return { ...state, ends_in_ms: ends - Date.now() };
      if (path === '/register') return register(body, origin);
      if (path !== '/challenge') return undefined;
      const options = await registrationOptions(await readPasskeys(stateDir));
      challenge = options.challenge;
      return { options };
    },
    onGuessing: () => end(),
  });
  function end(): void {
    if (state.state === 'enrolling') state = { state: 'expired' };
    finish();
  }
  const timer = setTimeout(end, APPROVAL_LIFE_MS);

  const address = `http://localhost:${await server.start()}/#${secret}`;
  return {
    address,
    opened: await open(address).catch(() => false),
    enrolled: ended,
    async close() {
      clearTimeout(timer);
      await server.stop();
    },
  };
}
