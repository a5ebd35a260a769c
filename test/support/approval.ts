/** Approvals in this process, with a state folder of their own and a clock that the test sets. */

import { request } from 'node:http';
import type { Page } from 'playwright-core';
import { type ApprovalOptions, createApprovals } from '../../src/approval/approvals.ts';
import { openEnrolment } from '../../src/approval/enrolment.ts';
import { setPin } from '../../src/approval/proofs/pin.ts';
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

export const PIN = '493817';

/** Sets a PIN whose hash costs little: what a real one costs is seconds of a file of tests. */
export const givePin = (stateDir: string, pin = PIN): Promise<void> =>
  setPin(stateDir, pin, { N: 1_024, r: 8, p: 1 });

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

export interface PageReply {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  json: any;
}

/** What a program sends to the page's server, with whatever headers: a browser lets no page choose these. */
export function send(
  address: string,
  method: string,
  path: string,
  headers: Record<string, string | undefined>,
  body?: string,
): Promise<PageReply> {
  const { port } = new URL(address);
  const given = Object.entries(headers).filter(([, value]) => value !== undefined);
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers: Object.fromEntries(given), agent: false },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = String(response.headers['content-type']).startsWith('application/json');
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          text,
          json: isJson ? JSON.parse(text) : undefined,
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Posts as the page itself does, unless the headers say otherwise. */
export function post(
  { address }: { address: string },
  path: string,
  body: object,
  headers: Record<string, string | undefined> = {},
): Promise<PageReply> {
  const own = { 'content-type': 'application/json', origin: new URL(address).origin, ...headers };
  return send(address, 'POST', path, { host: new URL(address).host, ...own }, JSON.stringify(body));
}

/** Sets up a passkey on the page of its own, by the page's device. */
export async function enrol(stateDir: string, page: Page, name?: string): Promise<void> {
  const enrolment = await openEnrolment(stateDir, async () => false);
  await page.goto(enrolment.address);
  if (name) await page.getByLabel('What to call it').fill(name);
  await page.getByRole('button', { name: 'Set up the passkey' }).click();
  await page.getByRole('heading', { name: 'The passkey is set up' }).waitFor();
  await enrolment.close();
}
