/** The way to the server: what the page is about, and what is posted with it. */

/** On a server for a team what the page is about stands in its path, and a login opens it. */
export const isTeam = document.body.dataset.home === 'team';

const SECRET_KEY = 'secret';

/**
 * Returns the secret out of the address, and takes it from there: what stands in the address bar is seen, kept in the
 * history and copied. The tab keeps it, for a reload.
 */
function takeSecret(): string {
  const given = location.hash.slice(1);
  if (given) {
    sessionStorage.setItem(SECRET_KEY, given);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(SECRET_KEY) ?? '';
}

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
