/** Who is logged in at the approval page: for a quarter of an hour, at every replica. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StateStore } from '../../../define/state-store.ts';
import { newSecret } from '../../../pages/secrets.ts';
import { createCookie } from './cookies.ts';

const LIFE_MS = 15 * 60_000;
/** A login counts as from just now for so long. */
const FRESH_MS = 5 * 60_000;
/** Between the clocks of two machines. */
const TOLERANCE_MS = 10_000;
const ID = /^[\w-]{43}$/;

export interface Login {
  subject: string;
  /** When the person proved who they are, in milliseconds; absent where the identity provider does not tell. */
  authTime?: number;
}

export interface Session extends Login {
  /** Comes with every post that changes something. */
  token: string;
}

export interface Sessions {
  /** Always under a new id: whoever knows an old one gains nothing. */
  begin(request: IncomingMessage, response: ServerResponse, login: Login): Promise<void>;
  find(request: IncomingMessage): Promise<Session | undefined>;
  end(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

interface SessionOptions {
  store: StateStore;
  publicUrl: string;
  now: () => number;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
/** Whoever reads the store can't use it. */
const sessionKey = (id: string): string => `approval/session/${digest(id)}`;

export function createSessions({ store, publicUrl, now }: SessionOptions): Sessions {
  const cookie = createCookie(publicUrl, {
    name: 'hitrate-approval',
    sameSite: 'Strict',
    maxAgeMs: LIFE_MS,
  });
  function idOf(request: IncomingMessage): string | undefined {
    const id = cookie.read(request);
    return id !== undefined && ID.test(id) ? id : undefined;
  }
  async function forget(request: IncomingMessage): Promise<void> {
    const id = idOf(request);
    if (id !== undefined) await store.delete(sessionKey(id));
  }
  return {
    async begin(request, response, { subject, authTime }) {
      await forget(request);
      const id = newSecret();
      const kept = { subject, authTime, ends: now() + LIFE_MS };
      await store.set(sessionKey(id), JSON.stringify(kept), LIFE_MS);
      cookie.write(response, id);
    },
    async find(request) {
      const id = idOf(request);
      const text = id === undefined ? undefined : await store.get(sessionKey(id));
      if (text === undefined) return undefined;
      const { subject, authTime, ends }: Login & { ends: number } = JSON.parse(text);
      return now() < ends ? { subject, authTime, token: digest(`token of ${id}`) } : undefined;
    },
    async end(request, response) {
      cookie.clear(response);
      await forget(request);
    },
  };
}

/** Whether the person proved just now who they are, and not only their browser. */
export const isFresh = ({ authTime }: Login, now: number): boolean =>
  authTime !== undefined && authTime <= now + TOLERANCE_MS && now - authTime <= FRESH_MS;
