/** The way to the server: the secret, and what is posted with it. */

const SECRET_KEY = 'secret';

/**
 * Returns the secret out of the address, and takes it from there: what stands in the address bar is seen, kept in the
 * history and copied. The tab keeps it, for a reload.
 */
export function takeSecret(): string {
  const given = location.hash.slice(1);
  if (given) {
    sessionStorage.setItem(SECRET_KEY, given);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(SECRET_KEY) ?? '';
}

/** Posts to the server that the page came from. @throws where it does not answer */
export async function post(path: string, body: object): Promise<any> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
  });
  return response.json();
}
