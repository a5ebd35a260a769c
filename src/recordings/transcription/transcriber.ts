/** A job per recording that is to be heard, waited for as long as a host waits. */
import type { Config } from '../../config/config.ts';
import type { DescribeOwner, RecordingOwner } from '../../define/recording.ts';
import type { Args, Row } from '../../define/row.ts';
import { endpoint, type Tool } from '../../define/tool.ts';
import type { Endpoints } from '../../dialer/endpoints.ts';
import { megabytes } from '../../dialer/response-body.ts';
import { abortable, type Deadline, withDeadline } from '../../shared/deadline.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { createMemorySink, fetchRecording } from '../fetch-recording.ts';
import type { ResourceRegistry } from '../resource-registry.ts';
import { type FileTool, resourceFor } from '../resource-uri.ts';
import type { SpeechEngine } from './engines/engine.ts';
import { createQueue, createSharedWork } from './job-queue.ts';
import { recognise, type Transcript } from './recognise.ts';
import {
  type FinishedTranscript,
  oneAnswer,
  severalAnswer,
  type TranscriptProgress,
  type TranscriptRequest,
} from './transcript-response.ts';

/** Most hosts end a call after a minute. */
const ANSWER_MS = 45_000;
/** What a call needs to answer before its own deadline. */
const MARGIN_MS = 500;
/** A job's download is nobody's call. */
const DOWNLOAD_MS = 600_000;
/** It is kept in memory while it is transcribed: three hours of two A-law channels. */
const MAX_AUDIO_BYTES = 180_000_000;
/** Recordings in memory at a time. */
const MAX_JOBS = 2;
const MAX_KEPT_JOBS = 50;

interface Job extends TranscriptRequest {
  /** Of the recording, for people. */
  title: string;
  result: Promise<FinishedTranscript>;
  settled: boolean;
  stop: AbortController;
  /** Calls that wait for it. */
  waiting: number;
  /** Of what was heard, once that is known. */
  sha256?: string;
  tell: Set<(done: number, total: number) => void>;
}

type Progress = (done: number, total: number) => void;

export type Transcribe = (
  args: Args,
  deadline: Deadline,
  progress: Progress | undefined,
  about: DescribeOwner,
) => Promise<Row>;

export function createTranscriber(
  config: Config,
  engine: SpeechEngine,
  endpoints: Endpoints,
  tools: readonly Tool[],
  met: ResourceRegistry,
): Transcribe {
  const jobs = new Map<string, Job>();
  const job = createQueue(MAX_JOBS);
  const turn = createQueue(engine.parallel);
  const found = { untimed: false };
  const transcripts = createSharedWork<Transcript>(MAX_KEPT_JOBS);
  let count = 0;

  return async (args, deadline, progress, about) => {
    const ids = [...new Set((args.call_ids as number[] | undefined) ?? [])];
    const { call_ids: _, ...rest } = args;
    const asked = ids.length
      ? ids.map((call_id) => begin({ ...rest, call_id }))
      : [args.transcript === undefined ? begin(args) : named(args)];
    const waitMs = Math.min(ANSWER_MS, deadline.leftMs()) - MARGIN_MS;
    const ended = await Promise.all(
      asked.map((one, i) => progressOf(one, waitMs, deadline.signal, about, sumProgress(asked, i, progress))),
    );
    // Only when all were waited for is it known which of them are the same.
    const told = ended.map((one, i) => ({ ...one, same: sameAs(asked[i]!) }));
    return told.length === 1 ? oneAnswer(told[0]!, args, config) : severalAnswer(told, args, config);
  };

  /** Titles of the others that this session has heard whose sound is the same. */
  function sameAs({ sha256, uri }: Job): string[] {
    if (sha256 === undefined) return [];
    const others = [...jobs.values()].filter((other) => other.uri !== uri && other.sha256 === sha256);
    return [...new Set(others.map(({ title }) => title))];
  }

  function named({ transcript, start_s, end_s }: Args): Job {
    if (start_s !== undefined || end_s !== undefined)
      throw new ToolError(
        'invalid_arguments',
        'A clip is a transcript of its own: give start_s and end_s with call_ids or order_id.',
      );
    const id = String(transcript);
    const known = jobs.get(id);
    if (known) return known;
    throw new ToolError(
      'invalid_arguments',
      `There is no transcript ${id.slice(0, 40)} in this session: ask with call_ids or order_id.`,
    );
  }

  /** Who asks for what is under way gets that. */
  function begin(args: Args): Job {
    const source = args.call_id === undefined ? 'get_order_recording' : 'get_call_recording';
    const tool = endpoint(tools, source) as FileTool;
    const { call_id, order_id, start_s, end_s } = args;
    const asked = { ...(call_id === undefined ? { order_id } : { call_id }), start_s, end_s };
    const { uri, title } = resourceFor(tool.answer, asked);
    const underWay = [...jobs.values()].find((other) => other.uri === uri && !other.settled);
    if (underWay) return underWay;

    const stop = new AbortController();
    stop.signal.addEventListener('abort', () => jobs.delete(begun.id));
    const begun: Job = {
      id: `t${++count}`,
      uri,
      title,
      of: (call_id === undefined ? { order_id } : { call_id }) as RecordingOwner,
      clipped: start_s !== undefined || end_s !== undefined,
      stop,
      settled: false,
      waiting: 0,
      done: 0,
      total: 0,
      tell: new Set(),
      result: job(stop.signal, () => run(begun, tool, asked)),
    };
    jobs.set(begun.id, begun);
    const settle = () => {
      begun.settled = true;
    };
    begun.result.then(settle, settle);
    for (const [id, { settled }] of jobs) if (jobs.size > MAX_KEPT_JOBS && settled) jobs.delete(id);
    return begun;
  }

  async function run(begun: Job, tool: FileTool, args: Args): Promise<FinishedTranscript> {
    const { signal } = begun.stop;
    const { clip, title } = resourceFor(tool.answer, args);
    const into = createMemorySink();
    const taken = await withDeadline(DOWNLOAD_MS, signal, async (deadline) => {
      const download = await endpoints.download(tool.name, args, deadline);
      const limit = { bytes: MAX_AUDIO_BYTES, tooLarge };
      return fetchRecording(download, { clip, limit, ...into });
    });
    // A clip of a file whose header is wrong is hashed by nobody: it is heard anew.
    const { type, bytes, sound, sha256 = begun.id } = taken;
    if (!type.startsWith('audio/'))
      throw new ToolError('bad_answer', 'The dialer answered with a PDF instead of sound.');
    met.add({ uri: begun.uri, title, type, bytes });
    begun.sha256 = taken.sha256;
    const progress = (done: number, total: number) => {
      Object.assign(begun, { done, total });
      for (const tell of begun.tell) tell(done, total);
    };
    const transcript = await transcripts(sha256, signal, (ended) =>
      recognise(
        { bytes: into.bytes(), type, seconds: sound.duration_s ?? 0 },
        { engine, turn, found, channels: config.recordings.channels, signal: ended, progress },
      ),
    );
    return { transcript, from_s: sound.start_s ?? 0 };
  }
}

const tooLarge = (has: string, seconds: number | undefined): ToolError =>
  new ToolError(
    'too_large',
    `The recording has ${has}; ${megabytes(MAX_AUDIO_BYTES)} can be transcribed at a time. Ask for a clip with start_s and end_s${seconds ? `, of ${seconds} s at most` : ''}.`,
  );

/** Whatever becomes of one, the others are told of. @throws what is no ToolError, and all when the call is cancelled */
async function progressOf(
  job: Job,
  ms: number,
  signal: AbortSignal,
  about: DescribeOwner,
  progress: Progress | undefined,
): Promise<Omit<TranscriptProgress, 'same'>> {
  const [heard, row] = await Promise.all([
    waitFor(job, ms, signal, progress).catch((error) => {
      if (signal.aborted || !(error instanceof ToolError)) throw error;
      return error;
    }),
    withinMs(ms, abortable(signal, about(job.of))),
  ]);
  return {
    job,
    about: row ?? { ...job.of, not_read: 'Whose recording it is could not be read in time.' },
    ...(heard instanceof ToolError ? { error: heard } : { heard }),
  };
}

/** @returns undefined when time is up */
async function withinMs<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Progress of one of several, told as that of all. */
function sumProgress(jobs: readonly Job[], at: number, progress: Progress | undefined): Progress | undefined {
  if (!progress) return undefined;
  const sum = (what: (job: Job, i: number) => number) => jobs.reduce((all, job, i) => all + what(job, i), 0);
  return (done, total) =>
    progress(
      sum((job, i) => (i === at ? done : job.done)),
      sum((job, i) => (i === at ? total : job.total)),
    );
}

/** @returns undefined when time is up. A call that is cancelled ends a job that no other call waits for. */
async function waitFor(job: Job, ms: number, signal: AbortSignal, progress: Progress | undefined) {
  job.waiting++;
  if (progress) job.tell.add(progress);
  try {
    return await abortable(signal, withinMs(ms, job.result));
  } finally {
    if (progress) job.tell.delete(progress);
    job.waiting--;
    if (signal.aborted && job.waiting === 0 && !job.settled) job.stop.abort(signal.reason);
  }
}
