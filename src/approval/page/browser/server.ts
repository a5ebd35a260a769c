/** The way to the server: what the page is about, and what is posted with it. */
import { takeSecret } from '../../../pages/browser/address-secret.ts';

/** On a server for a team what the page is about stands in its path, and a login opens it. */
export const isTeam = document.body.dataset.home === 'team';

const takeSubject = (): { secret: string } | { reference: string } =>
  isTeam ? { reference: location.pathname.split('/').at(-1)! } : { secret: takeSecret() };

let subject = takeSubject();
let token: string | undefined;

/** Reads the address anew. */
export function readAddress(): void {
  subject = takeSubject();
}

/** @param given of whoever has logged in: comes with each post from now on */
export function setToken(given: string | undefined): void {
  token = given;
}

/** Posts to the server that the page came from. @throws where it does not answer */
export async function post(path: string, body: object = {}): Promise<any> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...subject, token, ...body }),
    // Cookies know no ports: one of this computer's is none of ours.
    credentials: isTeam ? 'same-origin' : 'omit',
    cache: 'no-store',
    redirect: 'error',
  });
  return response.json();
}
