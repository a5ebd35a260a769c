/** The answers that hold transcripts, in pages: one in full, or several with what they share said once. */
import type { Config } from '../../config/config.ts';
import type { TranscriptionRequest } from '../../define/recording.ts';
import type { Row } from '../../define/row.ts';
import { formatValue } from '../../response/format.ts';
import { fitRows, LARGE_BUDGET } from '../../response/limit.ts';
import { quotedNote } from '../../response/wording.ts';
import type { ToolError } from '../../shared/tool-error.ts';
import { isWholeRecording } from '../audio/clip.ts';
import type { FinishedTranscript, TranscriptionJob } from './jobs.ts';
import type { Transcript } from './recognise.ts';
import { hundredth, speakersOf } from './transcript-lines.ts';

/** Below 8,000 tokens: spoken Swedish, with a speaker and two times to each line, has 2.7 characters to a token. */
const PAGE_BUDGET = 18_000;
const MAX_SAME_AUDIO = 5;
const CAUTION =
  'Written by a machine: names, figures, a yes or a no can be misheard. Listen before you rely on a word of it.';
const COLUMNS = ['speaker', 'start_s', 'end_s', 'text'];
const WAITING = 'The recording is being fetched, or waits until others have been heard.';

/** What has become of a recording by the end of a call: a transcript, an error, or work that goes on. */
export interface TranscriptionOutcome {
  job: TranscriptionJob;
  /** Whose recording it is, as members of the answer. */
  owner: Row;
  finished?: FinishedTranscript;
  error?: ToolError;
  /** Titles of other recordings of this session. */
  sameAudioAs: readonly string[];
}

type Page = Pick<TranscriptionRequest, 'limit' | 'offset'>;

/** @throws ToolError where it failed */
export function oneAnswer(outcome: TranscriptionOutcome, page: Page, config: Config): Row {
  const { job, owner, finished, error } = outcome;
  if (error) throw error;
  if (!finished) return { ...owner, ...workingStatus(job), next: askAgain(job.id) };
  const { rows, ...facts } = transcriptPage(outcome, finished, page, config, 1);
  return {
    ...owner,
    ...facts,
    language: languageOf(finished, config),
    ...(rows.length > 0 && { columns: COLUMNS, rows }),
    caution: CAUTION,
    quoted: quotedNote('what was said'),
  };
}

/** @throws ToolError where all failed */
export function severalAnswer(outcomes: readonly TranscriptionOutcome[], page: Page, config: Config): Row {
  const failed = outcomes.filter(({ error }) => error);
  if (failed.length === outcomes.length) throw failed[0]!.error;
  const finished = outcomes.flatMap((outcome) => outcome.finished ?? []);
  const working = outcomes.filter((outcome) => !outcome.finished && !outcome.error);
  const languages = new Set(finished.map((one) => languageOf(one, config)));
  const sharesLanguage = languages.size === 1;
  const recordings = outcomes.map((outcome): Row => {
    const { job, owner, finished, error } = outcome;
    if (error) return { ...job.owner, error: `${error.kind}: ${error.message}` };
    if (!finished) return { ...owner, ...workingStatus(job) };
    const facts = transcriptPage(outcome, finished, page, config, outcomes.length);
    return { ...owner, ...facts, ...(!sharesLanguage && { language: languageOf(finished, config) }) };
  });
  const next = [
    working.length && askAgain(working[0]!.job.id),
    recordings.some(({ next_offset }) => next_offset) &&
      'More lines of one: its transcript alone, with its next_offset as offset.',
  ].filter(Boolean);
  return {
    total: outcomes.length,
    heard: finished.length,
    ...(working.length && { working: working.length }),
    ...(failed.length && { failed: failed.length }),
    ...(sharesLanguage && { language: [...languages][0] }),
    columns: COLUMNS,
    recordings,
    ...(next.length && { next: next.join(' ') }),
    caution: CAUTION,
    quoted: quotedNote('what was said'),
  };
}

const workingStatus = ({ id, uri, state: { done, total } }: TranscriptionJob): Row => ({
  status: 'working',
  transcript: id,
  recording: uri,
  ...(total > 0 ? { speech_done_s: Math.round(done), speech_s: Math.round(total) } : { note: WAITING }),
});

const askAgain = (id: string): string =>
  `It goes on. Call transcribe_recording again with transcript = ${id} alone; each call waits for it.`;

/** As the engine named it, else as the settings do. */
const languageOf = ({ transcript: { language } }: FinishedTranscript, { recordings }: Config): string =>
  language ?? recordings.engine!.language;

/** @param sharers how many transcripts share the budget of an answer */
function transcriptPage(
  { job, owner, sameAudioAs }: TranscriptionOutcome,
  { transcript, from_s }: FinishedTranscript,
  { limit, offset = 0 }: Page,
  config: Config,
  sharers: number,
) {
  const { lines, speakers, seconds } = transcript;
  const inRecording = (time: number) => hundredth(from_s + time);
  const cells = lines
    .slice(offset, limit === undefined ? undefined : offset + limit)
    .map(({ speaker, start_s, end_s, text }) => [
      speaker,
      inRecording(start_s),
      inRecording(end_s),
      formatValue(text, config),
    ]);
  const budget = (limit === undefined ? PAGE_BUDGET : LARGE_BUDGET) / sharers;
  const rows = cells.length ? fitRows(cells, budget) : [];
  const nextOffset = offset + rows.length;
  return {
    covers: coverage(job, owner, from_s, seconds),
    transcript: job.id,
    recording: job.uri,
    duration_s: hundredth(seconds),
    ...(sameAudioAs.length && { same_audio_as: sameAudioAs.slice(0, MAX_SAME_AUDIO) }),
    speakers: speakersOf(speakers, lines),
    total: lines.length,
    returned: rows.length,
    ...(nextOffset < lines.length && { next_offset: nextOffset }),
    ...noteOn(transcript, offset),
    rows,
  };
}

/** Says what was transcribed: the whole call, the order's part of it, or a clip of one. */
function coverage({ owner, clip }: TranscriptionJob, { call }: Row, from_s: number, seconds: number): string {
  const range = `${hundredth(from_s)} s to ${hundredth(from_s + seconds)} s of `;
  const isClip = !isWholeRecording(clip);
  if ('call_id' in owner) return isClip ? `${range}the call's recording` : "the call's whole recording";
  const talk = call?.talk_s === undefined ? '' : `; its call had ${call.talk_s} s of talk`;
  return `${isClip ? range : ''}the recording kept with the order${talk}`;
}

function noteOn(transcript: Transcript, offset: number): { note?: string } {
  const notes = [transcript.note, whyNoLines(transcript, offset)].filter(Boolean);
  return notes.length ? { note: notes.join(' ') } : {};
}

function whyNoLines({ lines, speech_s }: Transcript, offset: number): string | undefined {
  const total = lines.length;
  if (total === 0)
    return speech_s > 0
      ? `The engine gave no word for ${Math.round(speech_s)} s of sound: it may be at fault. That nothing was said does not follow.`
      : 'Nobody speaks in it.';
  return offset >= total ? `There are ${total} lines; offset ${offset} is past the end.` : undefined;
}
