/** Answers calls for transcripts: a job per recording, waited for as long as a host waits. */
import type { Config } from '../../config/config.ts';
import type { DescribeOwner, RecordingOwner, TranscriptionRequest } from '../../define/recording.ts';
import type { Row } from '../../define/row.ts';
import type { StateStore } from '../../define/state-store.ts';
import type { Tool } from '../../define/tool.ts';
import type { Progress } from '../../define/tool-context.ts';
import type { Endpoints } from '../../dialer/endpoints.ts';
import type { Deadline } from '../../shared/deadline.ts';
import { ToolError } from '../../shared/tool-error.ts';
import type { ResourceRegistry } from '../resource-registry.ts';
import type { SpeechEngine } from './engines/engine.ts';
import { type JobSource, jobSource, type SourceRange } from './job-source.ts';
import { createJobRegistry, type JobRegistry, type JobWork, queued, type TranscriptionJob } from './jobs.ts';
import { TRANSCRIPTION_LIMITS, type TranscriptionLimits } from './limits.ts';
import { createRecogniser } from './recognise.ts';
import { shareJobs, shareWork } from './replicas/shared-jobs.ts';
import { createSharedRecords, newJobId } from './replicas/shared-records.ts';
import { createJobWork } from './run-job.ts';
import { oneAnswer, severalAnswer } from './transcript-response.ts';
import { combinedProgress, outcomeOf } from './wait-for-job.ts';

/** @throws ToolError */
export type Transcribe = (
  request: TranscriptionRequest,
  deadline: Deadline,
  progress: Progress | undefined,
  describeOwner: DescribeOwner,
) => Promise<Row>;

export function createTranscriber(
  config: Config,
  engine: SpeechEngine,
  endpoints: Pick<Endpoints, 'download'>,
  tools: readonly Tool[],
  registry: ResourceRegistry,
  changedLimits: Partial<TranscriptionLimits> = {},
  state?: StateStore,
): Transcribe {
  const limits = { ...TRANSCRIPTION_LIMITS, ...changedLimits };
  const recognise = createRecogniser(engine, config.recordings.channels);
  const work = queued(createJobWork(endpoints, registry, recognise, limits), limits.maxParallelJobs);
  const jobRegistry = state
    ? sharedJobs(work, state, limits, (owner, range) => jobSource(owner, range, tools, config))
    : createJobRegistry(work, limits.maxKeptJobs);

  return async (request, deadline, progress, describeOwner) => {
    const jobs = await jobsOf(request, tools, jobRegistry, config);
    const ms = Math.min(limits.answerMs, deadline.leftMs()) - limits.marginMs;
    const outcomes = await Promise.all(
      jobs.map((job, i) =>
        outcomeOf(job, describeOwner, {
          ms,
          signal: deadline.signal,
          progress: progress && combinedProgress(jobs, i, progress),
        }),
      ),
    );
    // Only when all were waited for is it known which have the same audio.
    const compared = outcomes.map((outcome) => ({
      ...outcome,
      sameAudioAs: jobRegistry.sameAudioAs(outcome.job),
    }));
    return compared.length === 1
      ? oneAnswer(compared[0]!, request, config)
      : severalAnswer(compared, request, config);
  };
}

function sharedJobs(
  work: JobWork,
  state: StateStore,
  limits: TranscriptionLimits,
  sourceOf: (...of: [owner: RecordingOwner, range: SourceRange]) => JobSource,
): JobRegistry {
  const records = createSharedRecords(state, limits.leaseMs);
  const own = createJobRegistry(shareWork(work, records, limits), limits.maxKeptJobs, newJobId);
  return shareJobs(own, records, ({ owner, range }) => sourceOf(owner, range));
}

/** Returns the jobs that a call asks for, begun where they are new. @throws ToolError invalid_arguments */
async function jobsOf(
  request: TranscriptionRequest,
  tools: readonly Tool[],
  registry: JobRegistry,
  config: Config,
): Promise<TranscriptionJob[]> {
  const { source, start_s, end_s } = request;
  if ('owners' in source)
    return Promise.all(
      source.owners.map((owner) => registry.begin(jobSource(owner, { start_s, end_s }, tools, config))),
    );
  if (start_s !== undefined || end_s !== undefined)
    throw new ToolError(
      'invalid_arguments',
      'A clip is a transcript of its own: give start_s and end_s with call_ids or order_id.',
    );
  const job = await registry.find(source.transcript);
  if (job) return [job];
  throw new ToolError(
    'invalid_arguments',
    `There is no transcript ${source.transcript.slice(0, 40)} in this session: ask with call_ids or order_id.`,
  );
}
