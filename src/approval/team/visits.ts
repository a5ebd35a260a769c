/** Who asks, behind the login: looked up anew with every post, for the approval page and the pages beside it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Body } from '../../pages/http/request-checks.ts';
import { isSameText } from '../../pages/secrets.ts';
import type { LoginOffer, Problem } from '../page/protocol.ts';
import type { GuessLimit } from './login/guess-limit.ts';
import type { Sessions } from './login/sessions.ts';
import { nameOf, STALE, type Visitor } from './page-replies.ts';
import type { People } from './people.ts';

export interface VisitContext {
  sessions: Sessions;
  people: People;
  ways: LoginOffer['ways'];
  /** How often what does not exist may be asked for. */
  misses: GuessLimit;
}

export interface Post {
  request: IncomingMessage;
  response: ServerResponse;
  /** What stands behind the path of the page, such as `state`. */
  action: string;
  body: Body;
}

export interface Reply {
  /** Absent: 200. */
  status?: number;
  body: object;
}

export const offerLogin = (
  { ways }: Pick<VisitContext, 'ways'>,
  more: { again?: boolean; problem?: Problem } = {},
): Reply => {
  const offer: LoginOffer = { state: 'login', ways, again: false, ...more };
  return { body: offer };
};

/**
 * Answers whoever has logged in, and offers the login to everybody else. What changes something, which is all but
 * `state`, must come with the token of the login; the page gets that with its state.
 */
export async function answerVisitor(
  { request, response, action, body }: Post,
  context: VisitContext,
  answer: (visitor: Visitor) => Promise<Reply>,
): Promise<Reply> {
  const session = await context.sessions.find(request);
  if (!session) return offerLogin(context);
  const person = await context.people.find(session.subject);
  // Removed meanwhile.
  if (!person) {
    await context.sessions.end(request, response);
    return offerLogin(context, { problem: { code: 'not_known' } });
  }
  const isState = action === 'state';
  // Not from the page, or from a tab that was loaded before the last login.
  if (!isState && !isSameText(String(body.token), session.token))
    return { status: 403, body: { state: 'waiting', problem: { code: 'other_login' } } };
  const { status, body: reply } = await answer({ person, login: session });
  if (!isState) return { status, body: reply };
  return { status, body: { ...reply, me: { name: nameOf(person), token: session.token } } };
}

/** Counts what is not there, and looks no further where that is too often: for one person, not for the office. */
export async function unlessGuessing(
  { person: { subject } }: Visitor,
  context: VisitContext,
  look: () => Promise<object | typeof STALE | undefined>,
): Promise<Reply> {
  if ((await context.misses.lockedFor(subject)) > 0) return { status: 429, body: { state: 'unavailable' } };
  const found = await look();
  if (found === STALE) return offerLogin(context, { again: true });
  if (found) return { body: found };
  await context.misses.count(subject);
  return { status: 404, body: { state: 'unknown' } };
}
