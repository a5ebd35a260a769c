/** The secret in the address of a page on one person's computer. */

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
