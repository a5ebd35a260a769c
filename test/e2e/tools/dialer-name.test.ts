/** A yes says where: every preview and form names the dialer. */
import { describe, expect, it } from 'vitest';
import { dialerName, readConfig } from '../../../src/config/config.ts';
import { tools } from '../../../tools/index.ts';
import { previewed } from '../../support/guard-bench.ts';
import { startHost } from '../../support/host.ts';

describe('the name of the dialer', () => {
  it.each([
    [{ HITRATE_DIALER: 'demodialer' }, 'demodialer'],
    [{ HITRATE_URL: 'https://demodialer.hitrate.tech:3007' }, 'demodialer'],
    [{ HITRATE_URL: 'https://dialer.example.com' }, 'dialer.example.com'],
    [{ HITRATE_URL: 'https://hitrate.tech:3007' }, 'hitrate.tech:3007'],
    [
      { HITRATE_URL: 'https://demodialer.hitrate.tech.example.com:3007' },
      'demodialer.hitrate.tech.example.com:3007',
    ],
    [{ HITRATE_SANDBOX: 'on' }, 'the sandbox (invented people)'],
  ])('the settings %j give the dialer the name %s', (env, name) => {
    expect(dialerName(readConfig([], env))).toBe(name);
  });
});

it('a preview and a form of the sandbox say that its people are invented', async () => {
  const env = { HITRATE_SANDBOX: 'on', HITRATE_ACCESS: 'destructive' };
  const byToken = { ...env, HITRATE_CONFIRM: 'token' };
  const forms: string[] = [];
  const [plain, asking] = await Promise.all([
    startHost(byToken),
    startHost(env, {
      elicit: async ({ message }) => {
        forms.push(message);
        return { action: 'decline' };
      },
    }),
  ]);
  const { data } = await plain.call('delete_user', { user_id: 26 });
  await asking.call('delete_user', { user_id: 26 });
  expect(data.confirmation.dialer).toBe('the sandbox (invented people)');
  expect(data.confirmation.reversible).toBe("by Hitrate's support");
  expect(forms[0]).toMatch(/\nDialer: the sandbox \(invented people\)$/);
  expect(await previewed(plain, 'delete_user', { user_id: 26 })).toBeTruthy();
  await Promise.all([plain.close(), asking.close()]);
});

it('exactly the deletions that support can undo are marked as such', () => {
  const bySupport = tools.filter(({ guard }) => guard?.support).map(({ name }) => name);
  expect(bySupport.sort()).toEqual([
    'delete_call_result',
    'delete_client',
    'delete_product',
    'delete_product_field',
    'delete_sms_template',
    'delete_user',
  ]);
});
