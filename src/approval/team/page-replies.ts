/** What the server for a team answers to the page of whoever has logged in. */
import type { Person } from '../../define/person.ts';
import type { StateStore } from '../../define/state-store.ts';
import type { Body } from '../../pages/http/request-checks.ts';
import { oneLine, stripHidden } from '../../shared/text.ts';
import { inLanguages, previewTexts, type Translate } from '../page/preview-text.ts';
import type { AnswerReply, PageState, ProblemCode, WaitingList } from '../page/protocol.ts';
import { isTypedRight } from '../rules.ts';
import { announceAnswer } from './answers.ts';
import { isFresh, type Login } from './login/sessions.ts';
import { type HasTokenAt, type People, rightsTo } from './people.ts';
import { type ApprovalRecord, answeredWrongly, approved, declined, endOf, isWaiting } from './record.ts';
import { changeRecord, listWaiting, readRecord, unlist } from './records.ts';

export interface ReplyContext {
  store: StateStore;
  people: People;
  hasTokenAt: HasTokenAt;
  fourEyes: boolean;
  translate?: Translate;
  now: () => number;
}

/** Who asks the page's server, and how they logged in. */
export interface Visitor {
  person: Person;
  login: Login;
}

/** The login is too old for this. */
export const STALE = 'stale';

const MAX_NAME_LENGTH = 120;

/** Returns how a person is called on the page. */
export function nameOf({ name, subject }: Pick<Person, 'name' | 'subject'>): string {
  const id = oneLine(subject, MAX_NAME_LENGTH);
  return name === undefined ? id : `${oneLine(name, MAX_NAME_LENGTH)} (${id})`;
}

interface Found {
  reference: string;
  record: ApprovalRecord;
  asker: Person;
  rights: 'answer' | 'decline';
}

/** Returns what the visitor may know of; of what is another's they learn no more than of what does not exist. */
async function findFor(
  visitor: Visitor,
  reference: unknown,
  context: ReplyContext,
): Promise<Found | undefined> {
  const record = await readRecord(context.store, reference);
  return record && findIn(record, visitor, reference as string, context);
}

async function findIn(
  record: ApprovalRecord,
  { person }: Visitor,
  reference: string,
  context: ReplyContext,
): Promise<Found | undefined> {
  const rights = rightsTo(record, person, context);
  if (!rights) return undefined;
  // What somebody asked for who is no longer known is nobody's.
  const asker = record.subject === person.subject ? person : await context.people.find(record.subject);
  return asker && { reference, record, asker, rights };
}

/** Returns the question, how it ended, or that a fresh login is needed first; undefined for what is not for the visitor. */
export async function questionFor(
  visitor: Visitor,
  reference: unknown,
  context: ReplyContext,
): Promise<PageState | typeof STALE | undefined> {
  const found = await findFor(visitor, reference, context);
  if (!found) return undefined;
  const { record, asker, rights } = found;
  const end = endOf(record, context.now());
  if (end) return { state: end };
  if (rights === 'answer' && isStale(record, visitor, context)) return STALE;
  return {
    state: 'waiting',
    dialer: stripHidden(record.dialer),
    preview: previewTexts(record, context.translate),
    proof: 'login',
    ends_in_ms: record.ends - context.now(),
    ...(asker.subject !== visitor.person.subject && { asker: nameOf(asker) }),
    ...(rights === 'decline' && { needs_another: true }),
  };
}

const isStale = ({ fresh }: ApprovalRecord, { login }: Visitor, { now }: ReplyContext): boolean =>
  fresh && !isFresh(login, now());

/** Returns all that the visitor could answer. */
export async function waitingFor(visitor: Visitor, context: ReplyContext): Promise<WaitingList> {
  const { store, now, translate, fourEyes } = context;
  const { subject } = visitor.person;
  const listed = await listWaiting(store, now(), (entry) => fourEyes || entry.subject === subject);
  const found = await Promise.all(
    listed.map(({ reference, record }) => findIn(record, visitor, reference, context)),
  );
  return {
    state: 'list',
    items: found
      .filter((one) => one !== undefined)
      .map(({ reference, record, asker }) => ({
        reference,
        summary: inLanguages(record.summary, translate),
        ...(asker.subject !== subject && { asker: nameOf(asker) }),
        ends_in_ms: record.ends - now(),
      })),
  };
}

/** Takes a yes or a no; undefined for what is not for the visitor. */
export async function takeAnswer(
  visitor: Visitor,
  body: Body,
  context: ReplyContext,
): Promise<AnswerReply | typeof STALE | undefined> {
  const found = await findFor(visitor, body.reference, context);
  if (!found) return undefined;
  const { record, rights } = found;
  const end = endOf(record, context.now());
  if (end) return { state: end, already: true };
  if (body.answer === 'no') return settle(found, context, declined);
  if (body.answer !== 'yes') return refused('unavailable');
  if (rights === 'decline') return refused('needs_another');
  if (isStale(record, visitor, context)) return STALE;
  const { type } = record;
  if (type && !isTypedRight(body.typed, type.value)) return settle(found, context, answeredWrongly);
  return settle(found, context, (waiting) => approved(waiting, visitor.person.subject));
}

/** Changes what still waits: of two answers at the same time the first counts. */
async function settle(
  { reference }: Found,
  { store, now, translate }: ReplyContext,
  change: (record: ApprovalRecord) => ApprovalRecord,
): Promise<AnswerReply> {
  const settled = await changeRecord(store, reference, (record) => {
    const already = !isWaiting(record, now());
    const changed = already ? record : change(record);
    return { record: changed, result: { record: changed, already } };
  });
  if (!settled) return { state: 'unknown' };
  const end = endOf(settled.record, now());
  if (!end) return refused('wrong_text');
  announceAnswer(store, reference);
  // It is answered, whether the list knows it or not.
  await unlist(store, reference, now()).catch(() => {});
  if (settled.already) return { state: end, already: true };
  // Whoever has said yes is shown the secret of the act with this one reply, and never again.
  const { handover } = settled.record;
  return {
    state: end,
    ...(end === 'approved' &&
      handover && { handover: { value: handover.value, label: inLanguages(handover.label, translate) } }),
  };
}

const refused = (code: ProblemCode): AnswerReply => ({ state: 'waiting', problem: { code } });
