/** The approvals of all people in the state that the replicas share, and the list of those that wait. */
import { randomBytes } from 'node:crypto';
import type { StateStore } from '../../define/state-store.ts';
import { APPROVAL_LIFE_MS, MAX_PENDING, tooManyPending } from '../rules.ts';
import { type ApprovalRecord, isWaiting } from './record.ts';

/** Longer than it can be answered, so that the page can say what became of it. */
const KEEP_MS = 2 * APPROVAL_LIFE_MS;

const REFERENCE = /^[\w-]{22}$/;
const newReference = (): string => randomBytes(16).toString('base64url');
export const isReference = (text: unknown): text is string =>
  typeof text === 'string' && REFERENCE.test(text);

const recordKey = (reference: string) => `approval/record/${reference}`;
const usedKey = (reference: string) => `approval/used/${reference}`;
const WAITING_KEY = 'approval/waiting';

interface WaitingEntry {
  reference: string;
  subject: string;
  binding: string;
  ends: number;
}

export async function readRecord(store: StateStore, reference: unknown): Promise<ApprovalRecord | undefined> {
  if (!isReference(reference)) return undefined;
  const text = await store.get(recordKey(reference));
  return text === undefined ? undefined : JSON.parse(text);
}

/** Changes a record as a whole, whatever other replicas do meanwhile. @returns undefined where there is none */
export async function changeRecord<T>(
  store: StateStore,
  reference: string,
  change: (record: ApprovalRecord) => { record: ApprovalRecord; result: T },
): Promise<T | undefined> {
  return store.update<T | undefined>(recordKey(reference), KEEP_MS, (present) => {
    if (present === undefined) return { value: undefined, result: undefined };
    const { record, result } = change(JSON.parse(present));
    return { value: JSON.stringify(record), result };
  });
}

/** @returns its reference @throws ToolError where too many wait already */
export async function addRecord(store: StateStore, record: ApprovalRecord, now: number): Promise<string> {
  const reference = newReference();
  // Before it is listed: what is listed can be read.
  await store.set(recordKey(reference), JSON.stringify(record), KEEP_MS);
  const { subject, binding, ends } = record;
  const isListed = await changeWaiting(store, now, (entries) => {
    if (entries.filter((entry) => entry.subject === subject).length >= MAX_PENDING)
      return { entries, result: false };
    return { entries: [...entries, { reference, subject, binding, ends }], result: true };
  });
  if (isListed) return reference;
  await store.delete(recordKey(reference));
  throw tooManyPending();
}

/** Takes off the list what waits no more. */
export const unlist = (store: StateStore, reference: string, now: number): Promise<void> =>
  changeWaiting(store, now, (entries) => ({
    entries: entries.filter((entry) => entry.reference !== reference),
    result: undefined,
  }));

/** Returns those that wait, the oldest first, as far as they are looked for. */
export async function listWaiting(
  store: StateStore,
  now: number,
  isWanted: (entry: Omit<WaitingEntry, 'reference'>) => boolean,
): Promise<{ reference: string; record: ApprovalRecord }[]> {
  const entries = parseWaiting(await store.get(WAITING_KEY), now).filter(isWanted);
  const found = await Promise.all(
    entries.map(async ({ reference }) => ({ reference, record: await readRecord(store, reference) })),
  );
  return found.flatMap(({ reference, record }) =>
    record && isWaiting(record, now) ? [{ reference, record }] : [],
  );
}

/** Marks a yes as acted upon: of all replicas one alone gets true. */
export const useOnce = (store: StateStore, reference: string, run: string): Promise<boolean> =>
  store.add(usedKey(reference), '1', KEEP_MS, run);

const changeWaiting = <T>(
  store: StateStore,
  now: number,
  change: (entries: WaitingEntry[]) => { entries: WaitingEntry[]; result: T },
): Promise<T> =>
  store.update(WAITING_KEY, KEEP_MS, (present) => {
    const { entries, result } = change(parseWaiting(present, now));
    return { value: entries.length ? JSON.stringify(entries) : undefined, result };
  });

const parseWaiting = (text: string | undefined, now: number): WaitingEntry[] =>
  text === undefined ? [] : (JSON.parse(text) as WaitingEntry[]).filter(({ ends }) => now < ends);
