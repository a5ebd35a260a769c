/** What is read of a dialer for the overview: once for all who ask, part by part. */
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { createCollector, type FigureSource } from '../../src/dashboard/collector.ts';
import type { Row } from '../../src/define/row.ts';
import { endpoint } from '../../src/define/tool.ts';
import { errorOf } from '../../src/dialer/reply/response-errors.ts';
import { authoriseTool } from '../../src/guard/access.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { tools } from '../../tools/index.ts';

const ORDERS: Row = {
  sum: { orders: 7, value: 2_800, confirmed: 3, unconfirmed: 3, cancelled: 1 },
  before: { orders: 4, value: 1_600 },
};
const CALLS: Row = {
  sum: { attempts: 30, reached: 10, orders: 2, hit_rate_reached_pct: 20 },
  total: 2,
  returned: 2,
  columns: ['hour', 'attempts', 'reached', 'orders', 'hit_rate_reached_pct'],
  rows: [
    ['09-10', 20, 6, 2, 33.3],
    ['12-13', 10, 4, 0, 0],
  ],
};
const AGENTS: Row = {
  sum: CALLS.sum,
  total: 3,
  returned: 1,
  columns: ['agent', 'attempts', 'reached', 'orders', 'hit_rate_reached_pct'],
  rows: [
    ['Ida Forsell (30)', 9, 6, 2, 33.3],
    ['2 others', 8, 4, 0, 0],
    ['no agent (nobody took it)', 13, 0, 0, null],
  ],
};
const UNCONFIRMED: Row = {
  total: 1,
  columns: ['id', 'create_time', 'agent', 'value'],
  rows: [[431, '2026-11-26 12:32', 'Axel Gran (26)', 399]],
};

function answerTo(name: string, args: Row): Row {
  if (name === 'order_report') return ORDERS;
  if (name === 'search_orders') return UNCONFIRMED;
  return args.by[0] === 'hour' ? CALLS : AGENTS;
}

interface Bench {
  look: ReturnType<typeof createCollector>['look'];
  calls: string[];
  reports: unknown[];
  /** What a call does from now on, by the name of its tool. */
  instead: Record<string, () => Promise<Row>>;
}

function bench(keepMs = 0, more: Partial<FigureSource> = {}): Bench {
  const made: Bench = { look: async () => ({}) as never, calls: [], reports: [], instead: {} };
  const source: FigureSource = {
    call(name, args) {
      made.calls.push(name);
      return made.instead[name]?.() ?? Promise.resolve(answerTo(name, args));
    },
    acts: async () => [],
    timezone: 'Europe/Stockholm',
    ...more,
  };
  made.look = createCollector(source, { keepMs, report: (error) => made.reports.push(error) }).look;
  return made;
}

const refused = (kind: ConstructorParameters<typeof ToolError>[0]) => async () => {
  throw new ToolError(kind, 'no');
};

describe('the figures', () => {
  it('are those of the reports, with the hours between that have no calls', async () => {
    const { figures } = await bench().look();
    expect(figures.orders.data).toEqual({
      ...ORDERS.sum,
      before: { orders: 4, value: 1_600 },
      partial: false,
    });
    expect(figures.calls.data?.hours).toEqual([
      { hour: 9, reached: 6, orders: 2, hit_rate: 33.3 },
      { hour: 10, reached: 0, orders: 0, hit_rate: null },
      { hour: 11, reached: 0, orders: 0, hit_rate: null },
      { hour: 12, reached: 4, orders: 0, hit_rate: 0 },
    ]);
    expect(figures.agents.data).toEqual({
      rows: [{ name: 'Ida Forsell (30)', reached: 6, orders: 2, hit_rate: 33.3 }],
      rest: { count: 2, reached: 4, orders: 0, hit_rate: 0 },
    });
    expect(figures.unconfirmed.data).toEqual({
      total: 1,
      rows: [{ id: 431, created: '2026-11-26 12:32', agent: 'Axel Gran (26)', value: 399 }],
    });
    expect(figures.acts.data).toEqual({ is_kept: true, rows: [] });
  });

  it('are read once for all who ask within half a minute', async () => {
    const { look, calls } = bench(30_000);
    await Promise.all([look(), look(), look()]);
    await look();
    expect(calls).toEqual(['order_report', 'search_orders', 'call_report', 'call_report']);
  });

  it('are read one report after the other, never two at once', async () => {
    let underWay = 0;
    let most = 0;
    const { look } = bench(0, {
      async call(name, args) {
        most = Math.max(most, ++underWay);
        await new Promise(setImmediate);
        underWay--;
        return answerTo(name, args);
      },
    });
    await Promise.all([look(), look()]);
    await look();
    expect(most).toBe(1);
  });

  it('stay as they were last read where one of them fails, and the others are read all the same', async () => {
    const one = bench();
    const first = (await one.look()).figures;
    one.instead.order_report = refused('unavailable');
    const { figures } = await one.look();
    expect(figures.orders).toEqual({ ...first.orders, problem: 'no_answer' });
    expect(figures.calls.problem).toBeUndefined();
    expect(figures.agents.data).toEqual(first.agents.data);
    expect(one.reports).toEqual([]);
    delete one.instead.order_report;
    expect((await one.look()).figures.orders.problem).toBeUndefined();
  });

  it.each([
    ['permission_denied', 'no_right'],
    ['unauthenticated', 'bad_token'],
    ['unavailable', 'no_answer'],
    ['timeout', 'too_slow'],
    ['rate_limited', 'busy'],
    ['bad_answer', 'failed'],
  ] as const)('say %s as %s', async (kind, problem) => {
    const one = bench();
    one.instead.search_orders = refused(kind);
    expect((await one.look()).figures.unconfirmed).toEqual({ problem });
  });

  it.each([
    ['order read', 'call Missing order read permission'],
    ['read', 'missing read permission'],
    [undefined, 'Access denied'],
  ])('name the right %s that the dialer names', async (right, message) => {
    const one = bench();
    const refusal = errorOf({ status: 403, json: { message }, text: '' }, false)!;
    one.instead.search_orders = () => Promise.reject(refusal);
    expect((await one.look()).figures.unconfirmed).toEqual({
      problem: 'no_right',
      missing: right && { right },
    });
  });

  it('name the setting that keeps a tool back, until it does so no more', async () => {
    const one = bench();
    const config = readConfig(['--sandbox', '--toolsets', 'calls,customers'], {});
    one.instead.search_orders = async () => {
      authoriseTool(endpoint(tools, 'search_orders'), config);
      return UNCONFIRMED;
    };
    const missing = { setting: 'HITRATE_TOOLSETS=calls,customers,orders' };
    expect((await one.look()).figures.unconfirmed).toEqual({ problem: 'no_right', missing });
    delete one.instead.search_orders;
    expect((await one.look()).figures.unconfirmed).not.toHaveProperty('missing');
  });

  it('tell the operator of what no part can explain, and nobody else', async () => {
    const one = bench(0, { acts: () => Promise.reject(new Error('EACCES of a path')) });
    const { figures } = await one.look();
    expect(figures.acts).toEqual({ problem: 'failed' });
    expect(JSON.stringify(figures)).not.toContain('EACCES');
    expect(one.reports).toHaveLength(1);
  });

  it('of which some take long are told with how far the reading is', async () => {
    let release = () => {};
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const source: FigureSource = {
      async call(name, args, progress) {
        if (name === 'call_report') {
          progress(12_000, 50_000, 'calls read');
          progress(3, undefined, 'seconds waited');
          await blocked;
        }
        return answerTo(name, args);
      },
      acts: async () => undefined,
      timezone: 'Europe/Stockholm',
    };
    const { look } = createCollector(source, { waitMs: 5, report: () => {} });
    const { figures, reading } = await look();
    expect(figures.orders.data?.orders).toBe(7);
    expect(figures.calls).toEqual({});
    expect(reading).toEqual({ what: 'calls', done: 12_000, total: 50_000 });
    expect(figures.acts.data).toEqual({ is_kept: false, rows: [] });
    release();
    await expect.poll(async () => (await look()).reading).toBeUndefined();
    expect((await look()).figures.agents.data?.rows).toHaveLength(1);
  });
});
