/** The page of a recording on a server for a team: it is kept for an hour, and opened by the person whose assistant asked for it. */
import { randomBytes } from 'node:crypto';
import { pageCalls } from '../../call/review.ts';
import type { Config } from '../../config/config.ts';
import type { OpenReviewPage } from '../../define/recording.ts';
import type { StateStore } from '../../define/state-store.ts';
import { answerReviewPost } from '../../review/answer-post.ts';
import { callReviewPage } from '../../review/page/html.ts';
import { newReview, type Review } from '../../review/review.ts';
import { parseJson } from '../../shared/json.ts';
import type { People } from '../people.ts';
import { readDialersOf } from './read-calls.ts';
import type { TeamPage } from './team-page.ts';

export const REVIEW_PATH = '/review';

/** As it lies in the state. */
interface KeptReview {
  review: Review;
  /** Whose it is: nobody else opens it. */
  subject: string;
  /** The name of its dialer; absent where there is one alone. */
  dialer?: string;
}

const KEPT_MS = 3_600_000;
const REFERENCE = /^[\w-]{22}$/;
const keyOf = (reference: string): string => `review/${reference}`;

const keptIn = (text: string | undefined): KeptReview | undefined =>
  text === undefined ? undefined : (parseJson(text) as KeptReview);

/** Returns what opens pages for the person and the dialer of these settings. */
export const openReviewPageOf =
  (
    { subject, profile }: Pick<Config, 'subject' | 'profile'>,
    store: StateStore,
    publicUrl: string,
  ): OpenReviewPage =>
  async (request) => {
    const reference = randomBytes(16).toString('base64url');
    const kept: KeptReview = { review: newReview(request), subject: subject!, dialer: profile?.name };
    await store.set(keyOf(reference), JSON.stringify(kept), KEPT_MS);
    return {
      address: `${publicUrl}${REVIEW_PATH}/${reference}`,
      opened: false,
      next: 'Give the person the address: they log in, hear it there and read what was said. For an hour it is there, and nobody else can open it.',
    };
  };

export function createReviewPage(
  people: Pick<People, 'dialersOf' | 'dialersAtWork'>,
  store: StateStore,
): TeamPage {
  const { signal } = new AbortController();

  const updateReview = (reference: string, change: (review: Review) => Review): Promise<void> =>
    store.update(keyOf(reference), KEPT_MS, (text) => {
      const kept = keptIn(text);
      const value = kept && JSON.stringify({ ...kept, review: change(kept.review) });
      return { value, result: undefined };
    });

  return {
    path: REVIEW_PATH,
    page: callReviewPage('team'),
    isAbout: (text) => REFERENCE.test(text),
    async answer(action, { reference, ...body }, { person }) {
      if (typeof reference !== 'string' || !REFERENCE.test(reference)) return undefined;
      const kept = keptIn(await store.get(keyOf(reference)));
      if (kept?.subject !== person.subject) return undefined;
      // Those of the assistant that asked for the page have its transcripts and its recording already.
      const dialers = people.dialersAtWork(person) ?? readDialersOf(people, person);
      const dialer = dialers.find(({ config }) => config.profile?.name === kept.dialer);
      if (!dialer) return undefined;
      return answerReviewPost(kept.review, `/${action}`, body, {
        ...pageCalls(dialer.config, dialer.services, signal),
        updateReview: (change) => updateReview(reference, change),
      });
    },
  };
}
