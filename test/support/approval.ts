/** Approvals in this process, with a state folder of their own and a clock that the test sets. */
import { type ApprovalOptions, createApprovals } from '../../src/approval/approvals.ts';
import type { ApprovalRequest, Approvals, OpenApproval } from '../../src/define/acts/approval.ts';
import { afterThisTest } from './cleanup.ts';
import { newFolder } from './files.ts';

export const REQUEST: ApprovalRequest = {
  binding: '{"args":{"customer_id":922},"tool":"prune_customer"}',
  tool: 'prune_customer',
  dialer: 'demodialer',
  summary: 'Erase customer 922, Astrid Lindqvist, for good.',
  effects: [
    'Name, phone number, address and all notes are erased.',
    '2 orders and 5 calls stay, without the person.',
  ],
  undo: 'Nobody can undo this.',
  proof: 'none',
};

export const TYPED = { name: 'the customer id', value: '922' };

export interface ApprovalBench {
  approvals: Approvals;
  stateDir: string;
  /** Moves the clock on. */
  later(ms: number): void;
  open(request?: Partial<ApprovalRequest>): Promise<OpenApproval>;
  /** How it stands now. */
  look(opened: OpenApproval, binding?: string): ReturnType<Approvals['wait']>;
}

export function approvalBench(options: Partial<ApprovalOptions> = {}): ApprovalBench {
  const stateDir = options.stateDir ?? newFolder();
  let ahead = 0;
  const approvals = createApprovals({
    openBrowser: false,
    now: () => Date.now() + ahead,
    ...options,
    stateDir,
  });
  afterThisTest(() => approvals.close());
  return {
    approvals,
    stateDir,
    later(ms) {
      ahead += ms;
    },
    open: (request) => approvals.open({ ...REQUEST, ...request }),
    look: ({ reference }, binding = REQUEST.binding) =>
      approvals.wait(reference, binding, 0, new AbortController().signal),
  };
}

/** What stands behind # in an address. */
export const secretOf = ({ address }: { address: string }): string => new URL(address).hash.slice(1);
