/** What the page and its server say to each other, as JSON. */
import type { ReviewMark, ReviewSubject } from '../../define/recording.ts';

/** To `/state`. */
export interface ReviewState {
  state: 'review';
  subject: ReviewSubject;
  marks: readonly ReviewMark[];
  /** The id of one that was made already. */
  transcript?: string;
  /** Where the person is to begin to hear. */
  start_s?: number;
}

/** MCP's result of a tool call, as far as the page reads it. */
export interface ToolReply {
  content: readonly { type: string; text?: string }[];
  isError?: boolean;
}

/** MCP's result of reading a resource. */
export interface ResourceReply {
  contents: readonly { uri: string; mimeType?: string; text?: string; blob?: string }[];
}

/** To `/call` and `/resource`. */
export type CallReply<T> = { result: T } | { error: string };

/** Returns the address at which a recording's waveform is read. */
export const waveformOf = ({ recording }: Pick<ReviewSubject, 'recording'>): string =>
  recording.replace(/[^/]*$/, 'waveform');
