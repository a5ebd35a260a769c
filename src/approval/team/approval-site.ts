/** The approval page of a server for a team: everything under `/approve`, behind a login. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StateStore } from '../../define/state-store.ts';
import { sendJson, sendPage, sendRedirect, sendRefusal } from '../../pages/http/replies.ts';
import { readBody, requestRefusal } from '../../pages/http/request-checks.ts';
import { TEAM_PAGE } from '../page/html.ts';
import type { Translate } from '../page/preview-text.ts';
import type { WaitingList } from '../page/protocol.ts';
import { APPROVAL_LIFE_MS, TEAM_PATH } from '../rules.ts';
import { createCodeLogin } from './login/code-login.ts';
import { createGuessLimit } from './login/guess-limit.ts';
import { createLoginPages } from './login/login-pages.ts';
import { createPlaces } from './login/places.ts';
import type { OidcClient } from './login/provider.ts';
import { createSessions } from './login/sessions.ts';
import { type Visitor, waitingFor } from './page-replies.ts';
import type { HasTokenAt, People } from './people.ts';
import { answerPost, type SiteContext } from './posts.ts';
import { isReference } from './records.ts';
import { createReport } from './report.ts';
import { answerVisitor, type Post, type Reply, unlessGuessing } from './visits.ts';

export interface ApprovalSiteOptions {
  /** That of all people: the same object as the approvals'. */
  store: StateStore;
  /** Where browsers reach this server: an origin. */
  publicUrl: string;
  /** How people log in: by the identity provider, by name and approval code, or by either. */
  login: { provider?: OidcClient; codes: boolean };
  people: People;
  hasTokenAt: HasTokenAt;
  /** Whether another person than the one who asks must say yes. */
  fourEyes: boolean;
  translate?: Translate;
  /** Is told what only the operator can mend; holds no secret. */
  report(message: string): void;
  /** The paths of the pages beside it that are behind the same login, such as `/dashboard`. */
  sites?: readonly string[];
  /** Returns the address of a browser, also behind a proxy: guesses are counted by it. */
  addressOf?(request: IncomingMessage): string;
  now?: () => number;
}

export interface ApprovalSite {
  /**
   * Answers what is under `/approve`.
   * @param path of the address, without its query
   * @returns whether it was that
   */
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
  /** Answers a post of another page behind the same login: `answer` returns undefined for what is not there, or not theirs. */
  answerVisitor(post: Post, answer: (visitor: Visitor) => Promise<object | undefined>): Promise<Reply>;
  /** Returns all that the visitor could answer. */
  waitingFor(visitor: Visitor): Promise<WaitingList>;
}

/** People paste an old address once or twice. */
const MAX_MISSES = 20;

export function createApprovalSite(options: ApprovalSiteOptions): ApprovalSite {
  const { store, publicUrl, login, people, sites = [], now = Date.now } = options;
  const report = createReport(options.report, now);
  const { origin } = new URL(publicUrl);
  const sessions = createSessions({ store, publicUrl, now });
  const places = createPlaces(sites);
  const pages =
    login.provider &&
    createLoginPages({ client: login.provider, publicUrl, sessions, people, places, report, now });
  const context: SiteContext = {
    ...{ ...options, now },
    sessions,
    places,
    codes: login.codes ? createCodeLogin({ store, people, now }) : undefined,
    ways: { provider: pages !== undefined, code: login.codes },
    misses: createGuessLimit({
      store,
      name: 'reference',
      round: MAX_MISSES,
      forgetsAfterMs: APPROVAL_LIFE_MS,
      now,
    }),
  };
  const addressOf = options.addressOf ?? ((request) => request.socket.remoteAddress ?? '');

  const get = (request: IncomingMessage, response: ServerResponse, page: string) => {
    if (page === '' || isReference(page)) return sendPage(request, response, TEAM_PAGE);
    const query = new URL(request.url!, origin).searchParams;
    if (page === 'login' && pages) return pages.begin(response, query);
    if (page === 'callback' && pages) return pages.finish(request, response, query);
    return sendRefusal(response, { status: 404, why: 'there is no such page' });
  };

  async function post(request: IncomingMessage, response: ServerResponse, page: string): Promise<void> {
    const read = await readBody(request);
    if ('refusal' in read) return sendRefusal(response, read.refusal);
    try {
      const { status = 200, body } = await answerPost(
        { request, response, action: page, body: read.body },
        addressOf(request),
        context,
      );
      sendJson(response, status, body);
    } catch (error) {
      // Whatever fails is no yes.
      report("the approval page can't answer", error);
      const problem = { code: 'unavailable' };
      sendJson(response, 503, page === 'answer' ? { state: 'waiting', problem } : { state: 'unavailable' });
    }
  }

  return {
    async handle(request, response, path) {
      if (path !== TEAM_PATH && !path.startsWith(`${TEAM_PATH}/`)) return false;
      const refusal = requestRefusal(request, origin);
      if (refusal) sendRefusal(response, refusal);
      else if (request.method === 'POST') await post(request, response, path.slice(TEAM_PATH.length + 1));
      else if (path === TEAM_PATH) sendRedirect(response, `${TEAM_PATH}/`);
      else await get(request, response, path.slice(TEAM_PATH.length + 1));
      return true;
    },
    answerVisitor: (post, answer) =>
      answerVisitor(post, context, (visitor) => unlessGuessing(visitor, context, () => answer(visitor))),
    waitingFor: (visitor) => waitingFor(visitor, context),
  };
}
