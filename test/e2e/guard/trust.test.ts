/** What stands before every act, through the built server: the audit log, the limits, the stop, the hours, the person. */
import { rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../../src/config/settings.ts';
import type { Host } from '../../../src/mcp/client.ts';
import { givePin, PIN, post } from '../../support/approval.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { type FakeDialer, fakeDialer, isRead, type Script } from '../../support/fake-dialer.ts';
import { newFolder } from '../../support/files.ts';
import { type Bench, effects, openBench, previewed, worldScript } from '../../support/guard-bench.ts';
import { startHost } from '../../support/host.ts';
import { finished } from '../../support/process.ts';
import { people, things } from './acts.ts';

const orders = { '/api/order/39': [things.order(39)], '/api/order/40': [things.order(40)] };
const PRICE: [string, Record<string, unknown>] = ['update_order_product', { order_id: 39, unit_price: 299 }];

async function bench(env: Record<string, string>, world: Record<string, unknown> = orders): Promise<Bench> {
  const opened = await openBench({
    HITRATE_ASK: SETTINGS.ask.default,
    HITRATE_STATE_DIR: newFolder(),
    ...env,
  });
  afterThisTest(opened.close);
  opened.scene(world);
  return opened;
}

/** Does an act after its yes. */
async function confirmed(host: Host, [tool, args]: typeof PRICE) {
  return host.call(tool, { ...args, confirm: await previewed(host, tool, args) });
}

async function linesOf(dir: string): Promise<any[]> {
  const files = (await readdir(dir)).filter((name) => name.endsWith('.jsonl')).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(dir, name), 'utf8')));
  return texts
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('the audit log', () => {
  it('an act stands in the log before it is sent, with who said yes, and its outcome after it', async () => {
    const dir = newFolder();
    const here = await bench({ HITRATE_AUDIT_DIR: dir });
    let before: any[] = [];
    const script: Script = async (request, response) => {
      if (!isRead(request)) before = await linesOf(dir);
      return worldScript(orders)(request, response);
    };
    here.scene(script);
    const answer = await confirmed(here.host, PRICE);
    expect(answer.data.status).toBe('done');
    expect(before).toHaveLength(1);
    expect(before[0]).toMatchObject({
      tool: 'update_order_product',
      kinds: ['money'],
      targets: ['order:39'],
      approved_by: 'token',
      host: 'hitrate-mcp-host',
    });
    expect(before[0].preview).toMatch(/^[0-9a-f]{64}$/);
    const all = await linesOf(dir);
    expect(all).toHaveLength(2);
    expect(all[1]).toMatchObject({ outcome: 'done' });
    expect(JSON.stringify(all)).not.toMatch(/Anna|Ek|0701740605|46701740605/);
    const verified = await finished(['audit', 'verify'], { env: { HITRATE_AUDIT_DIR: dir } });
    expect(verified.code, verified.stdout).toBe(0);
  });

  it('a refused and an unanswered act stand in the log with their outcome', async () => {
    const dir = newFolder();
    const here = await bench({ HITRATE_AUDIT_DIR: dir });
    for (const [status, outcome] of [
      [409, 'conflict'],
      [502, 'outcome_unknown'],
    ] as const) {
      here.scene((request, response) =>
        isRead(request)
          ? worldScript(orders)(request, response)
          : { status, body: { message: 'this order is closed' } },
      );
      expect((await confirmed(here.host, PRICE)).isError).toBe(true);
      expect((await linesOf(dir)).at(-1)).toMatchObject({ outcome });
    }
  });

  it('nothing is sent where the log can not be written, and reading goes on', async () => {
    const dir = join(newFolder(), 'audit');
    await mkdir(dir);
    const here = await bench({ HITRATE_AUDIT_DIR: dir });
    const confirm = await previewed(here.host, ...PRICE);
    await rm(dir, { recursive: true });
    writeFileSync(dir, 'in its place');
    const answer = await here.host.call(PRICE[0], { ...PRICE[1], confirm });
    expect(answer.text).toMatch(/^unavailable: .*[Nn]othing was sent/);
    expect(effects(here.dialer)).toEqual([]);
    expect((await here.host.call('get_order', { order_id: 39 })).isError).toBe(false);
    rmSync(dir);
  });

  it('one line stands in it for each of several acts after one yes', async () => {
    const dir = newFolder();
    const world = {
      '/api/customer?id=922': people.anna,
      '/api/customer?id=1001': people.bo,
    };
    const here = await bench({ HITRATE_AUDIT_DIR: dir, HITRATE_TIMEOUT_MS: '5000' }, world);
    const answer = await confirmed(here.host, ['remove_customer', { customer_ids: [922, 1001] }]);
    expect(answer.data.done).toBe(2);
    const acts = (await linesOf(dir)).filter(({ targets }) => targets);
    expect(acts.map(({ targets }) => targets)).toEqual([['customer:922'], ['customer:1001']]);
    expect(new Set(acts.map(({ call }) => call)).size).toBe(1);
  });
});

describe('limits', () => {
  it('are told before they are hit, and refuse an act before a person is asked', async () => {
    const here = await bench({ HITRATE_LIMITS: 'writes_per_minute=2' });
    expect((await confirmed(here.host, PRICE)).data.left).toEqual({ writes_per_minute: 1 });
    expect((await confirmed(here.host, PRICE)).data.left).toEqual({ writes_per_minute: 0 });
    const answer = await here.host.call(...PRICE);
    expect(answer.text).toMatch(/^rate_limited: .*writes_per_minute/);
    expect(effects(here.dialer)).toHaveLength(2);
  });

  it('count for another server of the same user too', async () => {
    const HITRATE_STATE_DIR = newFolder();
    const env = { HITRATE_LIMITS: 'writes_per_hour=1', HITRATE_STATE_DIR };
    const first = await bench(env);
    const second = await startHost({
      HITRATE_URL: first.dialer.url,
      HITRATE_ACCESS: 'destructive',
      HITRATE_CONFIRM: 'token',
      HITRATE_ASK: SETTINGS.ask.default,
      ...env,
    });
    afterThisTest(second.close);
    expect((await confirmed(first.host, PRICE)).data.status).toBe('done');
    expect((await second.call(...PRICE)).text).toMatch(/^rate_limited/);
  });
});

describe('a stop', () => {
  it('refuses every change of a running server at once, and lets it read; start lifts it', async () => {
    const HITRATE_STATE_DIR = newFolder();
    const here = await bench({ HITRATE_STATE_DIR });
    const confirm = await previewed(here.host, ...PRICE);
    const stopped = await finished(['stop', 'the prices are wrong', '--state-dir', HITRATE_STATE_DIR]);
    expect(stopped.stdout).toContain(String(here.host.pid));
    const answer = await here.host.call(PRICE[0], { ...PRICE[1], confirm });
    expect(answer.text).toMatch(/^permission_denied: .*the prices are wrong.*Nothing was sent/);
    expect(effects(here.dialer)).toEqual([]);
    expect((await here.host.call('get_order', { order_id: 39 })).isError).toBe(false);
    await finished(['start', '--state-dir', HITRATE_STATE_DIR]);
    expect((await confirmed(here.host, PRICE)).data.status).toBe('done');
  });
});

describe('calling hours', () => {
  /** A day on which it is night whenever the test runs. */
  const NEVER = 'mon 3-3:01';
  const ring: typeof PRICE = ['call_customer', { agent_id: 6, campaign_id: 2, customer_id: 922 }];
  const world = {
    '/api/customer?id=922': people.anna,
    ...people.userWorld,
    '/api/campaigns/2': things.campaign2,
  };

  it('nobody is rung outside of them, and nobody is asked', async () => {
    const here = await bench({ HITRATE_CALLING_HOURS: NEVER }, { ...world, ...orders });
    expect((await here.host.call(...ring)).text).toMatch(/^permission_denied: .*HITRATE_CALLING_HOURS/);
    expect(effects(here.dialer)).toEqual([]);
    expect((await confirmed(here.host, PRICE)).data.status).toBe('done');
  });
});

describe('a list at night', () => {
  const lists = {
    '/api/contactlist/34': things.list34,
    '/api/campaign/contactlists?contactlist_id=34': [],
    ...things.campaignList,
    '/api/customfield': [],
  };
  const rung = {
    ...lists,
    '/api/campaign/contactlists?contactlist_id=34': [{ id: 42, campaign_id: 2, contactlist_id: 34 }],
  };
  const add: typeof PRICE = ['create_customer', { contactlist_id: 34, phone: '070-174 06 05' }];
  const bring: typeof PRICE = [
    'import_customers',
    { contactlist_id: 34, text: 'telefon\n070-174 06 05\n', dry_run: false },
  ];
  const env = () => ({
    HITRATE_CALLING_HOURS: 'mon 3-3:01',
    HITRATE_ASK: 'none',
    HITRATE_DOWNLOAD_DIR: newFolder(),
    HITRATE_TIMEOUT_MS: '5000',
  });

  it.each([add, bring])('%s goes through where nobody rings the list', async (...act) => {
    const here = await bench(env(), lists);
    expect((await here.host.call(...act)).isError).toBe(false);
    expect(effects(here.dialer)).toHaveLength(1);
  });

  it.each([add, bring])('%s is refused where a campaign rings the list', async (...act) => {
    const here = await bench(env(), rung);
    expect((await here.host.call(...act)).text).toMatch(/^permission_denied: .*HITRATE_CALLING_HOURS/);
    expect(effects(here.dialer)).toEqual([]);
  });
});

describe('a host that opens addresses', () => {
  const prune: typeof PRICE = ['prune_customer', { customer_id: 922 }];
  const world = { '/api/customer?id=922': people.anna };

  async function hostThat(
    openUrl: (url: string) => Promise<any>,
  ): Promise<{ host: Host; dialer: FakeDialer }> {
    const HITRATE_STATE_DIR = newFolder();
    await givePin(HITRATE_STATE_DIR);
    const dialer = await fakeDialer();
    dialer.script(worldScript(world));
    const host = await startHost(
      { HITRATE_URL: dialer.url, HITRATE_ACCESS: 'destructive', HITRATE_STATE_DIR },
      { openUrl },
    );
    afterThisTest(host.close);
    afterThisTest(dialer.close);
    return { host, dialer };
  }

  it('the person is sent to the page and the act is done in the same call', async () => {
    const { host, dialer } = await hostThat(async (address) => {
      const secret = new URL(address).hash.slice(1);
      setTimeout(
        () => void post({ address }, '/answer', { secret, answer: 'yes', typed: '922', pin: PIN }),
        50,
      );
      return { action: 'accept' };
    });
    expect((await host.call(...prune)).data).toMatchObject({ status: 'done', customer_id: 922 });
    expect(effects(dialer)).toEqual(['DELETE /api/gdpr/customer?id=922']);
  });

  it('nothing is done where the person does not go there', async () => {
    const { host, dialer } = await hostThat(async () => ({ action: 'decline' }));
    expect((await host.call(...prune)).data.status).toBe('declined');
    expect(effects(dialer)).toEqual([]);
  });

  it('an accept of the address is no yes', async () => {
    const { host, dialer } = await hostThat(async () => ({ action: 'accept', content: { confirm: '922' } }));
    const call = host.client.callTool({ name: prune[0], arguments: prune[1] }, undefined, { timeout: 1_500 });
    await expect(call).rejects.toThrow();
    expect(effects(dialer)).toEqual([]);
  });
});

describe('HITRATE_CONFIRM=passkey', () => {
  it('refuses every act that is asked about where no passkey is set up', async () => {
    const here = await bench({ HITRATE_CONFIRM: 'passkey' });
    expect((await here.host.call(...PRICE)).text).toMatch(/^permission_denied: .*approve --enroll/);
    expect(effects(here.dialer)).toEqual([]);
  });
});
