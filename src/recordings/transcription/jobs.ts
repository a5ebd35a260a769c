/** The transcriptions that this session has begun: one job per recording or clip, shared by all calls that want it. */
import type { FileArgs, RecordingOwner } from '../../define/recording.ts';
import type { FileTool, RequestedFile } from '../resource-uri.ts';
import { createQueue } from './job-queue.ts';
import type { TranscriptionLimits } from './limits.ts';
import type { Transcript } from './recognise.ts';

/** Seconds of speech that are done, and of all. */
export type ProgressListener = (done: number, total: number) => void;

/** The recording, or the clip of one, that a job transcribes. */
export interface JobSource extends Pick<RequestedFile, 'uri' | 'title' | 'clip'> {
  owner: RecordingOwner;
  /** That gives its audio, for these arguments. */
  tool: FileTool;
  args: FileArgs;
}

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
  join(listener?: ProgressListener): void;
  /** Counts it no more. The last call ends a job that is not settled, if it leaves since it was cancelled. */
  leave(listener: ProgressListener | undefined, signal: AbortSignal): void;
}

/** What a job's work says of it on the way. */
export interface JobReport {
  audio(sha256: string | undefined): void;
  progress: ProgressListener;
}

export type JobWork = (
  id: string,
  source: JobSource,
  signal: AbortSignal,
  report: JobReport,
) => Promise<FinishedTranscript>;

export interface JobRegistry {
  /** Returns the job under way for that source, or a new one. */
  begin(source: JobSource): TranscriptionJob;
  find(id: string): TranscriptionJob | undefined;
  /** Titles of the other recordings of this session whose audio is the same, byte for byte. */
  sameAudioAs(job: TranscriptionJob): string[];
}

/** @param work done once per job, a few jobs at a time */
export function createJobRegistry(
  work: JobWork,
  { maxParallelJobs, maxKeptJobs }: Pick<TranscriptionLimits, 'maxParallelJobs' | 'maxKeptJobs'>,
): JobRegistry {
  const jobs = new Map<string, TranscriptionJob>();
  const queue = createQueue(maxParallelJobs);
  let count = 0;

  return {
    begin(source) {
      const underWay = [...jobs.values()].find((job) => job.uri === source.uri && !job.state.settled);
      if (underWay) return underWay;
      const id = `t${++count}`;
      const stop = new AbortController();
      stop.signal.addEventListener('abort', () => jobs.delete(id));
      const job = createJob(id, source, stop, (report) =>
        queue(stop.signal, () => work(id, source, stop.signal, report)),
      );
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

function createJob(
  id: string,
  source: JobSource,
  stop: AbortController,
  start: (report: JobReport) => Promise<FinishedTranscript>,
): TranscriptionJob {
  const state: JobState = { settled: false, done: 0, total: 0 };
  const listeners = new Set<ProgressListener>();
  let waiting = 0;

  const result = start({
    audio(sha256) {
      state.sha256 = sha256;
    },
    progress(done, total) {
      Object.assign(state, { done, total });
      for (const listener of listeners) listener(done, total);
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
