/** The pages on which a person hears a recording: what they ask goes the way of an assistant's calls, so that the same is kept back. */
import type { Config } from '../config/config.ts';
import type { OpenReviewPage } from '../define/recording.ts';
import type { Args } from '../define/row.ts';
import type { Resources } from '../recordings/resources.ts';
import type { ReviewCalls } from '../review/answer-post.ts';
import { withoutToken } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { Caller } from './call-tool.ts';
import { loadOnce } from './load-once.ts';

export type PageCalls = Omit<ReviewCalls, 'updateReview'>;

/** Returns what a page may call, at one dialer. */
export function pageCalls(
  { token }: Pick<Config, 'token'>,
  services: () => Promise<{ caller: Caller; resources: Resources }>,
  signal: AbortSignal,
): PageCalls {
  const safe = (text: string) => withoutToken(text, token);
  const textReply = (text: string) => ({ content: [{ type: 'text', text: safe(text) }] });
  const wordsOf = (error: unknown): string => {
    if (error instanceof ToolError) return safe(`${error.kind}: ${error.message}`);
    throw error;
  };
  return {
    async callTool(name: string, { dialer: _, ...args }: Args) {
      try {
        const { row } = await (await services()).caller.call(name, args, { signal });
        return textReply(JSON.stringify(row));
      } catch (error) {
        return { ...textReply(wordsOf(error)), isError: true };
      }
    },
    async readResource(uri) {
      try {
        return { contents: [await (await services()).resources.read(uri, signal)] };
      } catch (error) {
        throw new Error(wordsOf(error));
      }
    },
  };
}

interface ReviewPages {
  open: OpenReviewPage;
  close(): Promise<void>;
}

/** Opens pages on this computer: what they need is loaded with the first one. */
export function createReviewPages(
  config: Config,
  services: () => Promise<{ caller: Caller; resources: Resources }>,
): ReviewPages {
  const stop = new AbortController();
  const desk = loadOnce(async () => {
    const { createReviewDesk } = await import('../review/desk-review.ts');
    return createReviewDesk({
      calls: pageCalls(config, services, stop.signal),
      openBrowser: config.trust.openBrowser,
    });
  });
  return {
    open: async (request) => (await desk()).open(request),
    async close() {
      stop.abort();
      await (await desk.loaded())?.close();
    },
  };
}
