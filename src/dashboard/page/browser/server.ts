/** The way to the server that the page came from. */
import { takeSecret } from '../../../pages/browser/address-secret.ts';
import type { PageState } from '../protocol.ts';

/** On a server for a team a login opens the page, and not its address. */
export const isTeam = document.body.dataset.home === 'team';

let secret = isTeam ? undefined : takeSecret();

/** Reads the address anew, where another one was pasted into this tab. */
export function readAddress(): void {
  secret = takeSecret();
}

/** @throws where it does not answer */
async function post(path: string, body: object): Promise<any> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret, ...body }),
    // Cookies know no ports: one of this computer's is none of ours.
    credentials: isTeam ? 'same-origin' : 'omit',
    cache: 'no-store',
    redirect: 'error',
  });
  return response.json();
}

/** @param dialer its name; undefined for the first one. @throws where the server does not answer */
export const fetchState = (dialer: string | undefined): Promise<PageState> => post('state', { dialer });

/** @param token of the login */
export const logOut = (token: string): Promise<unknown> =>
  post('/approve/logout', { token }).catch(() => undefined);
