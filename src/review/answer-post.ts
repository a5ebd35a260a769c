/** What a server answers to the page of a review, wherever it runs. */
import type { Args } from '../define/row.ts';
import { isObject, parseJson } from '../shared/json.ts';
import { ordersOfCall } from './page/call-orders.ts';
import type { CallReply, ResourceReply, ReviewState, ToolReply } from './page/protocol.ts';
import { isAllowedCall, isAllowedResource, type Review, withAnswer } from './review.ts';

/** The way to the tools and resources of the person whose page it is: the same that an assistant's calls take. */
export interface ReviewCalls {
  callTool(name: string, args: Args): Promise<ToolReply>;
  /** @throws Error with words that the person may read */
  readResource(uri: string): Promise<ResourceReply>;
  /** Remembers what an answer has told that the page may ask for next. @param change may run several times */
  updateReview(change: (review: Review) => Review): Promise<void>;
}

/** Returns undefined where there is no such path. */
export async function answerReviewPost(
  review: Review,
  path: string,
  body: Args,
  calls: ReviewCalls,
): Promise<ReviewState | CallReply<ToolReply> | CallReply<ResourceReply> | undefined> {
  switch (path) {
    case '/state':
      return stateOf(review);
    case '/call':
      return answerCall(review, body, calls);
    case '/resource':
      if (!isAllowedResource(review, body.uri)) return NOT_ALLOWED;
      return answered(calls.readResource(body.uri));
    default:
      return undefined;
  }
}

const NOT_ALLOWED = { error: 'This page may not ask for that.' };

const stateOf = ({ subject, marks, start_s, transcripts }: Review): ReviewState => ({
  state: 'review',
  subject,
  marks,
  transcript: transcripts[0],
  start_s,
});

async function answerCall(
  review: Review,
  { name, args }: Args,
  calls: ReviewCalls,
): Promise<CallReply<ToolReply>> {
  if (typeof name !== 'string' || !isAllowedCall(review, name, args)) return NOT_ALLOWED;
  const reply = await answered(calls.callTool(name, args));
  const row = 'result' in reply ? rowIn(reply.result) : undefined;
  if (!row) return reply;
  const learn = (known: Review) => withAnswer(known, name, row);
  if (learn(review) !== review) await calls.updateReview(learn);
  const { owner } = review.subject;
  if (name !== 'search_orders' || !('call_id' in owner)) return reply;
  // What the customer bought in other calls is no business of this page.
  const text = JSON.stringify(ordersOfCall(row, owner.call_id));
  return { result: { content: [{ type: 'text', text }] } };
}

const answered = <T>(work: Promise<T>): Promise<CallReply<T>> =>
  work.then(
    (result) => ({ result }),
    (error) => ({ error: error instanceof Error ? error.message : 'It failed.' }),
  );

function rowIn({ content, isError }: ToolReply): Args | undefined {
  const row = isError ? undefined : parseJson(content[0]?.text ?? '');
  return isObject(row) ? row : undefined;
}
