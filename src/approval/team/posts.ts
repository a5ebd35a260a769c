/** The posts of the page on a server for a team: who may have which answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Body } from '../../pages/http/request-checks.ts';
import { isSameText } from '../../pages/secrets.ts';
import type { LoginOffer, Problem } from '../page/protocol.ts';
import type { CodeLogin } from './login/code-login.ts';
import type { GuessLimit } from './login/guess-limit.ts';
import type { Session, Sessions } from './login/sessions.ts';
import {
  nameOf,
  questionFor,
  type ReplyContext,
  STALE,
  takeAnswer,
  type Visitor,
  waitingFor,
} from './page-replies.ts';

export interface SiteContext extends ReplyContext {
  sessions: Sessions;
  /** Absent where nobody logs in by a code. */
  codes?: CodeLogin;
  ways: LoginOffer['ways'];
  /** How often what does not exist may be asked for. */
  misses: GuessLimit;
}

export interface Post {
  request: IncomingMessage;
  response: ServerResponse;
  /** What stands behind `/approve/`. */
  page: string;
  body: Body;
  /** Of the browser. */
  address: string;
}

interface Reply {
  /** Absent: 200. */
  status?: number;
  body: object;
}

/** @throws where the state or the user file can't be read: nothing was done then, as far as is known */
export async function answerPost(post: Post, context: SiteContext): Promise<Reply> {
  if (post.page === 'login') return logIn(post, context);
  const session = await context.sessions.find(post.request);
  if (!session) return offerLogin(context);
  const person = await context.people.find(session.subject);
  // Removed meanwhile.
  if (!person) {
    await context.sessions.end(post.request, post.response);
    return offerLogin(context, { problem: { code: 'not_known' } });
  }
  const visitor: Visitor = { person, login: session };
  if (post.page === 'state') return state(post, visitor, session, context);
  // Not from the page, or from a tab that was loaded before the last login.
  if (!isSameText(String(post.body.token), session.token))
    return { status: 403, body: { state: 'waiting', problem: { code: 'other_login' } } };
  if (post.page === 'answer') return answer(post, visitor, context);
  if (post.page !== 'logout') return { status: 404, body: { state: 'unknown' } };
  await context.sessions.end(post.request, post.response);
  return offerLogin(context);
}

function offerLogin({ ways }: SiteContext, more: { again?: boolean; problem?: Problem } = {}): Reply {
  const offer: LoginOffer = { state: 'login', ways, again: false, ...more };
  return { body: offer };
}

async function logIn({ request, response, body, address }: Post, context: SiteContext): Promise<Reply> {
  const { codes, sessions } = context;
  if (!codes) return { status: 404, body: { state: 'unknown' } };
  const checked = await codes.check(body.subject, body.code, address);
  if ('problem' in checked) return offerLogin(context, { problem: checked.problem });
  await sessions.begin(request, response, checked.login);
  return { body: { state: 'in' } };
}

async function state(post: Post, visitor: Visitor, session: Session, context: SiteContext): Promise<Reply> {
  const me = { name: nameOf(visitor.person), token: session.token };
  const withMe = ({ status, body }: Reply): Reply => ({ status, body: { ...body, me } });
  if (post.body.reference === '') return withMe({ body: await waitingFor(visitor, context) });
  return withMe(
    await unlessGuessing(visitor, context, () => questionFor(visitor, post.body.reference, context)),
  );
}

const answer = (post: Post, visitor: Visitor, context: SiteContext): Promise<Reply> =>
  unlessGuessing(visitor, context, () => takeAnswer(visitor, post.body, context));

/** Counts what is not there, and looks no further where that is too often: for one person, not for the office. */
async function unlessGuessing(
  { person: { subject } }: Visitor,
  context: SiteContext,
  look: () => Promise<object | typeof STALE | undefined>,
): Promise<Reply> {
  if ((await context.misses.lockedFor(subject)) > 0) return { status: 429, body: { state: 'unavailable' } };
  const found = await look();
  if (found === STALE) return offerLogin(context, { again: true });
  if (found) return { body: found };
  await context.misses.count(subject);
  return { status: 404, body: { state: 'unknown' } };
}
