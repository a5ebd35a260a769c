/** What the page shows on a server for a team besides the question: the login, and all that waits. */

import { element, input, language, setText, show } from '../../../pages/browser/elements.ts';
import {
  LOGIN_PROBLEMS,
  type LoggedIn,
  type LoginOffer,
  type Problem,
  type WaitingList,
} from '../protocol.ts';
import { words } from './own-words.ts';
import { post } from './server.ts';

/** Which other page the login is for, such as `dashboard`; the server leads to no other one than it knows. */
const wantedPage = new URLSearchParams(location.search).get('for') ?? undefined;

/** Returns why the login at the identity provider failed, as its way back says, and takes it from the address. */
export function takeLoginProblem(): Problem | undefined {
  const named = new URLSearchParams(location.search).get('problem');
  const code = LOGIN_PROBLEMS.find((known) => known === named);
  const query = wantedPage === undefined ? '' : `?${new URLSearchParams({ for: wantedPage })}`;
  if (named !== null) history.replaceState(null, '', location.pathname + query);
  return code && { code };
}

export function renderLogin({ ways, again, problem }: LoginOffer): void {
  const own = words();
  const [firstTitle, firstLead] =
    wantedPage === undefined ? [own.loginTitle, own.loginLead] : [own.loginPageTitle, own.loginPageLead];
  const title = again ? own.loginAgainTitle : firstTitle;
  document.title = title;
  setText('login-title', title);
  setText('login-lead', again ? own.loginAgainLead : firstLead);
  setText('login-problem', problem ? own.problems[problem.code](problem.count ?? 0) : '');
  show('provider-part', ways.provider);
  show('or', ways.provider && ways.code);
  show('code-login', ways.code);
}

export function renderList({ items }: WaitingList): void {
  document.title = words().listTitle;
  show('list-empty', items.length === 0);
  element('waiting').replaceChildren(...items.map(itemOf));
}

function itemOf({ reference, summary, asker, ends_in_ms }: WaitingList['items'][number]): HTMLLIElement {
  const own = words();
  const [item, link, hint] = [
    document.createElement('li'),
    document.createElement('a'),
    document.createElement('p'),
  ];
  link.href = reference;
  link.textContent = summary[language()];
  hint.className = 'hint';
  const until = own.validUntil(timeOf(new Date(Date.now() + ends_in_ms)));
  hint.textContent = asker === undefined ? until : `${own.askedBy} ${asker}. ${until}`;
  item.append(link, hint);
  return item;
}

export const timeOf = (date: Date): string =>
  date.toLocaleTimeString(language(), { timeStyle: 'short', hourCycle: 'h23' });

export function renderMe(me: LoggedIn | undefined): void {
  show('me', me !== undefined);
  setText('me-name', words().loggedInAs(me?.name ?? ''));
}

/** @param login posts name and code, one at a time */
export function startTeam(offer: () => LoginOffer | undefined, login: (body: object) => void): void {
  element('provider').addEventListener('click', () => {
    const query = new URLSearchParams({ for: wantedPage ?? location.pathname.split('/').at(-1)! });
    if (offer()?.again) query.set('fresh', '1');
    location.assign(`login?${query}`);
  });
  element('code-login').addEventListener('submit', (event) => {
    event.preventDefault();
    login({ subject: input('subject').value.trim(), code: input('code').value, for: wantedPage });
    input('code').value = '';
  });
  element('log-out').addEventListener('click', () => {
    void post('logout')
      .catch(() => undefined)
      .then(() => location.assign('./'));
  });
}
