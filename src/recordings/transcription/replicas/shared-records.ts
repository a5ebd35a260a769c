/** What replicas know of each other's transcriptions: which there are, who is at one, and what came of it. */
import { randomBytes } from 'node:crypto';
import type { RecordingOwner } from '../../../define/recording.ts';
import type { StateStore } from '../../../define/state-store.ts';
import { parseJson } from '../../../shared/json.ts';
import type { ErrorKind } from '../../../shared/tool-error.ts';
import { KEPT_MS } from '../../kept-state.ts';
import type { SourceRange } from '../job-source.ts';
import type { FinishedTranscript } from '../jobs.ts';

export interface TranscriptRecord {
  owner: RecordingOwner;
  range: SourceRange;
  /** Absent while nobody has come to the end of it. */
  end?: TranscriptEnd;
}

export type TranscriptEnd =
  | { finished: FinishedTranscript; sha256?: string }
  | { error: { kind: ErrorKind; message: string; status?: number } };

/** Who transcribes a recording now; it has to be renewed, so that a dead replica has none. */
export interface Lease {
  /** Of the job. */
  id: string;
  replica: string;
  /** Seconds of speech, as in a job's state. */
  done: number;
  total: number;
}

const recordKey = (id: string): string => `transcript/${id}`;
const leaseKey = (uri: string): string => `transcribing/${uri}`;

/** Replicas number nothing together. */
export const newJobId = (): string => `t${randomBytes(6).toString('hex')}`;

export type SharedRecords = ReturnType<typeof createSharedRecords>;

/** @param state of one person. Every method throws a ToolError `unavailable` where it can't be reached. */
export function createSharedRecords(state: StateStore, leaseMs: number) {
  const replica = newJobId();

  const changeLease = <T>(uri: string, change: (lease: Lease | undefined) => [Lease | undefined, T]) =>
    state.update(leaseKey(uri), leaseMs, (text) => {
      const [next, result] = change(text === undefined ? undefined : (parseJson(text) as Lease));
      return { value: next && JSON.stringify(next), result };
    });

  return {
    async read(id: string): Promise<TranscriptRecord | undefined> {
      const text = await state.get(recordKey(id));
      return text === undefined ? undefined : (parseJson(text) as TranscriptRecord);
    },
    save: (id: string, record: TranscriptRecord): Promise<void> =>
      state.set(recordKey(id), JSON.stringify(record), KEPT_MS),
    remove: (id: string): Promise<void> => state.delete(recordKey(id)),

    isOwn: (lease: Lease, id: string): boolean => lease.replica === replica && lease.id === id,
    /** Returns the lease of whoever transcribes that recording: a new one of this replica where nobody does. */
    async take(uri: string, id: string): Promise<Lease> {
      const own: Lease = { id, replica, done: 0, total: 0 };
      if (await state.add(leaseKey(uri), JSON.stringify(own), leaseMs)) return own;
      const text = await state.get(leaseKey(uri));
      // It has just ended: the next one who looks takes it.
      return text === undefined ? this.take(uri, id) : (parseJson(text) as Lease);
    },
    /** Keeps this replica's lease, and takes it anew where it has ended; not where another replica has one by now. */
    renew: (uri: string, own: Pick<Lease, 'id' | 'done' | 'total'>): Promise<void> =>
      changeLease(uri, (lease) => {
        if (lease && lease.replica !== replica) throw new LeaseLost();
        return [{ ...own, replica }, undefined];
      }),
    /** Leaves the lease of whoever has begun anew. */
    release: (uri: string, id: string): Promise<void> =>
      changeLease(uri, (lease) => [
        lease?.id === id && lease.replica === replica ? undefined : lease,
        undefined,
      ]),
  };
}

/** Another replica has begun anew. */
class LeaseLost extends Error {}
