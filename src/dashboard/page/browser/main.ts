/** The overview's script: fetches the figures every minute while somebody looks, and shows them. */
import { element, setText, show, startLanguage } from '../../../pages/browser/elements.ts';
import { isTeam } from '../../../pages/browser/post.ts';
import type { Overview, PageState } from '../protocol.ts';
import type { NoticeCode } from '../words.ts';
import { renderFigures } from './figures.ts';
import { renderActs, renderWaiting } from './lists.ts';
import { newElement, syncChildren, writeText } from './nodes.ts';
import { dayText, momentText, numberText, timeText, words } from './own-words.ts';
import { commonProblemText, renderProblems } from './problems.ts';
import { fetchState, logOut, readAddress } from './server.ts';
import { renderAgents, renderHours, renderUnconfirmed } from './tables.ts';

const EVERY_MS = 60_000;
/** While the dialer is being asked. */
const SOON_MS = 1_000;
const DIALER_KEY = 'dialer';

/** The last figures that came; kept while the server does not answer. */
let shown: Overview | undefined;
/** What is said instead of figures. */
let notice: NoticeCode | undefined;
let isSilent = false;
let dialer = sessionStorage.getItem(DIALER_KEY) ?? undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Of two answers under way the later one counts. */
let turn = 0;

async function load(): Promise<void> {
  clearTimeout(timer);
  const own = ++turn;
  const state = await fetchState(dialer).catch(() => undefined);
  if (own !== turn) return;
  take(state);
  render();
  schedule();
}

/** @param state undefined where nobody answers */
function take(state: PageState | undefined): void {
  isSilent = state === undefined || state.state === 'unavailable';
  if (state?.state === 'overview') {
    shown = state;
    notice = undefined;
  } else if (state?.state === 'unknown' && dialer !== undefined) {
    // A dialer that is no longer there.
    chooseDialer(undefined);
  } else if (state && !isSilent) {
    if (state.state === 'login' && !shown && notice === undefined) goToLogin(state.problem?.code);
    // Of who is no longer logged in nothing stays to be seen.
    shown = undefined;
    notice = state.state;
  } else if (!shown) notice = isTeam ? 'unavailable' : 'closed';
}

/** @param problem why nobody is logged in, where that is known */
function goToLogin(problem: string | undefined): void {
  const query = new URLSearchParams({ for: 'dashboard', ...(problem !== undefined && { problem }) });
  location.replace(`/approve/?${query}`);
}

/** Nobody looks at a hidden page: it asks when it is seen again. */
function schedule(): void {
  clearTimeout(timer);
  if (document.hidden || isOver()) return;
  const soonest = Math.min(...(shown?.waiting.data ?? []).map(({ ends_in_ms }) => ends_in_ms + 500));
  timer = setTimeout(load, shown?.reading ? SOON_MS : Math.min(EVERY_MS, Math.max(SOON_MS, soonest)));
}

/** An address that is not whole stays so; whoever asks with it again and again is taken for a guesser. */
const isOver = (): boolean => notice === 'unknown' || notice === 'login';

function chooseDialer(name: string | undefined): void {
  dialer = name;
  if (name === undefined) sessionStorage.removeItem(DIALER_KEY);
  else sessionStorage.setItem(DIALER_KEY, name);
  void load();
}

function render(): void {
  show('loading', shown === undefined && notice === undefined);
  show('notice', shown === undefined && notice !== undefined);
  show('overview', shown !== undefined);
  show('me', shown?.me !== undefined);
  document.title = words().title;
  if (shown) renderOverview(shown);
  else if (notice) renderNotice(notice);
}

function renderNotice(code: NoticeCode): void {
  const { title, text } = words().notices[code];
  setText('notice-title', title);
  setText('notice-text', text);
  show('notice-login', code === 'login');
}

function renderOverview(overview: Overview): void {
  const own = words();
  const { dialer: name, is_sandbox, now, me } = overview;
  setText('dialer', is_sandbox && overview.dialers.length === 0 ? own.sandbox : name);
  renderChoice(overview);
  renderReading(overview);
  renderFigures(overview);
  renderHours(overview);
  renderAgents(overview);
  renderUnconfirmed(overview);
  renderWaiting(overview);
  renderActs(overview);
  renderProblems(overview);
  setText('when', own.when(`${dayText(now)} ${timeText(now)}`));
  const noServer = isTeam ? own.noServerTeam : own.noServer;
  // Said aloud where it changes.
  writeText(element('trouble'), isSilent ? noServer(momentText(now, now)) : commonProblemText(overview));
  setText('me-name', own.loggedInAs(me?.name ?? ''));
}

function renderChoice({ dialers }: Overview): void {
  show('dialer-choice', dialers.length > 0);
  const choice = element<HTMLSelectElement>('dialers');
  syncChildren(
    choice,
    dialers,
    () => newElement('option'),
    (option, { name, title }) => {
      option.value = name;
      writeText(option, title);
    },
  );
  const chosen = dialers.find((one) => one.chosen);
  if (chosen && choice.value !== chosen.name) choice.value = chosen.name;
}

/** Shown until there are figures: later ones are exchanged as they come. */
function renderReading({ reading, calls, agents }: Overview): void {
  const isFirst = [calls, agents].some(({ data, problem }) => data === undefined && problem === undefined);
  show('reading', reading !== undefined && isFirst);
  if (!reading) return;
  const { what, done, total } = reading;
  const count =
    what && words().readingCount[what](numberText(done), total === undefined ? undefined : numberText(total));
  setText('reading-text', count ?? words().reading);
  const bar = element<HTMLProgressElement>('reading-bar');
  if (what && total) {
    bar.max = total;
    bar.value = done;
  } else bar.removeAttribute('value');
}

element('dialers').addEventListener('change', () => {
  chooseDialer(element<HTMLSelectElement>('dialers').value);
});
element('log-out').addEventListener('click', () => {
  void logOut(shown?.me?.token ?? '').then(() => location.assign('/approve/?for=dashboard'));
});
document.addEventListener('visibilitychange', () => {
  if (document.hidden) clearTimeout(timer);
  else if (notice !== 'unknown') void load();
  else schedule();
});
// Another address pasted into this tab changes no more than what stands behind #.
addEventListener('hashchange', () => {
  if (isTeam || !location.hash) return;
  readAddress();
  location.reload();
});

startLanguage(words, render);
void load();
