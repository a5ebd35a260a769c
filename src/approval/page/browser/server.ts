/** The way to the server: what the page is about, and what is posted with it. */
import { takeSecret } from '../../../pages/browser/address-secret.ts';
import { isTeam, postJson } from '../../../pages/browser/post.ts';

/** On a server for a team what the page is about stands in its path. */
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
export const post = (path: string, body: object = {}): Promise<any> =>
  postJson(path, { ...subject, token, ...body });
