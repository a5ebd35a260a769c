/** What a call learns of a job while it waits: its end, or how far it is when time is up. */
import type { DescribeOwner } from '../../define/recording.ts';
import type { Progress } from '../../define/tool-context.ts';
import { abortable } from '../../shared/deadline.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { type FinishedTranscript, SECONDS_HEARD, type TranscriptionJob } from './jobs.ts';
import type { TranscriptionOutcome } from './transcript-response.ts';

/** How long a call waits, and whom it tells. */
export interface Waiting {
  ms: number;
  /** Aborts when the call is cancelled. */
  signal: AbortSignal;
  progress?: Progress;
}

/**
 * Waits for a job, and meanwhile reads whose recording it is. An error of the job becomes part of the outcome, so that the
 * other recordings of the call are told of.
 * @throws what is no ToolError, and everything when the call is cancelled
 */
export async function outcomeOf(
  job: TranscriptionJob,
  describeOwner: DescribeOwner,
  waiting: Waiting,
): Promise<Omit<TranscriptionOutcome, 'sameAudioAs'>> {
  const { ms, signal } = waiting;
  const [end, description] = await Promise.all([
    waitForJob(job, waiting).then(
      (finished) => ({ finished }),
      (error) => {
        if (signal.aborted || !(error instanceof ToolError)) throw error;
        return { error };
      },
    ),
    withinMs(ms, abortable(signal, describeOwner(job.owner))),
  ]);
  return {
    job,
    owner: description ?? { ...job.owner, not_read: 'Whose recording it is could not be read in time.' },
    ...end,
  };
}

/** Returns undefined when time is up. A call that is cancelled ends a job that no other call waits for. */
async function waitForJob(
  job: TranscriptionJob,
  { ms, signal, progress }: Waiting,
): Promise<FinishedTranscript | undefined> {
  job.join(progress);
  try {
    return await abortable(signal, withinMs(ms, job.result));
  } finally {
    job.leave(progress, signal);
  }
}

/** Returns undefined when time is up. */
async function withinMs<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

/** Returns a listener for one of several jobs, which tells of all together what is heard, and of each what is downloaded. */
export const combinedProgress =
  (jobs: readonly TranscriptionJob[], index: number, progress: Progress): Progress =>
  (done, total = 0, what) => {
    if (what !== SECONDS_HEARD) return progress(done, total || undefined, what);
    let [allDone, allTotal] = [done, total];
    for (const [i, { state }] of jobs.entries()) {
      if (i === index) continue;
      allDone += state.done;
      allTotal += state.total;
    }
    progress(allDone, allTotal, what);
  };
