/** Approvals on a server for a team: what one person's assistant asks for, answered after a login at any replica. */
import type {
  ApprovalOutcome,
  ApprovalRequest,
  Approvals,
  OpenApproval,
} from '../../define/acts/approval.ts';
import type { StateStore } from '../../define/state-store.ts';
import { monotonicClock } from '../../shared/deadline.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { TEAM_PATH, VOID } from '../rules.ts';
import { untilAnswered } from './answers.ts';
import {
  type ApprovalRecord,
  asksAsMuch,
  isBoundTo,
  isWaiting,
  newRecord,
  takeOutcome,
  withdrawn,
} from './record.ts';
import { addRecord, changeRecord, listWaiting, readRecord, unlist, useOnce } from './records.ts';

export interface TeamApprovalOptions {
  /** That of all people: the same object as the site's, so that an answer at this replica is noticed at once. */
  store: StateStore;
  /** Where browsers reach this server: an origin. */
  publicUrl: string;
  /** Who asks: the person whose call it is. */
  subject: string;
  /** The name of the dialer that it is for; absent where it is the only one. */
  profile?: string;
  /** Whether another person must say yes. */
  fourEyes: boolean;
  now?: () => number;
}

/** How often the answer of another replica is looked for. */
const POLL_MS = 400;

const UNKNOWN =
  'There is no such approval here: it was used or turned down, is too old, or somebody else asked for it.';
const FORGOTTEN = 'What the replicas share was restarted, so that the approval no longer counts.';

export function createTeamApprovals(given: TeamApprovalOptions): Approvals {
  const asker: Asker = { now: Date.now, ...given };
  const { store, now } = asker;
  return {
    proofs: async () => 'login',
    open: (request) => openPage(asker, request),
    async find(reference, binding) {
      const record = await ownRecord(asker, reference);
      return record && isWaiting(record, now()) && isBoundTo(record, binding)
        ? openOf(asker, reference, record)
        : undefined;
    },
    async withdraw(reference) {
      if (!(await ownRecord(asker, reference))) return;
      await changeRecord(store, reference, (record) => ({
        record: withdrawn(record, VOID.notWanted),
        result: undefined,
      }));
      await unlist(store, reference, now());
    },
    async wait(reference, binding, ms, signal) {
      const until = monotonicClock() + ms;
      for (;;) {
        // Who has gone takes no answer with them.
        if (signal.aborted) return { state: 'pending' };
        const outcome = await take(asker, reference, binding);
        const left = until - monotonicClock();
        if (outcome.state !== 'pending' || left <= 0) return outcome;
        await untilAnswered(store, reference, Math.min(POLL_MS, left), signal);
      }
    },
    // What waits is answered at another replica, or when this one is back.
    close: async () => {},
  };
}

type Asker = TeamApprovalOptions & { now(): number };

async function openPage(asker: Asker, request: ApprovalRequest): Promise<OpenApproval> {
  if (request.proof === 'passkey')
    throw new ToolError(
      'permission_denied',
      "This needs a person's passkey, and a server for a team knows none. Nothing was sent to the dialer.",
    );
  const { store, subject, profile, fourEyes, now } = asker;
  const record = newRecord(request, { subject, profile, fourEyes, run: await store.run() }, now());
  const listed = await listWaiting(
    store,
    now(),
    (entry) => entry.subject === subject && entry.binding === record.binding,
  );
  // An assistant that asks for the same again means the page that is open.
  const same = listed.find((one) => asksAsMuch(one.record, record));
  if (same) return openOf(asker, same.reference, same.record);
  return openOf(asker, await addRecord(store, record, now()), record);
}

const openOf = ({ publicUrl }: Asker, reference: string, { ends }: ApprovalRecord): OpenApproval => ({
  reference,
  address: `${publicUrl}${TEAM_PATH}/${reference}`,
  expires: new Date(ends),
  opened: false,
});

/** Returns what the person asked for themselves. */
async function ownRecord({ store, subject }: Asker, reference: string): Promise<ApprovalRecord | undefined> {
  const record = await readRecord(store, reference);
  return record?.subject === subject ? record : undefined;
}

/** Looks how it stands; a yes is used up by that, by one call at one replica. */
async function take(asker: Asker, reference: string, binding: string): Promise<ApprovalOutcome> {
  const { store, now } = asker;
  const found = await ownRecord(asker, reference);
  if (!found) return { state: 'void', why: UNKNOWN };
  if (isWaiting(found, now()) && isBoundTo(found, binding)) return { state: 'pending' };
  const outcome = await changeRecord(store, reference, (record) => takeOutcome(record, binding, now()));
  if (outcome?.state === 'approved' && !(await useOnce(store, reference, found.run)))
    return { state: 'void', why: FORGOTTEN };
  if (outcome?.state === 'void') await unlist(store, reference, now());
  return outcome ?? { state: 'void', why: UNKNOWN };
}
