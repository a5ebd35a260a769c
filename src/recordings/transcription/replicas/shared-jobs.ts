/**
 * Jobs of all replicas: a recording is transcribed by one of them at a time, and whoever asks another one follows. Where
 * the state is lost, each works for itself: reading goes on.
 */
import { sleep } from '../../../shared/deadline.ts';
import { ToolError } from '../../../shared/tool-error.ts';
import { unlessLost } from '../../kept-state.ts';
import type { JobSource, SourceRange } from '../job-source.ts';
import type { FinishedTranscript, JobRegistry, JobReport, JobWork, OwnJobs } from '../jobs.ts';
import type { TranscriptionLimits } from '../limits.ts';
import {
  type Lease,
  newJobId,
  type SharedRecords,
  type TranscriptEnd,
  type TranscriptRecord,
} from './shared-records.ts';

type SharedLimits = Pick<TranscriptionLimits, 'leaseMs' | 'pollMs'>;

/** @param sourceOf finds the recording of a record again */
export function shareJobs(
  own: OwnJobs,
  records: SharedRecords,
  sourceOf: (record: TranscriptRecord) => JobSource,
): JobRegistry {
  return {
    async begin(source) {
      const id = newJobId();
      const lease = await unlessLost(() => records.take(source.uri, id));
      if (lease?.id === id) await unlessLost(() => records.save(id, recordOf(source)));
      return lease ? own.begin(source, lease.id) : own.begin(source);
    },
    async find(id) {
      const present = own.find(id);
      if (present) return present;
      const record = await records.read(id);
      return record && own.begin(sourceOf(record), id);
    },
    sameAudioAs: own.sameAudioAs,
  };
}

function recordOf({ owner, args }: JobSource): TranscriptRecord {
  const { start_s, end_s }: SourceRange = args;
  return { owner, range: { start_s, end_s } };
}

/** Returns work that is done by one replica for all. */
export function shareWork(work: JobWork, records: SharedRecords, limits: SharedLimits): JobWork {
  return async (jobId, source, signal, report) => {
    let id = jobId;
    /** When another replica was last seen at it. */
    let followedAt: number | undefined;
    for (;;) {
      const found = await unlessLost(() => lookAt(id, source, records));
      if (found?.end) return outcomeOf(found.end, report);
      if (found && records.isOwn(found.lease, id))
        return workForAll(work, records, limits, { id, source, signal, report });
      if (found) {
        followedAt = performance.now();
        // Whoever has begun anew since is followed instead.
        id = found.lease.id;
        report.progress(found.lease.done, found.lease.total);
      } else if (followedAt === undefined || performance.now() - followedAt > limits.leaseMs)
        return work(id, source, signal, report);
      await sleep(limits.pollMs, signal);
    }
  };
}

/** Returns what came of a job, else who is at it: this replica, where nobody was. */
async function lookAt(
  id: string,
  { uri }: JobSource,
  records: SharedRecords,
): Promise<{ end: TranscriptEnd } | { end?: undefined; lease: Lease }> {
  const end = (await records.read(id))?.end;
  if (end) return { end };
  const lease = await records.take(uri, id);
  if (!records.isOwn(lease, id)) return { lease };
  // The replica that had the lease may have come to the end between the two looks.
  const endSince = (await records.read(id))?.end;
  if (!endSince) return { lease };
  await records.release(uri, id);
  return { end: endSince };
}

function outcomeOf(end: TranscriptEnd, report: JobReport): FinishedTranscript {
  if ('error' in end) throw new ToolError(end.error.kind, end.error.message, end.error.status);
  report.audio(end.sha256);
  return end.finished;
}

interface JobRun {
  id: string;
  source: JobSource;
  signal: AbortSignal;
  report: JobReport;
}

/** Does the work under a lease, and leaves what comes of it to the others. */
async function workForAll(
  work: JobWork,
  records: SharedRecords,
  { leaseMs }: SharedLimits,
  { id, source, signal, report }: JobRun,
): Promise<FinishedTranscript> {
  const progress = { id, done: 0, total: 0 };
  let sha256: string | undefined;
  const renewal = setInterval(() => void records.renew(source.uri, progress).catch(() => {}), leaseMs / 10);
  try {
    const finished = await work(id, source, signal, {
      ...report,
      audio(hash) {
        sha256 = hash;
        report.audio(hash);
      },
      progress(done, total) {
        Object.assign(progress, { done, total });
        report.progress(done, total);
      },
    });
    await unlessLost(() => records.save(id, { ...recordOf(source), end: { finished, sha256 } }));
    return finished;
  } catch (error) {
    await unlessLost(() => saveFailure(error));
    throw error;
  } finally {
    clearInterval(renewal);
    // Where that fails the lease ends by itself.
    await records.release(source.uri, id).catch(() => {});
  }

  function saveFailure(error: unknown): Promise<void> {
    // One that was cancelled here may be wanted elsewhere: whoever follows it begins anew.
    if (signal.aborted || !(error instanceof ToolError)) return records.remove(id);
    const { kind, message, status } = error;
    return records.save(id, { ...recordOf(source), end: { error: { kind, message, status } } });
  }
}
