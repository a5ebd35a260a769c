/** The confirmation of a cancellation, in process. */
import type { Preview } from '../../src/define/tool.ts';
import { type ConfirmationContext, confirm } from '../../src/guard/confirmation.ts';
import { createConfirmationTokens } from '../../src/guard/confirmation-token.ts';
import { tools } from '../../tools/index.ts';

export const tool = (name: string) => tools.find((one) => one.name === name)!;
export const order = (value = 399): Preview => ({
  args: { order_ids: [39] },
  target: 'orders 39',
  state: { value },
  summary: 'Cancel 1 order.',
  effects: [`order 39: Anna Ek, ${value}`],
});

export const by = (more: Partial<ConfirmationContext> = {}): ConfirmationContext => ({
  policy: { confirm: 'auto', timezone: 'Europe/Stockholm' },
  tokens: createConfirmationTokens(),
  principal: 'p',
  dialer: 'demodialer',
  preview: async () => order(),
  ...more,
});
export const cancel = (given: ConfirmationContext, token?: string) =>
  confirm(tool('cancel_orders'), { order_ids: [39] }, token, given);
