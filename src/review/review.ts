/** One page on which a person hears a recording: what it is about, and what it may ask the server for. */
import type { ReviewRequest } from '../define/recording.ts';
import type { Args } from '../define/row.ts';
import { isObject } from '../shared/json.ts';
import { customerOf, orderIdsIn, orderSearch, ordersOfCall } from './page/call-orders.ts';
import { waveformOf } from './page/protocol.ts';

export interface Review extends Omit<ReviewRequest, 'transcript'> {
  /** The ids of those that were made before, and that the page has begun. */
  readonly transcripts: readonly string[];
  /** Whom the call was with, once get_call has told. */
  readonly customer_id?: number;
  /** Those that the call led to, once search_orders has told. */
  readonly order_ids?: readonly number[];
}

export const newReview = ({ transcript, ...request }: ReviewRequest): Review => ({
  ...request,
  transcripts: transcript === undefined ? [] : [transcript],
});

/**
 * Returns the review with what an answer tells that the page may ask for next; the same review where that is nothing new.
 * @param name of the tool that answered. @param row its answer
 */
export function withAnswer(review: Review, name: string, row: Args): Review {
  const { subject, transcripts, order_ids = [] } = review;
  if (name === 'transcribe_recording') {
    const { transcript } = row;
    if (typeof transcript !== 'string' || transcripts.includes(transcript)) return review;
    return { ...review, transcripts: [...transcripts, transcript] };
  }
  if (!('call_id' in subject.owner)) return review;
  const { call_id } = subject.owner;
  if (name === 'get_call') {
    const customer_id = customerOf(row, call_id);
    return customer_id === undefined || customer_id === review.customer_id
      ? review
      : { ...review, customer_id };
  }
  if (name !== 'search_orders') return review;
  const found = orderIdsIn(ordersOfCall(row, call_id)).filter((id) => !order_ids.includes(id));
  return found.length ? { ...review, order_ids: [...order_ids, ...found] } : review;
}

/** Whether the page may call that tool with exactly these arguments: whose secret is known opens nothing else. */
export function isAllowedCall(review: Review, name: unknown, args: unknown): args is Args {
  if (!isObject(args)) return false;
  return allowedCalls(review).some(
    (allowed) => allowed.name === name && isSame(withoutOffset(name, args), allowed.args),
  );
}

function allowedCalls(review: Review): { name: string; args: Args }[] {
  const { subject, transcripts, customer_id, order_ids = [] } = review;
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
    ...(customer_id === undefined
      ? []
      : [{ name: 'search_orders', args: { ...at, ...orderSearch(customer_id) } }]),
    ...order_ids.map((order_id) => ({ name: 'get_order', args: { ...at, order_id } })),
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
