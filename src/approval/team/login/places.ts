/** Where a login leads to: pages of this server alone, never an address from outside. */
import { TEAM_PATH } from '../../rules.ts';
import { isReference } from '../records.ts';

export interface Places {
  /** Whether it names a page of this server: a reference that waits for an answer, `dashboard`, or `review/<reference>`. */
  isPlace(given: unknown): given is string;
  /** Returns the address of the page; that of all that waits where it names none. */
  addressOf(place: string | null | undefined): string;
  /** Returns where the login of that page is shown, and why one failed. */
  loginAddressOf(place: string | null | undefined, problem: string): string;
}

const ABOUT = /^[\w-]{1,64}$/;

/** @param sites the paths of the pages beside the approval page, such as `/dashboard` */
export function createPlaces(sites: readonly string[]): Places {
  function siteAddress(given: unknown): string | undefined {
    if (typeof given !== 'string') return undefined;
    const [name, about = '', ...more] = given.split('/');
    const isWhole = more.length === 0 && (about === '' || ABOUT.test(about));
    return isWhole && sites.includes(`/${name}`) ? `/${name}/${about}` : undefined;
  }
  const addressOf = (place: string | null | undefined): string =>
    siteAddress(place) ?? `${TEAM_PATH}/${isReference(place) ? place : ''}`;
  return {
    isPlace: (given): given is string => isReference(given) || siteAddress(given) !== undefined,
    addressOf,
    loginAddressOf: (place, problem) =>
      siteAddress(place)
        ? `${TEAM_PATH}/?${new URLSearchParams({ for: place!, problem })}`
        : `${addressOf(place)}?problem=${problem}`,
  };
}
