/** dashboard as a command: a page of this computer that reads, and ends when it is told to. */
import { describe, expect, it } from 'vitest';
import { type PageReply, post, secretOf, send } from '../../support/approval.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { writeDialersFile } from '../../support/dialers-file.ts';
import { fakeDialer, isRead } from '../../support/fake-dialer.ts';
import { newFolder } from '../../support/files.ts';
import { SECRET } from '../../support/host.ts';
import { finished, type Running, run } from '../../support/process.ts';
import { until } from '../../support/waiting.ts';

interface Dashboard extends Running {
  address: string;
  /** What the page asks for. */
  state(more?: object): Promise<PageReply>;
}

async function start(args: string[], env: Record<string, string> = {}): Promise<Dashboard> {
  const running = run(['dashboard', ...args], { env: { HITRATE_STATE_DIR: newFolder(), ...env } });
  afterThisTest(() => running.end('SIGKILL'));
  const address = () => /at (http:\S+)/.exec(running.stdout())?.[1];
  await until(() => address() !== undefined || running.child.exitCode !== null);
  if (!address()) throw new Error(`it did not start: ${running.stderr()}`);
  const opened = { address: address()! };
  return {
    ...running,
    ...opened,
    state: (more) => post(opened, '/state', { secret: secretOf(opened), ...more }),
  };
}

/** Asks as the page does, until all was read. */
async function wholeState({ state }: Dashboard, more?: object): Promise<any> {
  for (;;) {
    const { json } = await state(more);
    if (json.reading === undefined) return json;
  }
}

describe('the overview of the sandbox', () => {
  it('has figures of today in all of its parts', async () => {
    const overview = await wholeState(await start(['--sandbox']));
    expect(overview).toMatchObject({
      state: 'overview',
      dialer: 'the sandbox (invented people)',
      is_sandbox: true,
      dialers: [],
      currency: 'SEK',
      waiting: { data: [] },
      acts: { data: { is_kept: false, rows: [] } },
    });
    const { orders, calls, agents, unconfirmed } = overview;
    expect(orders.data.orders).toBeGreaterThanOrEqual(3);
    expect(orders.data.confirmed + orders.data.unconfirmed + orders.data.cancelled).toBe(orders.data.orders);
    const sumOf = (rows: any[]) => rows.reduce((sum, row) => sum + row.orders, 0);
    expect(sumOf(calls.data.hours)).toBe(calls.data.orders);
    expect(sumOf(agents.data.rows)).toBe(calls.data.orders);
    expect(unconfirmed.data.rows.map(({ created }: any) => created)).toEqual(
      unconfirmed.data.rows.map(({ created }: any) => created).sort(),
    );
    expect(unconfirmed.data.rows).toHaveLength(Math.min(20, unconfirmed.data.total));
  });

  it('is a page for browsers, with a strict policy and nothing in it before the secret comes', async () => {
    const { address } = await start(['--sandbox']);
    const { status, headers, text } = await send(address, 'GET', '/', { host: new URL(address).host });
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'sha256-/);
    expect(headers['cache-control']).toBe('no-store');
    expect(text).not.toContain(secretOf({ address }));
  });

  it('answers nothing but its own state, and nobody without the secret', async () => {
    const { address, state } = await start(['--sandbox']);
    const wrong = await post({ address }, '/state', { secret: 'x'.repeat(43) });
    expect([wrong.status, wrong.json]).toEqual([404, { state: 'unknown' }]);
    const secret = secretOf({ address });
    expect((await post({ address }, '/answer', { secret, answer: 'yes' })).json).toEqual({
      state: 'unknown',
    });
    expect((await state({ dialer: 'south' })).json).toEqual({ state: 'unknown' });
    const foreign = await post({ address }, '/state', { secret }, { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
  });

  it('ends where somebody guesses at its address', async () => {
    const dashboard = await start(['--sandbox']);
    for (let i = 0; i < 20; i++)
      await post(dashboard, '/state', { secret: String(i) }).catch(() => undefined);
    const { code, stderr } = await dashboard.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('somebody guessed at the address');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends at %s with code 0', async (signal) => {
    const dashboard = await start(['--sandbox']);
    await dashboard.state();
    await dashboard.end(signal);
    expect((await dashboard.ended).code).toBe(0);
  });
});

describe('the overview of a dialer', () => {
  it('only reads there, whatever the settings allow, and tells where a part is refused', async () => {
    const dialer = await fakeDialer(({ path }) =>
      path.startsWith('/api/orders') ? { status: 403 } : { body: [] },
    );
    afterThisTest(dialer.close);
    const overview = await wholeState(
      await start([], { HITRATE_URL: dialer.url, HITRATE_TOKEN: SECRET, HITRATE_ACCESS: 'destructive' }),
    );
    expect(overview.orders).toEqual({ problem: 'no_right' });
    expect(overview.unconfirmed).toEqual({ problem: 'no_right' });
    expect(dialer.requests.length).toBeGreaterThan(0);
    expect(dialer.requests.filter((request) => !isRead(request))).toEqual([]);
    expect(JSON.stringify(overview)).not.toContain(SECRET);
  });

  it('has a choice where there are several', async () => {
    const dialers = writeDialersFile(newFolder(), {
      north: { title: 'Norra bolaget', sandbox: true },
      south: { sandbox: true },
    });
    const dashboard = await start(['--dialers', dialers]);
    expect((await wholeState(dashboard)).dialers).toEqual([
      { name: 'north', title: 'Norra bolaget', chosen: true },
      { name: 'south', title: 'south', chosen: false },
    ]);
    const south = await wholeState(dashboard, { dialer: 'south' });
    expect(south.dialer).toBe('south (sandbox, invented people)');
    expect(south.orders.data.orders).toBeGreaterThanOrEqual(3);
  });
});

it.each([
  [[], /no dialer is set/],
  [['--sandbox', '--http'], /a server for a team shows the overview itself, at \/dashboard/],
  [['--sandbox', '--pages', '1'], /Unknown option '--pages'/],
])('dashboard %s is refused: exit code 2', async (args, says) => {
  const { code, stdout, stderr } = await finished(['dashboard', ...args], { env: {} });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(says);
});
