/** The way of a page to the server that it came from. */

/** On a server for a team a login opens a page; on this computer the secret in its address does. */
export const isTeam = document.body.dataset.home === 'team';

/** Returns the JSON of the answer. @throws where the server does not answer */
export async function postJson(path: string, body: object): Promise<any> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    // Cookies know no ports: one of this computer's is none of ours.
    credentials: isTeam ? 'same-origin' : 'omit',
    cache: 'no-store',
    redirect: 'error',
  });
  return response.json();
}
