import type { Row } from './row.ts';

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

/** What is wanted of a recording. Times in seconds from its start. */
export interface ClipRange {
  start_s?: number;
  end_s?: number;
  channel?: 'both' | 'left' | 'right';
}

export interface FetchedRecording {
  type: string;
  /** Of what came out; where not all was read, as the dialer announced of the whole, if it did. */
  bytes?: number;
  /** Absent where not all was read or it was not asked for, and for a clip of a file whose own header is wrong. */
  sha256?: string;
  /** Enough was enough before the end. */
  unread?: true;
  sound: AudioInfo;
}

export interface SavedRecording extends FetchedRecording {
  path: string;
  /** What became of the file of that name, and by what that is known. */
  file: string;
}

/** What a recording belongs to. */
export type RecordingOwner = { call_id: number } | { order_id: number };

/** Never fails: what can't be read is named instead. */
export type DescribeOwner = (of: RecordingOwner) => Promise<Row>;
