/** The overview's page on this computer, with figures that the test says. */
import type { Page } from 'playwright-core';
import { startDashboardServer } from '../../src/commands/dashboard/dashboard-server.ts';
import { type Config, readConfig } from '../../src/config/config.ts';
import type { Collector } from '../../src/dashboard/collector.ts';
import type { Figures, Reading } from '../../src/dashboard/page/protocol.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';

const AS_OF = '2026-11-30 10:41';
export const HOSTILE = '<img src=x onerror="document.title=1">';
/** With a character that turns the text behind it around. */
const REVERSING = `${HOSTILE}\u202eevil`;

/** Every part with something in it. */
export const FULL: Figures = {
  orders: {
    as_of: AS_OF,
    data: {
      orders: 1_234,
      value: 512_345,
      confirmed: 800,
      unconfirmed: 433,
      cancelled: 1,
      before: { orders: 1_200, value: 513_000 },
      partial: false,
    },
  },
  calls: {
    as_of: AS_OF,
    data: {
      attempts: 50_000,
      reached: 9_000,
      orders: 1_230,
      hit_rate: 13.7,
      before: { reached: 8_800, orders: 1_190, hit_rate: 13.5 },
      hours: [
        { hour: 8, reached: 2_000, orders: 300, hit_rate: 15 },
        { hour: 9, reached: 0, orders: 0, hit_rate: null },
        { hour: 10, reached: 7_000, orders: 930, hit_rate: 13.3 },
      ],
      partial: false,
    },
  },
  agents: {
    as_of: AS_OF,
    data: {
      rows: [
        { name: 'Sara Nyholm (50)', reached: 40, orders: 9, hit_rate: 22.5 },
        { name: HOSTILE, reached: 30, orders: 3, hit_rate: 10 },
        { name: `${'Annamaria '.repeat(8)}${'x'.repeat(60)} (7)`, reached: 10, orders: 0, hit_rate: 0 },
      ],
      rest: { count: 31, reached: 8_920, orders: 1_218, hit_rate: 13.7 },
    },
  },
  unconfirmed: {
    as_of: AS_OF,
    data: {
      total: 25,
      rows: [
        { id: 431, created: '2026-11-26 12:32', agent: 'Axel Gran (26)', value: 399 },
        { id: 452, created: '2000-01-01 00:00', agent: HOSTILE, value: null },
      ],
    },
  },
  acts: {
    as_of: AS_OF,
    data: {
      is_kept: true,
      rows: [
        {
          time: '2026-11-30 10:12',
          tool: 'cancel_orders',
          targets: ['order:39', 'order:40', 'order:41', 'order:42', 'order:43'],
          approved_by: 'passkey',
          outcome: 'done',
        },
        {
          time: '2026-11-29 16:00',
          tool: 'update_customer',
          targets: [`customer:~${'a'.repeat(32)}`],
          approved_by: 'login',
          approver: HOSTILE,
          outcome: 'unknown',
        },
        {
          time: '2026-11-29 15:59',
          tool: 'call_customer',
          targets: [],
          approved_by: 'not asked',
          outcome: 'rejected',
        },
      ],
    },
  },
};

export const EMPTY: Figures = {
  orders: {
    as_of: AS_OF,
    data: { orders: 0, value: 0, confirmed: 0, unconfirmed: 0, cancelled: 0, partial: false },
  },
  calls: {
    as_of: AS_OF,
    data: { attempts: 0, reached: 0, orders: 0, hit_rate: null, hours: [], partial: false },
  },
  agents: { as_of: AS_OF, data: { rows: [] } },
  unconfirmed: { as_of: AS_OF, data: { total: 0, rows: [] } },
  acts: { as_of: AS_OF, data: { is_kept: false, rows: [] } },
};

/** Some parts have old figures, some have none. */
export const FAILING: Figures = {
  orders: { ...FULL.orders, problem: 'no_answer' },
  calls: { problem: 'no_right', missing: { right: `call read ${HOSTILE}` } },
  agents: { problem: 'too_slow' },
  unconfirmed: { ...FULL.unconfirmed, problem: 'busy' },
  acts: { problem: 'failed' },
};

/** The dialer gives nothing; of the orders there are old figures. */
export const DEAD: Figures = {
  orders: { ...FULL.orders, problem: 'no_answer' },
  calls: { problem: 'no_answer' },
  agents: { problem: 'no_answer' },
  unconfirmed: { problem: 'no_answer' },
  acts: FULL.acts,
};

export interface PageBench {
  address: string;
  stateDir: string;
  /** What is read from now on. */
  show(figures: Figures, reading?: Reading): void;
  /** How often a page has asked. */
  asked(): number;
  guesses(): number;
  stop(): Promise<void>;
}

const named = (name: string, title: string): Config => ({
  ...readConfig(['--sandbox'], {}),
  profile: { name, title, isOneOfSeveral: true },
});

/** @param several whether there are two dialers */
export async function pageBench(several = false): Promise<PageBench> {
  let now: { figures: Figures; reading?: Reading } = { figures: FULL };
  let asked = 0;
  let guesses = 0;
  const collector: Collector = {
    async look() {
      asked++;
      return now;
    },
  };
  const empty: Collector = { look: async () => ({ figures: EMPTY }) };
  const stateDir = newFolder();
  const server = await startDashboardServer({
    dialers: several
      ? [
          { config: named('north', REVERSING), collector },
          { config: named('south', 'Södra bolaget'), collector: empty },
        ]
      : [{ config: readConfig(['--sandbox'], {}), collector }],
    stateDir,
    report: () => {},
    onGuessing: () => guesses++,
  });
  afterThisTest(() => server.stop());
  return {
    address: server.address,
    stateDir,
    show(figures, reading) {
      now = { figures, reading };
    },
    asked: () => asked,
    guesses: () => guesses,
    stop: server.stop,
  };
}

/** As a browser says it, once the answer is there. */
export async function comeBack(page: Page): Promise<void> {
  const loaded = page.waitForResponse(/\/state$/);
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await loaded;
}

export async function goTo(page: Page, address: string): Promise<Page> {
  await page.goto(address);
  await page.waitForSelector('#overview:not([hidden])');
  return page;
}
