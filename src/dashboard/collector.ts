/** Reads the figures of one dialer, part by part, and keeps them: however many pages ask, it is read once. */
import type { Row } from '../define/row.ts';
import type { Progress } from '../define/tool-context.ts';
import { stripHidden } from '../shared/text.ts';
import { localMinute } from '../shared/time.ts';
import { type ErrorKind, ToolError } from '../shared/tool-error.ts';
import type { Act, Figures, LatestActs, Missing, Part, ProblemCode, Reading } from './page/protocol.ts';
import { agentFigures, CALLS_BY_AGENT, CALLS_BY_HOUR, callFigures } from './parts/calls.ts';
import { ORDERS_TODAY, orderFigures, UNCONFIRMED, unconfirmedOrders } from './parts/orders.ts';

/** Several tabs, and several people, are not to multiply the load on the dialer. */
const KEEP_MS = 30_000;
/** Mostly all is there by then; else the page is told how far it is. */
const WAIT_MS = 1_500;

/** What is collected from. */
export interface FigureSource {
  /** Calls a tool that reads. @throws ToolError */
  call(name: string, args: Row, progress: Progress): Promise<Row>;
  /** Returns the latest acts; undefined where no audit log is kept. @throws Error of the system */
  acts(): Promise<Act[] | undefined>;
  timezone: string;
}

export interface Collector {
  /** Returns what is there; reads it anew where it is old, and waits a moment for that. */
  look(): Promise<{ figures: Figures; reading?: Reading }>;
}

export interface CollectorOptions {
  keepMs?: number;
  waitMs?: number;
  /** Is told what no part can explain. */
  report(error: unknown): void;
}

export function createCollector(
  source: FigureSource,
  { keepMs = KEEP_MS, waitMs = WAIT_MS, report }: CollectorOptions,
): Collector {
  const figures: Figures = { orders: {}, calls: {}, agents: {}, unconfirmed: {}, acts: {} };
  let startedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | undefined;
  let reading: Reading | undefined;

  async function update<T>(present: Part<T>, read: () => Promise<T>): Promise<Part<T>> {
    reading = { done: 0 };
    const as_of = localMinute(source.timezone);
    try {
      return { data: await read(), as_of };
    } catch (error) {
      if (!(error instanceof ToolError)) report(error);
      return { ...present, problem: problemOf(error), missing: missingIn(error) };
    }
  }

  /** One after the other, since each report may ask the dialer for all calls of the day; what is quick comes first. */
  async function readAll(): Promise<void> {
    const ask = (name: string, args: Row) => source.call(name, args, showProgress);
    figures.orders = await update(figures.orders, async () =>
      orderFigures(await ask('order_report', ORDERS_TODAY)),
    );
    figures.unconfirmed = await update(figures.unconfirmed, async () =>
      unconfirmedOrders(await ask('search_orders', UNCONFIRMED)),
    );
    figures.acts = await update(figures.acts, async () => actFigures(await source.acts()));
    figures.calls = await update(figures.calls, async () =>
      callFigures(await ask('call_report', CALLS_BY_HOUR)),
    );
    figures.agents = await update(figures.agents, async () =>
      agentFigures(await ask('call_report', CALLS_BY_AGENT)),
    );
  }

  function showProgress(done: number, total?: number, what = ''): void {
    const unit = (['calls', 'orders'] as const).find((one) => what.startsWith(one));
    if (unit) reading = { what: unit, done, total };
  }

  function start(): Promise<void> {
    startedAt = performance.now();
    return readAll().finally(() => {
      underWay = undefined;
      reading = undefined;
    });
  }

  return {
    async look() {
      if (!underWay && performance.now() - startedAt >= keepMs) underWay = start();
      if (underWay) await Promise.race([underWay, afterMs(waitMs)]);
      return { figures: { ...figures }, reading };
    },
  };
}

const actFigures = (rows: Act[] | undefined): LatestActs => ({
  is_kept: rows !== undefined,
  rows: rows ?? [],
});

const PROBLEMS: { [kind in ErrorKind]?: ProblemCode } = {
  permission_denied: 'no_right',
  unauthenticated: 'bad_token',
  unavailable: 'no_answer',
  timeout: 'too_slow',
  rate_limited: 'busy',
};

export const problemOf = (error: unknown): ProblemCode =>
  (error instanceof ToolError && PROBLEMS[error.kind]) || 'failed';

/** The messages of src/dialer and src/guard name it in words for a model. */
function missingIn(error: unknown): Missing | undefined {
  if (!(error instanceof ToolError) || error.kind !== 'permission_denied') return undefined;
  const [, scope = '', right] = / needs the (.+ )?permission (.+);/.exec(error.message) ?? [];
  if (right !== undefined) return { right: stripHidden(`${scope}${right}`) };
  const [, setting] = / can change that with (HITRATE_\w+=\S*\w)/.exec(error.message) ?? [];
  return setting === undefined ? undefined : { setting };
}

/** Keeps no process alive. */
const afterMs = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
