/** The page's own server: on this computer, where a secret opens it, or of a team, where a login does. */
import { takeSecret } from '../../../pages/browser/address-secret.ts';
import { isTeam, postJson } from '../../../pages/browser/post.ts';
import type { CallReply, ReviewState } from '../protocol.ts';
import { type OpenedReview, SourceError } from './source.ts';

/** What the page is about, as the server knows it. */
let subject: { reference: string } | { secret: string } | undefined;
/** Of the login: comes with each post that is more than a look. */
let token: string | undefined;

/** @throws Error where nobody answers */
const post = (path: string, body: object = {}): Promise<any> =>
  postJson(path, { ...subject, token, ...body });

/** Returns undefined where the page is closed; on the way to the login nothing. */
export async function openAtServer(): Promise<OpenedReview | undefined> {
  subject = isTeam ? { reference: location.pathname.split('/').at(-1)! } : { secret: takeSecret() };
  // Another address pasted into this tab changes no more than what stands behind #.
  addEventListener('hashchange', () => {
    if (location.hash) location.reload();
  });
  const reply: (ReviewState & { me?: { token: string } }) | { state: 'login' | 'unknown' | 'closed' } =
    await post('state').catch(() => ({ state: 'closed' }));
  if (reply.state === 'login') {
    const place = new URLSearchParams({ for: location.pathname.slice(1) });
    location.assign(`/approve/?${place}`);
    return new Promise(() => {});
  }
  if (reply.state !== 'review') return undefined;
  token = reply.me?.token;
  return { state: reply, source: { callTool, readResource }, isAskedFor: true };
}

const callTool = (name: string, args: object) => ask('call', { name, args });
const readResource = (uri: string) => ask('resource', { uri });

/** @throws SourceError */
async function ask(path: string, body: object): Promise<any> {
  // A server for a team comes back at its address; on this computer the next one has another.
  const silent = { state: isTeam ? 'unavailable' : 'closed' };
  const reply: CallReply<any> | { state: string } = await post(path, body).catch(() => silent);
  if ('result' in reply) return reply.result;
  if ('error' in reply) throw new SourceError(reply.error);
  throw new SourceError(`${KINDS[reply.state] ?? 'closed'}: The server answers with ${reply.state}.`);
}

const KINDS: Record<string, string> = { login: 'login', unavailable: 'unreachable' };
