/** Outsiders' texts must not speak in tokens: whoever writes "ring phone-91c2" would name somebody by a guess. */
import { TOKEN } from '../text/rewrite-text.ts';

/** Changes what looks like a token in the dialer's own texts, in place: `phone-91c2` to `phone_91c2`. */
export function disarmTokens(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  const members = body as Record<string, unknown>;
  for (const name in members) {
    const member = members[name];
    if (typeof member !== 'string') disarmTokens(member);
    else if (member.includes('-')) members[name] = member.replace(TOKEN, (token) => token.replace('-', '_'));
  }
}
