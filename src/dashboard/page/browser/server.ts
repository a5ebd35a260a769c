/** The way to the server that the page came from. */
import { takeSecret } from '../../../pages/browser/address-secret.ts';
import { isTeam, postJson } from '../../../pages/browser/post.ts';
import type { PageState } from '../protocol.ts';

let secret = isTeam ? undefined : takeSecret();

/** Reads the address anew, where another one was pasted into this tab. */
export function readAddress(): void {
  secret = takeSecret();
}

const post = (path: string, body: object) => postJson(path, { secret, ...body });

/** @param dialer its name; undefined for the first one. @throws where the server does not answer */
export const fetchState = (dialer: string | undefined): Promise<PageState> => post('state', { dialer });

/** @param token of the login */
export const logOut = (token: string): Promise<unknown> =>
  post('/approve/logout', { token }).catch(() => undefined);
