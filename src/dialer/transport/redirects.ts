/** Redirects of reads within the dialer's origin: the token goes nowhere else, and a write is sent once. */
import { discardBody, header } from '../reply/response-body.ts';
import type { OutgoingRequest, Send, SentResponse } from './send-once.ts';

/** Follows redirects; one that must not be followed, or is one too many, is the response. */
export const withRedirects =
  (send: Send, maxRedirects: number): Send =>
  async (request) => {
    let next = request;
    for (let redirects = 0; ; redirects++) {
      const response = await send(next);
      const path = redirects < maxRedirects ? redirectPath(next, response) : undefined;
      if (path === undefined) return response;
      discardBody(response);
      next = { ...next, wire: { ...next.wire, path } };
    }
  };

/** @returns where a read goes next; undefined for all that is no redirect with the same method to the same origin */
function redirectPath({ wire, read }: OutgoingRequest, response: SentResponse): string | undefined {
  const { status, url } = response;
  // Clients change the method of what is not a GET after 301 and 302, and always after 303 (RFC 9110, 15.4).
  const keepsMethod =
    status === 307 || status === 308 || (wire.method === 'GET' && (status === 301 || status === 302));
  const location = header(response, 'location');
  if (!read || !keepsMethod || !location || !URL.canParse(location, url)) return undefined;
  const target = new URL(location, url);
  return target.origin === new URL(url).origin ? `${target.pathname}${target.search}` : undefined;
}
