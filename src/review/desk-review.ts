/** The pages of reviews on one person's computer: each has a secret in its address, and is gone when nobody uses it. */
import type { OpenReview, OpenReviewPage, ReviewRequest } from '../define/recording.ts';
import { createPageServer } from '../pages/http/page-server.ts';
import { openBrowser } from '../pages/open-browser.ts';
import { findBySecret, newSecret } from '../pages/secrets.ts';
import { answerReviewPost, type ReviewCalls } from './answer-post.ts';
import { callReviewPage } from './page/html.ts';
import { newReview, type Review } from './review.ts';

export interface ReviewDesk {
  open: OpenReviewPage;
  close(): Promise<void>;
}

export interface ReviewDeskOptions {
  calls: Omit<ReviewCalls, 'updateReview'>;
  /** Whether to open the page instead of only telling its address. */
  openBrowser: boolean;
  /** Opens an address. @returns whether it did */
  open?: (address: string) => Promise<boolean>;
  /** After its last use a page is there so long. */
  idleMs?: number;
}

/** A page that somebody can open. */
interface Desk {
  review: Review;
  secret: string;
  idle: NodeJS.Timeout;
}

const IDLE_MS = 30 * 60_000;
const MAX_REVIEWS = 10;
const HOW_LONG = 'It works on this computer, until half an hour after its last use.';

export function createReviewDesk(options: ReviewDeskOptions): ReviewDesk {
  const { open = openBrowser, idleMs = IDLE_MS } = options;
  /** What was used last is last. */
  let desks: Desk[] = [];

  const server = createPageServer({
    page: callReviewPage('desk'),
    async answer(path, body) {
      const desk = findBySecret(desks, body.secret);
      if (!desk) return undefined;
      use(desk);
      return answerReviewPost(desk.review, path, body, {
        ...options.calls,
        async updateReview(change) {
          desk.review = change(desk.review);
        },
      });
    },
    onGuessing() {
      for (const desk of desks) drop(desk);
    },
  });

  function use(desk: Desk): void {
    desk.idle.refresh();
    desks = [...desks.filter((other) => other !== desk), desk];
  }

  function drop(desk: Desk): void {
    clearTimeout(desk.idle);
    desks = desks.filter((other) => other !== desk);
    if (desks.length === 0) void server.stop();
  }

  function add(request: ReviewRequest): Desk {
    const idle = setTimeout(() => drop(desk), idleMs);
    idle.unref();
    const desk: Desk = { review: newReview(request), secret: newSecret(), idle };
    desks.push(desk);
    if (desks.length > MAX_REVIEWS) drop(desks[0]!);
    return desk;
  }

  return {
    async open(request): Promise<OpenReview> {
      const port = await server.start();
      const address = `http://127.0.0.1:${port}/#${add(request).secret}`;
      const opened = options.openBrowser && (await open(address).catch(() => false));
      const first = opened ? 'The page is open in their browser' : 'Give the person the address';
      return { address, opened, next: `${first}: they hear it there and read what was said. ${HOW_LONG}` };
    },
    async close() {
      for (const { idle } of desks) clearTimeout(idle);
      desks = [];
      await server.stop();
    },
  };
}
