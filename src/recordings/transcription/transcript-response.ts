/** Transcripts as they are told: one in full, several with what they share once; in pages. */

import type { Config } from '../../config/config.ts';
import type { RecordingOwner } from '../../define/recording.ts';
import type { Args, Row } from '../../define/row.ts';
import { formatValue } from '../../response/format.ts';
import { fitRows, LARGE_BUDGET } from '../../response/limit.ts';
import { quotedNote } from '../../response/shape.ts';
import type { ToolError } from '../../shared/tool-error.ts';
import type { Transcript } from './recognise.ts';
import { hundredth, speakersOf } from './transcript-lines.ts';

/** Below 8,000 tokens: spoken Swedish, with a speaker and two times to each line, has 2.7 characters to a token. */
const PAGE_BUDGET = 18_000;
const MAX_SAME = 5;
const CAUTION =
  'Written by a machine: names, figures, a yes or a no can be misheard. Listen before you rely on a word of it.';
const COLUMNS = ['speaker', 'start_s', 'end_s', 'text'];

/** What is known of a recording that was asked for. */
export interface TranscriptRequest {
  id: string;
  uri: string;
  of: RecordingOwner;
  /** A stretch of it alone. */
  clipped: boolean;
  /** Seconds of speech that are done, of so many. */
  done: number;
  total: number;
}

export interface FinishedTranscript {
  transcript: Transcript;
  /** Where a clip starts in the recording. */
  from_s: number;
}

/** How one of them stands: heard, still under way, or failed. */
export interface TranscriptProgress {
  job: TranscriptRequest;
  about: Row;
  heard?: FinishedTranscript;
  error?: ToolError;
  /** Other recordings of this session whose sound is equal, byte for byte. */
  same: readonly string[];
}

const WAITING = 'The recording is being fetched, or waits until others have been heard.';

const describeProgress = ({ id, uri, done, total }: TranscriptRequest): Row => ({
  status: 'working',
  transcript: id,
  recording: uri,
  ...(total > 0 ? { speech_done_s: Math.round(done), speech_s: Math.round(total) } : { note: WAITING }),
});

const askAgain = (id: string): string =>
  `It goes on. Call transcribe_recording again with transcript = ${id} alone; each call waits for it.`;

/** @throws ToolError where it failed */
export function oneAnswer(standing: TranscriptProgress, args: Args, config: Config): Row {
  const { job, about, heard, error } = standing;
  if (error) throw error;
  if (!heard) return { ...about, ...describeProgress(job), next: askAgain(job.id) };
  const { rows, ...told } = transcriptPage(standing, heard, args, config, 1);
  return {
    ...about,
    ...told,
    language: languageOf(heard, config),
    ...(rows.length > 0 && { columns: COLUMNS, rows }),
    caution: CAUTION,
    quoted: quotedNote('what was said'),
  };
}

/** @throws ToolError where none could be heard */
export function severalAnswer(standings: readonly TranscriptProgress[], args: Args, config: Config): Row {
  const failed = standings.filter(({ error }) => error);
  if (failed.length === standings.length) throw failed[0]!.error;
  const heard = standings.flatMap(({ heard }) => heard ?? []);
  const working = standings.filter((one) => !one.heard && !one.error);
  const languages = new Set(heard.map((one) => languageOf(one, config)));
  const shared = languages.size === 1;
  const recordings = standings.map((one) => {
    const { job, about, heard, error } = one;
    if (error) return { ...job.of, error: `${error.kind}: ${error.message}` };
    if (!heard) return { ...about, ...describeProgress(job) };
    const told = transcriptPage(one, heard, args, config, standings.length);
    return { ...about, ...told, ...(!shared && { language: languageOf(heard, config) }) };
  });
  const next = [
    working.length && askAgain(working[0]!.job.id),
    recordings.some((one: Row) => one.next_offset) &&
      'More lines of one: its transcript alone, with its next_offset as offset.',
  ].filter(Boolean);
  return {
    total: standings.length,
    heard: heard.length,
    ...(working.length && { working: working.length }),
    ...(failed.length && { failed: failed.length }),
    ...(shared && { language: [...languages][0] }),
    columns: COLUMNS,
    recordings,
    ...(next.length && { next: next.join(' ') }),
    caution: CAUTION,
    quoted: quotedNote('what was said'),
  };
}

const languageOf = ({ transcript: { language } }: FinishedTranscript, { recordings }: Config): string =>
  language ?? recordings.engine!.language;

/** @param among how many share the room of an answer */
function transcriptPage(
  { job, about, same }: TranscriptProgress,
  { transcript, from_s }: FinishedTranscript,
  args: Args,
  config: Config,
  among: number,
) {
  const { lines, speakers, seconds } = transcript;
  const { offset = 0, limit } = args as { offset?: number; limit?: number };
  const at = (time: number) => hundredth(from_s + time);
  const cells = lines
    .slice(offset, limit === undefined ? undefined : offset + limit)
    .map(({ speaker, start_s, end_s, text }) => [speaker, at(start_s), at(end_s), formatValue(text, config)]);
  const budget = (limit === undefined ? PAGE_BUDGET : LARGE_BUDGET) / among;
  const rows = cells.length ? fitRows(cells, budget) : [];
  const next = offset + rows.length;
  return {
    covers: covers(job, about, from_s, seconds),
    transcript: job.id,
    recording: job.uri,
    duration_s: hundredth(seconds),
    ...(same.length && { same_audio_as: same.slice(0, MAX_SAME) }),
    speakers: speakersOf(speakers, lines),
    total: lines.length,
    returned: rows.length,
    ...(next < lines.length && { next_offset: next }),
    ...noteOf(transcript, offset),
    rows,
  };
}

/** The whole call, the order's part of it, or a clip of one. */
function covers({ of, clipped }: TranscriptRequest, { call }: Row, from_s: number, seconds: number): string {
  const clip = `${hundredth(from_s)} s to ${hundredth(from_s + seconds)} s of `;
  if ('call_id' in of) return clipped ? `${clip}the call's recording` : "the call's whole recording";
  const talk = call?.talk_s === undefined ? '' : `; its call had ${call.talk_s} s of talk`;
  return `${clipped ? clip : ''}the recording kept with the order${talk}`;
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
