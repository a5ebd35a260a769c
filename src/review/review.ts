/** One page on which a person hears a recording: what it is about, and what it may ask the server for. */
import type { ReviewRequest } from '../define/recording.ts';
import type { Args } from '../define/row.ts';
import { isObject } from '../shared/json.ts';
import { waveformOf } from './page/protocol.ts';

export interface Review extends Omit<ReviewRequest, 'transcript'> {
  /** The ids of those that were made before, and that the page has begun. */
  readonly transcripts: readonly string[];
}

export const newReview = ({ transcript, ...request }: ReviewRequest): Review => ({
  ...request,
  transcripts: transcript === undefined ? [] : [transcript],
});

type Transcripts = Pick<Review, 'subject' | 'transcripts'>;

/** Whether the page may call that tool with exactly these arguments: whose secret is known opens nothing else. */
export function isAllowedCall(review: Transcripts, name: unknown, args: unknown): args is Args {
  if (!isObject(args)) return false;
  return allowedCalls(review).some(
    (allowed) => allowed.name === name && isSame(withoutOffset(name, args), allowed.args),
  );
}

function allowedCalls({ subject, transcripts }: Transcripts): { name: string; args: Args }[] {
  const { owner, dialer } = subject;
  const at = dialer === undefined ? {} : { dialer };
  const isOrder = 'order_id' in owner;
  return [
    { name: isOrder ? 'get_order' : 'get_call', args: { ...at, ...owner } },
    {
      name: 'transcribe_recording',
      args: { ...at, ...(isOrder ? owner : { call_ids: [owner.call_id] }) },
    },
    ...transcripts.map((transcript) => ({ name: 'transcribe_recording', args: { ...at, transcript } })),
  ];
}

/** A transcript is read page by page. */
function withoutOffset(name: unknown, args: Args): Args {
  const { offset, ...rest } = args;
  const isPage = name === 'transcribe_recording' && Number.isSafeInteger(offset) && Number(offset) >= 0;
  return isPage ? rest : args;
}

function isSame(args: Args, allowed: Args): boolean {
  const names = Object.keys(args);
  return (
    names.length === Object.keys(allowed).length &&
    names.every((name) => JSON.stringify(args[name]) === JSON.stringify(allowed[name]))
  );
}

const SECONDS = String.raw`\d{1,6}(?:\.\d{1,3})?`;
const CLIP = new RegExp(`^\\?start_s=${SECONDS}&end_s=${SECONDS}$`);

/** Whether the page may read that resource: the recording in clips, and its waveform. */
export function isAllowedResource({ subject }: Pick<Review, 'subject'>, uri: unknown): uri is string {
  if (typeof uri !== 'string') return false;
  if (uri === waveformOf(subject)) return true;
  return uri.startsWith(subject.recording) && CLIP.test(uri.slice(subject.recording.length));
}
