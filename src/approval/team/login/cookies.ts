/** Cookies that no other host and no script can read or set. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLoopback } from '../../../shared/network/loopback.ts';

export interface Cookie {
  read(request: IncomingMessage): string | undefined;
  write(response: ServerResponse, value: string): void;
  clear(response: ServerResponse): void;
}

interface CookieOptions {
  name: string;
  sameSite: 'Strict' | 'Lax';
  maxAgeMs: number;
}

/** @param publicUrl without TLS only this machine itself can read a cookie on its way, where it is a loopback address */
export function createCookie(publicUrl: string, { name, sameSite, maxAgeMs }: CookieOptions): Cookie {
  const url = new URL(publicUrl);
  const isOpen = url.protocol === 'http:' && isLoopback(url);
  const fullName = isOpen ? name : `__Host-${name}`;
  const set = (response: ServerResponse, value: string, seconds: number) =>
    response.appendHeader(
      'Set-Cookie',
      `${fullName}=${value}; Path=/; HttpOnly; SameSite=${sameSite}; Max-Age=${seconds}${isOpen ? '' : '; Secure'}`,
    );
  return {
    read({ headers }) {
      const values = (headers.cookie ?? '').split(/;\s*/).filter((pair) => pair.startsWith(`${fullName}=`));
      // Two of a name are somebody's trick.
      return values.length === 1 ? values[0]!.slice(fullName.length + 1) : undefined;
    },
    write: (response, value) => void set(response, value, Math.floor(maxAgeMs / 1_000)),
    clear: (response) => void set(response, '', 0),
  };
}
