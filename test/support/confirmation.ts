/** The confirmation of a cancellation, in process. */
import { randomBytes } from 'node:crypto';
import type { Approvals } from '../../src/define/acts/approval.ts';
import type { Args } from '../../src/define/row.ts';
import type { Preview } from '../../src/define/tool.ts';
import { assess } from '../../src/guard/assessment.ts';
import { confirm } from '../../src/guard/confirmation.ts';
import { type ConfirmationTokens, createConfirmationTokens } from '../../src/guard/confirmation-token.ts';
import type { ConfirmationContext, PersonRequest, Verdict } from '../../src/guard/question.ts';
import { createMemoryStore } from '../../src/state/memory-store.ts';
import { tools } from '../../tools/index.ts';

export const tool = (name: string) => tools.find((one) => one.name === name)!;
export const order = (value = 399): Preview => ({
  args: { order_ids: [39] },
  target: 'orders 39',
  state: { value },
  summary: 'Cancel 1 order.',
  effects: [`order 39: Anna Ek, ${value}`],
});

/** A page where nothing is set up and nobody answers. */
export const emptyPage: Approvals = {
  proofs: async () => 'none',
  open: async () => ({
    reference: 'ref',
    address: 'http://127.0.0.1:1/#s',
    expires: new Date(0),
    opened: false,
  }),
  find: async () => undefined,
  withdraw: async () => {},
  wait: async () => ({ state: 'pending' }),
  close: async () => {},
};

/** Tokens of a server of its own. */
export const newTokens = (now?: () => number): ConfirmationTokens =>
  createConfirmationTokens({ state: createMemoryStore(now), key: randomBytes(32), now });

export const by = (more: Partial<ConfirmationContext> = {}): ConfirmationContext => ({
  policy: { confirm: 'auto', timezone: 'Europe/Stockholm', ask: ['money'] },
  tokens: newTokens(),
  approvals: async () => emptyPage,
  signal: new AbortController().signal,
  redact: (preview) => preview,
  checkLimits: async () => {},
  principal: 'p',
  dialer: 'demodialer',
  preview: async () => order(),
  ...more,
});

/** What comes of it at a host that is asked while the call waits. */
type AnsweredVerdict = Exclude<Verdict, { ask: PersonRequest }>;

/** Asks about a call of a tool. */
export const question = (
  name: string,
  args: Args,
  given: ConfirmationContext,
  token?: string,
): Promise<AnsweredVerdict> =>
  confirm({
    tool: tool(name),
    args,
    confirm: token,
    assessment: assess(tool(name), args, given.policy.ask),
    by: given,
  }) as Promise<AnsweredVerdict>;

export const cancel = (given: ConfirmationContext, token?: string) =>
  question('cancel_orders', { order_ids: [39] }, given, token);
