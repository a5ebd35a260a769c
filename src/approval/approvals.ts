/** Approvals by a page on this computer: what no assistant can answer by itself, as far as a PIN or a passkey is set up. */
import type { ApprovalRequest, Approvals, OpenApproval } from '../define/acts/approval.ts';
import { createPageServer } from '../pages/http/page-server.ts';
import { openBrowser } from '../pages/open-browser.ts';
import { findBySecret } from '../pages/secrets.ts';
import { DESK_PAGE } from './page/html.ts';
import type { Translate } from './page/preview-text.ts';
import { answerPost } from './page-replies.ts';
import {
  isFor,
  isPending,
  newApproval,
  type PendingApproval,
  waitForOutcome,
  withdraw,
} from './pending-approval.ts';
import { requiredProof, setUpProof } from './proofs/proofs.ts';
import { MAX_PENDING, tooManyPending, VOID } from './rules.ts';
import { createWaitingFiles } from './waiting-files.ts';

export interface ApprovalOptions {
  stateDir: string;
  /** Whether to open the page instead of only telling its address. */
  openBrowser: boolean;
  now?: () => number;
  /** Opens an address. @returns whether it did */
  open?: (address: string) => Promise<boolean>;
  translate?: Translate;
  /** How long the page can still be reloaded once nothing waits any more. */
  graceMs?: number;
}

const GRACE_MS = 60_000;

const GUESSED = 'Somebody guessed at addresses of the approval page, so all approvals were withdrawn.';
const UNKNOWN =
  'There is no such approval here: it was used or turned down, is too old, or another server gave it.';

export function createApprovals(options: ApprovalOptions): Approvals {
  const { stateDir, now = Date.now, open = openBrowser, graceMs = GRACE_MS } = options;
  const waitingFiles = createWaitingFiles(stateDir, now);
  let approvals: PendingApproval[] = [];
  let idle: NodeJS.Timeout | undefined;

  const server = createPageServer({
    page: DESK_PAGE,
    async answer(path, body, origin) {
      const approval = findBySecret(approvals, body.secret);
      if (!approval) return undefined;
      return answerPost(approval, path, body, { ...options, origin, now }).finally(stopWhenIdle);
    },
    onGuessing() {
      for (const approval of approvals) withdraw(approval, GUESSED);
      stopWhenIdle();
    },
  });

  const pending = () => approvals.filter((approval) => isPending(approval, now()));
  /** Looks again whenever something may have ended. */
  function stopWhenIdle(): void {
    clearTimeout(idle);
    void waitingFiles.keep(pending());
    const ends = pending().map((approval) => approval.ends - now());
    idle = ends.length
      ? setTimeout(stopWhenIdle, Math.min(...ends))
      : setTimeout(() => void rest().catch(() => {}), graceMs);
    idle.unref();
  }

  /** Keeps what was approved and is not used yet: for that no page is needed. */
  function rest(): Promise<void> {
    approvals = approvals.filter(({ state, ends }) => state.state === 'approved' && now() < ends);
    return server.stop();
  }

  async function openPage(request: ApprovalRequest): Promise<OpenApproval> {
    const proof = requiredProof(request.proof, await setUpProof(stateDir));
    // An assistant that asks for the same again means the page that is open.
    const same = pending().find((approval) => isFor(approval, request.binding) && approval.proof === proof);
    if (same) return same.open;
    if (pending().length >= MAX_PENDING) throw tooManyPending();
    const approval = newApproval(request, proof, await server.start(), now());
    approvals = [...approvals.filter(({ ends }) => now() < ends + graceMs), approval];
    stopWhenIdle();
    if (options.openBrowser) approval.open.opened = await open(approval.open.address).catch(() => false);
    return approval.open;
  }

  return {
    proofs: () => setUpProof(stateDir),
    open: openPage,
    find: async (reference, binding) =>
      pending().find((approval) => approval.reference === reference && isFor(approval, binding))?.open,
    async withdraw(reference) {
      for (const one of approvals) if (one.reference === reference) withdraw(one, VOID.notWanted);
      stopWhenIdle();
    },
    async wait(reference, binding, ms, signal) {
      const approval = approvals.find((one) => one.reference === reference);
      if (!approval) return { state: 'void', why: UNKNOWN };
      return waitForOutcome(approval, { binding, ms, signal, now }).finally(stopWhenIdle);
    },
    async close() {
      clearTimeout(idle);
      for (const approval of approvals) withdraw(approval, 'The server has ended.');
      approvals = [];
      await Promise.all([server.stop(), waitingFiles.keep([])]);
    },
  };
}
