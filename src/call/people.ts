/** Whose names and addresses are known: where texts about people are to leave, their cards are read first. */
import type { Row } from '../define/row.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import type { Privacy } from '../privacy/privacy.ts';
import type { Deadline } from '../shared/deadline.ts';
import { ToolError } from '../shared/tool-error.ts';

export interface People {
  /** Reads the users, once. @throws ToolError where that fails for another reason than a missing permission */
  nameUsers(deadline: Deadline): Promise<void>;
  /**
   * Reads the cards of those whom texts are about that were read since the call began.
   * @throws ToolError where it can't be told who is meant in them
   */
  nameCustomers(since: number, deadline: Deadline): Promise<void>;
  /** @throws ToolError where an answer has what was said in a recording and it is not known by whom */
  checkOwners(answer: Row): void;
}

/** The same endpoints, of whose answers is learned whose values are whose. */
export const withLearning = (endpoints: Endpoints, privacy: Privacy): Endpoints =>
  privacy.mode === 'standard'
    ? endpoints
    : {
        ...endpoints,
        read: async (...request) => learned(await endpoints.read(...request), privacy),
        write: async (...request) => learned(await endpoints.write(...request), privacy),
        stream: (...request) => learnedBatches(endpoints.stream(...request), privacy),
      };

function learned<T>(body: T, privacy: Privacy): T {
  privacy.learn(body);
  return body;
}

/** What is known is bounded, so that rows are handed on before too many others are learned. */
const MAX_BATCH = 2_000;

async function* learnedBatches(
  batches: AsyncGenerator<Row[], Row>,
  privacy: Privacy,
): AsyncGenerator<Row[], Row> {
  try {
    for (let next = await batches.next(); ; next = await batches.next()) {
      if (next.done) return learned(next.value, privacy);
      for (let from = 0; from < next.value.length; from += MAX_BATCH)
        yield learned(next.value.slice(from, from + MAX_BATCH), privacy);
    }
  } finally {
    await batches.return({});
  }
}

export function createPeople(endpoints: Endpoints, privacy: Privacy): People {
  let users: Promise<unknown> | undefined;
  return {
    checkOwners(answer) {
      if (privacy.needsUsers && isUnowned(answer))
        throw new ToolError(
          'unavailable',
          'Whose recording it is could not be read, so names in it could not be kept back (HITRATE_PRIVACY). Ask again: what was heard is kept.',
        );
    },
    async nameUsers(deadline) {
      if (!privacy.needsUsers) return;
      users ??= unless('permission_denied', () => endpoints.read('list_users', {}, deadline));
      await users.catch((error) => {
        users = undefined;
        throw unknownPeople('The users', error);
      });
    },
    async nameCustomers(since, deadline) {
      await Promise.all(
        privacy.unnamedCustomers(since).map(async (customer_id) => {
          const card = await unless('not_found', () =>
            endpoints.read('get_customer', { customer_id }, deadline),
          ).catch((error) => {
            throw unknownPeople(`Customer ${customer_id}`, error);
          });
          if (card === undefined) privacy.giveUpCustomer(customer_id);
        }),
      );
    },
  };
}

/** Of one recording, or of several beside each other. */
const isUnowned = ({ not_read, rows, recordings = [] }: Row): boolean =>
  (not_read !== undefined && rows !== undefined) || (Array.isArray(recordings) && recordings.some(isUnowned));

async function unless<T>(kind: ToolError['kind'], read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ToolError && error.kind === kind) return undefined;
    throw error;
  }
}

const unknownPeople = (who: string, error: unknown): unknown =>
  error instanceof ToolError
    ? new ToolError(
        error.kind,
        `${who} could not be read, so names in texts could not be kept back (HITRATE_PRIVACY). ${error.message}`,
        error.status,
      )
    : error;
