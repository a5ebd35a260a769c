/** The posts of the page on a server for a team: who may have which answer. */
import type { CodeLogin } from './login/code-login.ts';
import type { Places } from './login/places.ts';
import { questionFor, type ReplyContext, takeAnswer, type Visitor, waitingFor } from './page-replies.ts';
import {
  answerVisitor,
  offerLogin,
  type Post,
  type Reply,
  unlessGuessing,
  type VisitContext,
} from './visits.ts';

export interface SiteContext extends ReplyContext, VisitContext {
  /** Absent where nobody logs in by a code. */
  codes?: CodeLogin;
  places: Places;
}

/** @param address of the browser. @throws where the state or the user file can't be read: nothing was done then, as far as is known */
export const answerPost = (post: Post, address: string, context: SiteContext): Promise<Reply> =>
  post.action === 'login'
    ? logIn(post, address, context)
    : answerVisitor(post, context, (visitor) => answerPage(post, visitor, context));

async function answerPage(post: Post, visitor: Visitor, context: SiteContext): Promise<Reply> {
  const { action, body } = post;
  if (action === 'state') return state(body.reference, visitor, context);
  if (action === 'answer') return unlessGuessing(visitor, context, () => takeAnswer(visitor, body, context));
  if (action !== 'logout') return { status: 404, body: { state: 'unknown' } };
  await context.sessions.end(post.request, post.response);
  return offerLogin(context);
}

async function logIn(
  { request, response, body }: Post,
  address: string,
  context: SiteContext,
): Promise<Reply> {
  const { codes, sessions, places } = context;
  if (!codes) return { status: 404, body: { state: 'unknown' } };
  const checked = await codes.check(body.subject, body.code, address);
  if ('problem' in checked) return offerLogin(context, { problem: checked.problem });
  await sessions.begin(request, response, checked.login);
  return { body: { state: 'in', ...(places.isPlace(body.for) && { to: places.addressOf(body.for) }) } };
}

const state = async (reference: unknown, visitor: Visitor, context: SiteContext): Promise<Reply> =>
  reference === ''
    ? { body: await waitingFor(visitor, context) }
    : unlessGuessing(visitor, context, () => questionFor(visitor, reference, context));
