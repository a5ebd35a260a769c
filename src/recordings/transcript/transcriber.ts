/** What transcribe_recording does: a job per recording, waited for as long as a host waits, and answered in pages. */

import { clean } from '../../answer/clean.ts';
import { ASKED_BUDGET, fitRows } from '../../answer/fit.ts';
import { quoted } from '../../answer/shape.ts';
import type { Config } from '../../config.ts';
import { megabytes } from '../../dialer/body.ts';
import type { Dialer } from '../../dialer/client.ts';
import { type Deadline, heeding, withDeadline } from '../../dialer/deadline.ts';
import { ToolError } from '../../errors.ts';
import { type Args, endpoint, type Row, type Tool } from '../../tool.ts';
import { wireRequest } from '../../wire.ts';
import { addressed, type FileTool } from '../address.ts';
import type { Met } from '../met.ts';
import { memory, take } from '../take.ts';
import type { SpeechEngine } from './engine.ts';
import { hear, type Transcript } from './hear.ts';
import { shared, turns } from './jobs.ts';
import { hundredth, speakersOf } from './lines.ts';

/** Most hosts end a call after a minute. */
const ANSWER_MS = 45_000;
/** What a call needs to answer before its own deadline. */
const MARGIN_MS = 500;
/** A job's download is nobody's call. */
const DOWNLOAD_MS = 600_000;
/** It is kept in memory while it is transcribed: three hours of two A-law channels. */
const AUDIO_CAP = 180_000_000;
/** Recordings in memory at a time. */
const JOBS_AT_ONCE = 2;
const KEPT = 50;
/** Below 8,000 tokens: spoken Swedish, with a speaker and two times to each line, has 2.7 characters to a token. */
const PAGE_BUDGET = 18_000;

interface Job {
  id: string;
  uri: string;
  result: Promise<{ transcript: Transcript; from_s: number }>;
  settled: boolean;
  stop: AbortController;
  /** Calls that wait for it. */
  waiting: number;
  /** Seconds of speech that are done, of so many. */
  done: number;
  total: number;
  tell: Set<(done: number, total: number) => void>;
}

export type Transcribe = (
  args: Args,
  deadline: Deadline,
  progress?: (done: number, total: number) => void,
) => Promise<Row>;

export function createTranscriber(
  config: Config,
  engine: SpeechEngine,
  dialer: Dialer,
  tools: readonly Tool[],
  met: Met,
): Transcribe {
  const jobs = new Map<string, Job>();
  const job = turns(JOBS_AT_ONCE);
  const turn = turns(engine.parallel);
  const found = { untimed: false };
  const transcripts = shared<Transcript>(KEPT);
  let count = 0;

  return async (args, deadline, progress) => {
    const one = args.transcript === undefined ? begin(args) : named(args);
    const waitMs = Math.min(ANSWER_MS, deadline.leftMs()) - MARGIN_MS;
    const result = await waitFor(one, waitMs, deadline.signal, progress);
    if (!result) return working(one);
    return answer(one, result, args, config, engine);
  };

  function named({ transcript, start_s, end_s }: Args): Job {
    if (start_s !== undefined || end_s !== undefined)
      throw new ToolError(
        'invalid_arguments',
        'A clip is a transcript of its own: give start_s and end_s with call_id or order_id.',
      );
    const id = String(transcript);
    const known = jobs.get(id);
    if (known) return known;
    throw new ToolError(
      'invalid_arguments',
      `There is no transcript ${id.slice(0, 40)} in this session: ask with call_id or order_id.`,
    );
  }

  /** Who asks for what is under way gets that. */
  function begin(args: Args): Job {
    const source = args.call_id === undefined ? 'get_order_recording' : 'get_call_recording';
    const tool = endpoint(tools, source) as FileTool;
    const { call_id, order_id, start_s, end_s } = args;
    const asked = { ...(call_id === undefined ? { order_id } : { call_id }), start_s, end_s };
    const { uri } = addressed(tool.answer, asked);
    const underWay = [...jobs.values()].find((other) => other.uri === uri && !other.settled);
    if (underWay) return underWay;

    const stop = new AbortController();
    stop.signal.addEventListener('abort', () => jobs.delete(begun.id));
    const begun: Job = {
      id: `t${++count}`,
      uri,
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
    for (const [id, { settled }] of jobs) if (jobs.size > KEPT && settled) jobs.delete(id);
    return begun;
  }

  async function run(
    begun: Job,
    tool: FileTool,
    args: Args,
  ): Promise<{ transcript: Transcript; from_s: number }> {
    const { signal } = begun.stop;
    const { wish, title } = addressed(tool.answer, args);
    const into = memory();
    const taken = await withDeadline(DOWNLOAD_MS, signal, async (deadline) => {
      const download = await dialer.download(wireRequest(tool.request, args), deadline);
      const cap = { bytes: AUDIO_CAP, tooLarge };
      return take(download, { wish, cap, ...into });
    });
    // A clip of a file whose header is wrong is hashed by nobody: it is heard anew.
    const { type, bytes, sound, sha256 = begun.id } = taken;
    if (!type.startsWith('audio/'))
      throw new ToolError('bad_answer', 'The dialer answered with a PDF instead of sound.');
    met.add({ uri: begun.uri, title, type, bytes });
    const progress = (done: number, total: number) => {
      Object.assign(begun, { done, total });
      for (const tell of begun.tell) tell(done, total);
    };
    const transcript = await transcripts(sha256, signal, (ended) =>
      hear(
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
    `The recording has ${has}; ${megabytes(AUDIO_CAP)} can be transcribed at a time. Ask for a clip with start_s and end_s${seconds ? `, of ${seconds} s at most` : ''}.`,
  );

/** @returns undefined when time is up. A call that is cancelled ends a job that no other call waits for. */
async function waitFor(
  job: Job,
  ms: number,
  signal: AbortSignal,
  progress?: (done: number, total: number) => void,
) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  job.waiting++;
  if (progress) job.tell.add(progress);
  try {
    return await heeding(signal, Promise.race([job.result, late]));
  } finally {
    clearTimeout(timer);
    if (progress) job.tell.delete(progress);
    job.waiting--;
    if (signal.aborted && job.waiting === 0 && !job.settled) job.stop.abort(signal.reason);
  }
}

const working = ({ id, uri, done, total }: Job): Row => ({
  status: 'working',
  transcript: id,
  recording: uri,
  ...(total > 0
    ? { speech_done_s: Math.round(done), speech_s: Math.round(total) }
    : { note: 'The recording is being fetched, or waits until others have been heard.' }),
  next: `It goes on. Call transcribe_recording again with transcript = ${id} alone; each call waits for it.`,
});

function answer(
  { id, uri }: Job,
  { transcript, from_s }: { transcript: Transcript; from_s: number },
  args: Args,
  config: Config,
  engine: SpeechEngine,
): Row {
  const { lines, speakers, seconds, language } = transcript;
  const { offset = 0, limit } = args as { offset?: number; limit?: number };
  const page = lines.slice(offset, limit === undefined ? undefined : offset + limit);
  const at = (time: number) => hundredth(from_s + time);
  const cells = page.map(({ speaker, start_s, end_s, text }) => [
    speaker,
    at(start_s),
    at(end_s),
    clean(text, config),
  ]);
  const rows = cells.length ? fitRows(cells, limit === undefined ? PAGE_BUDGET : ASKED_BUDGET) : [];
  const next = offset + rows.length;
  return {
    transcript: id,
    recording: uri,
    language: language ?? config.recordings.engine!.language,
    engine: engine.name,
    seconds: hundredth(seconds),
    speakers: speakersOf(speakers, lines),
    total: lines.length,
    returned: rows.length,
    ...(next < lines.length && { next_offset: next }),
    ...(rows.length > 0 && { columns: ['speaker', 'start_s', 'end_s', 'text'], rows }),
    ...noteOf(transcript, offset),
    quoted: quoted('what was said'),
  };
}

function noteOf({ note, lines: { length: total }, speech_s }: Transcript, offset: number): { note?: string } {
  const more =
    total === 0
      ? speech_s > 0
        ? `The engine gave no word for ${Math.round(speech_s)} s of sound: it may be at fault. That nothing was said does not follow.`
        : 'Nobody speaks in it.'
      : offset >= total
        ? `There are ${total} lines; offset ${offset} is past the end.`
        : undefined;
  const notes = [note, more].filter(Boolean);
  return notes.length ? { note: notes.join(' ') } : {};
}
