/** The transcriptions that this session has begun: one job per recording or clip, shared by all calls that want it. */
import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../../define/tool-context.ts';
import { createQueue } from './job-queue.ts';
import type { JobSource } from './job-source.ts';
import type { Transcript } from './recognise.ts';

/** What is counted of recognition. */
export const SECONDS_HEARD = 'seconds heard';

export interface FinishedTranscript {
  transcript: Transcript;
  /** Where a clip starts in the recording, in seconds. */
  from_s: number;
}

interface JobState {
  settled: boolean;
  /** Seconds of speech that are done, of `total`; 0 of 0 before that is known. */
  done: number;
  total: number;
  /** Of the audio, once it is known. */
  sha256?: string;
}

export interface TranscriptionJob extends JobSource {
  readonly id: string;
  readonly result: Promise<FinishedTranscript>;
  readonly state: Readonly<JobState>;
  /** Counts a call that waits for the job, and tells it of progress. */
  join(listener?: Progress): void;
  /** Counts it no more. The last call ends a job that is not settled, if it leaves since it was cancelled. */
  leave(listener: Progress | undefined, signal: AbortSignal): void;
}

/** What a job's work says of it on the way. */
export interface JobReport {
  audio(sha256: string | undefined): void;
  /** Bytes of the recording that were read, and of all where that is known. */
  download(done: number, total: number | undefined): void;
  /** Seconds of speech that are done, and of all. */
  progress(done: number, total: number): void;
}

export type JobWork = (
  id: string,
  source: JobSource,
  signal: AbortSignal,
  report: JobReport,
) => Promise<FinishedTranscript>;

export interface JobRegistry {
  /** Returns the job under way for that source, or a new one. */
  begin(source: JobSource): TranscriptionJob | Promise<TranscriptionJob>;
  find(id: string): TranscriptionJob | undefined | Promise<TranscriptionJob | undefined>;
  /** Titles of the other recordings of this session whose audio is the same, byte for byte. */
  sameAudioAs(job: TranscriptionJob): string[];
}

/** The jobs of this process. */
export interface OwnJobs extends JobRegistry {
  /** @param id of a job that may run here or elsewhere already; by default a new one */
  begin(source: JobSource, id?: string): TranscriptionJob;
  find(id: string): TranscriptionJob | undefined;
}

/** Returns work of which no more than so many run at a time. */
export function queued(work: JobWork, maxParallelJobs: number): JobWork {
  const queue = createQueue(maxParallelJobs);
  return async (id, source, signal, report) => {
    // After what the call itself asks the dialer for: whose recording it is.
    await setImmediate();
    return queue(signal, () => work(id, source, signal, report));
  };
}

/** @param work done once per job. @param newId names a job that has no id yet */
export function createJobRegistry(work: JobWork, maxKeptJobs: number, newId = numberedIds()): OwnJobs {
  const jobs = new Map<string, TranscriptionJob>();
  const underWay = (uri: string) => [...jobs.values()].find((job) => job.uri === uri && !job.state.settled);

  return {
    begin(source, givenId) {
      const present = givenId === undefined ? underWay(source.uri) : jobs.get(givenId);
      if (present) return present;
      const id = givenId ?? newId();
      const stop = new AbortController();
      stop.signal.addEventListener('abort', () => jobs.delete(id));
      const job = createJob(id, source, stop, (report) => work(id, source, stop.signal, report));
      jobs.set(id, job);
      for (const [oldId, { state }] of jobs) if (jobs.size > maxKeptJobs && state.settled) jobs.delete(oldId);
      return job;
    },
    find: (id) => jobs.get(id),
    sameAudioAs({ uri, state: { sha256 } }) {
      if (sha256 === undefined) return [];
      const others = [...jobs.values()].filter((job) => job.uri !== uri && job.state.sha256 === sha256);
      return [...new Set(others.map(({ title }) => title))];
    },
  };
}

function numberedIds(): () => string {
  let count = 0;
  return () => `t${++count}`;
}

const recordingOf = ({ owner }: JobSource): string =>
  'call_id' in owner ? `the recording of call ${owner.call_id}` : `the recording of order ${owner.order_id}`;

function createJob(
  id: string,
  source: JobSource,
  stop: AbortController,
  start: (report: JobReport) => Promise<FinishedTranscript>,
): TranscriptionJob {
  const state: JobState = { settled: false, done: 0, total: 0 };
  const listeners = new Set<Progress>();
  let waiting = 0;

  const result = start({
    audio(sha256) {
      state.sha256 = sha256;
    },
    download(done, total) {
      for (const listener of listeners) listener(done, total, `bytes of ${recordingOf(source)} read`);
    },
    progress(done, total) {
      Object.assign(state, { done, total });
      for (const listener of listeners) listener(done, total, SECONDS_HEARD);
    },
  });
  const settle = () => {
    state.settled = true;
  };
  result.then(settle, settle);

  return {
    ...source,
    id,
    result,
    state,
    join(listener) {
      waiting++;
      if (listener) listeners.add(listener);
    },
    leave(listener, signal) {
      if (listener) listeners.delete(listener);
      waiting--;
      if (signal.aborted && waiting === 0 && !state.settled) stop.abort(signal.reason);
    },
  };
}
