/** A page of a server for a team beside the approval page, behind the same login. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApprovalSite } from '../../approval/team/approval-site.ts';
import type { Visitor } from '../../approval/team/page-replies.ts';
import type { Report } from '../../approval/team/report.ts';
import { sendJson, sendPage, sendRedirect, sendRefusal } from '../../pages/http/replies.ts';
import { type Body, readBody, requestRefusal } from '../../pages/http/request-checks.ts';
import type { Page } from '../../pages/page.ts';
import type { Site } from './site.ts';

export interface TeamPage {
  /** Such as `/review`; the page itself is at `/review/`, or at `/review/<what it is about>`. */
  path: string;
  /** The same for everybody, and empty: what is in it comes as the answer to a post. */
  page: Page;
  /** Whether there is a page about that; an empty text is about nothing in particular. */
  isAbout(text: string): boolean;
  /**
   * Answers what the page posts to `<path>/<action>`; undefined for what is not there, or not the visitor's. `state`
   * only reads. What else there is comes with the token of the login, and may change something.
   */
  answer(action: string, body: Body, visitor: Visitor): Promise<object | undefined>;
}

interface TeamPageOptions {
  /** An origin. */
  publicUrl: string;
  approvalSite: Pick<ApprovalSite, 'answerVisitor'>;
  report: Report;
}

/** Returns what serves the page, with the checks that the approval page has. */
export function createPageSite(
  { path, page, isAbout, answer }: TeamPage,
  { publicUrl, approvalSite, report }: TeamPageOptions,
): Site {
  const { origin } = new URL(publicUrl);

  async function post(request: IncomingMessage, response: ServerResponse, action: string): Promise<void> {
    const read = await readBody(request);
    if ('refusal' in read) return sendRefusal(response, read.refusal);
    const { body } = read;
    try {
      const reply = await approvalSite.answerVisitor({ request, response, action, body }, (visitor) =>
        answer(action, body, visitor),
      );
      sendJson(response, reply.status ?? 200, reply.body);
    } catch (error) {
      report(`the page ${path} can't answer`, error);
      sendJson(response, 503, { state: 'unavailable' });
    }
  }

  return {
    path,
    async handle(request, response, asked) {
      const rest = asked.slice(path.length + 1);
      const refusal = requestRefusal(request, origin);
      if (refusal) sendRefusal(response, refusal);
      else if (request.method === 'POST') await post(request, response, rest);
      else if (asked === path) sendRedirect(response, `${path}/`);
      else if (isAbout(rest)) sendPage(request, response, page);
      else sendRefusal(response, { status: 404, why: 'there is no such page' });
    },
  };
}
