/** Recordings and PDFs as rooms hand them to each other: what is asked for, what was fetched, whose it is, where it is heard. */
import type { Args, Row } from './row.ts';

/** What a file tells about its sound. */
export interface AudioInfo {
  codec?: string;
  channels?: number;
  sample_rate_hz?: number;
  /** Of what was read; of the clip, where one was cut. */
  duration_s?: number;
  /** Where a clip really starts and ends in the recording. */
  start_s?: number;
  end_s?: number;
  /** Length of the whole recording, where a clip was cut and the file tells. */
  recording_s?: number;
  /** What is wrong with the file, in words. */
  broken?: string;
}

/** The part of a recording that is asked for. Times in seconds from its start. */
export interface ClipRange {
  start_s?: number;
  end_s?: number;
  channel?: 'both' | 'left' | 'right';
}

/** Arguments that a file tool has by its answer, beside those of its input. */
export type FileArgs = Args &
  ClipRange & {
    deliver?: 'link' | 'inline' | 'file' | 'page';
    /** For the page on which it is heard, and the transcript that is shown there. */
    marks?: readonly ReviewMark[];
    transcript?: string;
  };

export interface FetchedRecording {
  /** MIME type, by the bytes. */
  type: string;
  /** Size of what came out. Where reading ended early: of the whole file, if the dialer announced it. */
  bytes?: number;
  /** Absent where reading ended early, nobody asked for it, or a clip's header had to be rewritten at the end. */
  sha256?: string;
  /** Reading ended early, because the first bytes told enough. */
  unread?: true;
  sound: AudioInfo;
}

export interface SavedRecording extends FetchedRecording {
  path: string;
  /** Whether the file is new, replaced another or was there already, and by what that is known. */
  file: string;
}

/** The call or order that a recording belongs to. */
export type RecordingOwner = { call_id: number } | { order_id: number };

/** Describes the owner of a recording. Never fails: what can't be read is named instead. */
export type DescribeOwner = (owner: RecordingOwner) => Promise<Row>;

/** What is to be transcribed, and which page of the lines is wanted. */
export interface TranscriptionRequest {
  /** Recordings, or the id of a transcript that this session has begun. */
  source: { owners: readonly RecordingOwner[] } | { transcript: string };
  start_s?: number;
  end_s?: number;
  /** Lines. */
  limit?: number;
  offset?: number;
}

/** A point that somebody has looked for in a recording. */
export interface ReviewMark {
  point: string;
  said: 'yes' | 'no' | 'unclear';
  /** Word for word. */
  quote?: string;
  /** Where it is said, in seconds from the start of the recording. */
  time?: number;
}

/** What one page is about, and all that it may ask for. */
export interface ReviewSubject {
  owner: RecordingOwner;
  /** The recording's address as a resource. */
  recording: string;
  /** Where the server has several. */
  dialer?: string;
  /** As far as it is known before the recording is read. */
  duration_s?: number;
}

export interface ReviewRequest {
  subject: ReviewSubject;
  marks: readonly ReviewMark[];
  /** The id of one that was made already. */
  transcript?: string;
  /** Where the person is to begin to hear. */
  start_s?: number;
}

export interface OpenReview {
  /** Whoever may see it is told of this alone. */
  address: string;
  /** Whether it was opened in a browser. */
  opened: boolean;
  /** What to tell the person, as a sentence. */
  next: string;
}

/** Opens the page. @throws ToolError where it can't be */
export type OpenReviewPage = (request: ReviewRequest) => Promise<OpenReview>;
