/** Which names this server answers to: a page that has made its own name mean this machine (DNS rebinding) gets nothing. */
import type { IncomingMessage } from 'node:http';
import type { HttpConfig } from '../config/team/http.ts';
import { LOOPBACK_HOSTS } from '../shared/network/loopback.ts';

export interface Origins {
  /** The address that people and assistants use. */
  publicUrl: string;
  /** Why a request is not answered, as a sentence; undefined where it may be. */
  problem(request: IncomingMessage): string | undefined;
}

/** @param port at which it really listens */
export function createOrigins({ publicUrl, tls }: HttpConfig, port: number): Origins {
  const scheme = tls ? 'https' : 'http';
  const local = LOOPBACK_HOSTS.map((name) => `${scheme}://${name}:${port}`);
  const own = publicUrl ?? local[0]!;
  const origins = new Set([own, ...local]);
  const hosts = new Set([...origins].map((origin) => new URL(origin).host));
  return {
    publicUrl: own,
    problem({ headers: { host = '', origin } }) {
      // A URL's host has no standard port, a Host header may.
      if (!hosts.has(host.toLowerCase().replace(/:(443|80)$/, '')) && !hosts.has(host.toLowerCase()))
        return `This server does not answer to the name in the request: use ${own}.`;
      if (origin !== undefined && !origins.has(origin.toLowerCase()))
        return 'Pages of other sites may not ask this server.';
      return undefined;
    },
  };
}
