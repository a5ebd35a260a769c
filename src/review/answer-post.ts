/** What a server answers to the page of a review, wherever it runs. */
import type { Args } from '../define/row.ts';
import { isObject, parseJson } from '../shared/json.ts';
import type { CallReply, ResourceReply, ReviewState, ToolReply } from './page/protocol.ts';
import { isAllowedCall, isAllowedResource, type Review } from './review.ts';

/** The way to the tools and resources of the person whose page it is: the same that an assistant's calls take. */
export interface ReviewCalls {
  callTool(name: string, args: Args): Promise<ToolReply>;
  /** @throws Error with words that the person may read */
  readResource(uri: string): Promise<ResourceReply>;
  /** Remembers a transcript that the page has begun, so that it may ask how far it is. */
  rememberTranscript(id: string): Promise<void>;
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
  const begun = 'result' in reply ? transcriptIn(reply.result) : undefined;
  if (begun !== undefined && !review.transcripts.includes(begun)) await calls.rememberTranscript(begun);
  return reply;
}

const answered = <T>(work: Promise<T>): Promise<CallReply<T>> =>
  work.then(
    (result) => ({ result }),
    (error) => ({ error: error instanceof Error ? error.message : 'It failed.' }),
  );

function transcriptIn({ content }: ToolReply): string | undefined {
  const row = parseJson(content[0]?.text ?? '');
  return isObject(row) && 'transcript' in row && typeof row.transcript === 'string'
    ? row.transcript
    : undefined;
}
