/** The page's script: fetches what is asked, shows it, and hands back what the person answers. */
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { element, input, language, setText, show, startLanguage } from '../../../pages/browser/elements.ts';
import { isTeam } from '../../../pages/browser/post.ts';
import type { AnswerReply, EndState, HandoverText, PageState, Problem, Question } from '../protocol.ts';
import { words } from './own-words.ts';
import { post, readAddress, setToken } from './server.ts';
import { renderList, renderLogin, renderMe, startTeam, takeLoginProblem, timeOf } from './team.ts';

/** What is shown; what the person has typed stands in the fields. */
let shown: PageState | undefined;
let already = false;
/** Comes once, with the answer to the yes. */
let handover: HandoverText | undefined;
/** Said again in the other language when that is chosen. */
let problem: (() => string) | undefined;
let busy = false;
let until: Date | undefined;
let loginProblem = takeLoginProblem();

/** As long as a timer can wait, and more than an approval lives. */
const MAX_TIMER_MS = 3_600_000;

/** Nobody answers. */
const SILENT: EndState = isTeam ? 'unavailable' : 'closed';

const waits = (state: PageState['state']): boolean => state === 'waiting' || state === 'enrolling';
const ends = (state: PageState['state']): state is EndState =>
  !waits(state) && state !== 'login' && state !== 'list';

async function load(): Promise<void> {
  const fresh: PageState = await post('state').catch(() => ({ state: SILENT }));
  // Another tab may have logged in anew, perhaps as somebody else.
  const isSameLogin = fresh.me?.token === shown?.me?.token;
  // What waited and still waits stays as it is: the person may be typing.
  if (shown && isSameLogin && waits(shown.state) && fresh.state === shown.state) return;
  already = fresh.state === 'approved' || fresh.state === 'declined';
  if (fresh.state === 'login') fresh.problem ??= loginProblem;
  loginProblem = undefined;
  setToken(fresh.me?.token);
  shown = fresh;
  if ('name' in fresh) input('name').value = fresh.name;
  if ('ends_in_ms' in fresh) setTimeout(load, Math.min(fresh.ends_in_ms + 500, MAX_TIMER_MS));
  render();
}

function render(): void {
  if (!shown) return;
  const { state } = shown;
  show('loading', false);
  show('approval', state === 'waiting');
  show('enrolment', state === 'enrolling');
  show('login', state === 'login');
  show('list', state === 'list');
  show('end', ends(state));
  renderMe(shown.me);
  if (shown.state === 'waiting') renderQuestion(shown);
  else if (shown.state === 'enrolling') document.title = words().enrolQuestion;
  else if (shown.state === 'login') renderLogin(shown);
  else if (shown.state === 'list') renderList(shown);
  else renderEnd(shown.state);
  const said = problem?.() ?? '';
  for (const id of ['problem', 'enrol-problem']) setText(id, said);
}

function renderQuestion({ dialer, preview, proof, ends_in_ms, asker, needs_another }: Question): void {
  const own = words();
  const { summary, effects, undo, type } = preview[language()];
  document.title = own.question;
  // What is asked about this installation itself is about no dialer.
  show('dialer-part', dialer !== '');
  setText('dialer', dialer);
  show('asker-part', asker !== undefined);
  setText('asker', asker ?? '');
  setText('summary', summary);
  setText('undo', undo);
  show('effects-part', effects.length > 0);
  element('effects').replaceChildren(...effects.map(listItem));
  show('another-part', needs_another === true);
  show('yes', needs_another !== true);
  show('typed-part', type !== undefined && needs_another !== true);
  setText('typed-label', own.typeLabel(type ?? ''));
  show('pin-part', proof === 'PIN');
  show('passkey-part', proof === 'passkey');
  setText('yes', proof === 'passkey' ? own.yesWithPasskey : own.yes);
  element('yes').classList.toggle('grave', type !== undefined);
  until ??= new Date(Date.now() + ends_in_ms);
  setText('until', own.validUntil(timeOf(until)));
}

function listItem(text: string): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = text;
  return item;
}

function renderEnd(state: EndState): void {
  const { title, text } = words().ends[state];
  const ownText = isTeam && state === 'unknown' ? words().teamUnknown : text;
  document.title = title;
  element('end').dataset.state = state;
  setText('end-title', title);
  setText('end-text', ownText);
  show('end-before', already);
  show('handover', handover !== undefined);
  if (handover) {
    setText('handover-label', handover.label[language()]);
    setText('handover-value', handover.value);
  }
  // Who can't see that the page has changed is taken there.
  element('end-title').focus();
}

/** Shows why an answer did not count, and leads to the field that it is about. */
function tell(said: () => string, field?: string): void {
  problem = said;
  render();
  for (const id of ['typed', 'pin']) input(id).setAttribute('aria-invalid', String(id === field));
  if (field) {
    input(field).focus();
    input(field).select();
  }
}

const FIELDS: Partial<Record<Problem['code'], string>> = {
  wrong_text: 'typed',
  no_pin: 'pin',
  wrong_pin: 'pin',
  pin_locked: 'pin',
};

function take(reply: AnswerReply): void {
  if (reply.state === 'login') {
    problem = undefined;
    shown = { ...reply, me: shown?.me };
    render();
    return;
  }
  if ('problem' in reply) {
    const { code, count = 0 } = reply.problem;
    tell(() => words().problems[code](count), FIELDS[code]);
    return;
  }
  problem = undefined;
  already = reply.already === true;
  handover = reply.handover;
  shown = { state: reply.state, me: shown?.me };
  render();
}

/** One answer at a time. */
async function send(work: () => Promise<AnswerReply | undefined>): Promise<void> {
  if (busy) return;
  busy = true;
  // Said once more, it is heard once more.
  problem = undefined;
  render();
  document.body.dataset.busy = '';
  const reply = await work().catch((): AnswerReply => ({ state: SILENT }));
  busy = false;
  delete document.body.dataset.busy;
  if (reply) take(reply);
}

async function sayYes(): Promise<AnswerReply | undefined> {
  if (shown?.state !== 'waiting') return;
  const body = { answer: 'yes', typed: input('typed').value, pin: input('pin').value };
  if (shown.proof !== 'passkey') return post('answer', body);
  const passkey = await usePasskey((optionsJSON) => startAuthentication({ optionsJSON }));
  return passkey && post('answer', { ...body, passkey });
}

async function enrol(): Promise<AnswerReply | undefined> {
  const passkey = await usePasskey((optionsJSON) => startRegistration({ optionsJSON }));
  return passkey && post('register', { name: input('name').value, passkey });
}

/** Returns undefined where the person has to be told something first. */
async function usePasskey(ceremony: (options: any) => Promise<object>): Promise<object | undefined> {
  if (!browserSupportsWebAuthn()) return void tell(() => words().noPasskeys);
  const { options } = await post('challenge');
  // Ended meanwhile.
  if (!options) return void (await load());
  return ceremony(options).catch(() => void tell(() => words().passkeyCancelled));
}

element('approval').addEventListener('submit', (event) => {
  event.preventDefault();
  void send(sayYes);
});
element('no').addEventListener('click', () => {
  void send(() => post('answer', { answer: 'no' }));
});
element('enrolment').addEventListener('submit', (event) => {
  event.preventDefault();
  void send(enrol);
});
// Another address pasted into this tab changes no more than what stands behind #.
addEventListener('hashchange', () => {
  if (!location.hash) return;
  readAddress();
  location.reload();
});
// It may have been answered in another tab.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !busy && shown && !ends(shown.state)) void load();
});

/** Shows what the login was for. */
async function logIn(body: object): Promise<AnswerReply | undefined> {
  const reply: AnswerReply | { state: 'in'; to?: string } = await post('login', body);
  if (reply.state !== 'in') return reply;
  if (reply.to !== undefined) return void location.assign(reply.to);
  shown = undefined;
  return void (await load());
}

startTeam(
  () => (shown?.state === 'login' ? shown : undefined),
  (body) => void send(() => logIn(body)),
);
startLanguage(words, render);
void load();
