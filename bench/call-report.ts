/** Measures what a report adds to fetching its calls. */
import { BUNDLE, PAGES_BY_HAND, startProcess, startRowsDialer } from './children.ts';
import { atMost, type Figure, median, type Section, times } from './report.ts';
import { answerRow, startServer } from './rpc.ts';

const CALLS = 50_000;
/** The page size of the report too. */
const PAGE_SIZE = 5_000;
const WARM_UPS = 3;
const ROUNDS = 15;
const MAX_RATIO = 1.5;

/** The second is a dialer far away: the next page is on its way while one is counted. */
const PAGE_MS = [0, 50];

export const callReport: Section = {
  title: `report: call_report over ${CALLS} calls beside fetching and parsing them by hand, ${ROUNDS} rounds`,
  deadlineMs: 180_000,
  async measure() {
    const figures: Figure[] = [];
    for (const pageMs of PAGE_MS) figures.push(...(await compareWithByHand(pageMs)));
    return figures;
  },
};

async function compareWithByHand(pageMs: number): Promise<Figure[]> {
  const dialer = await startRowsDialer(CALLS, pageMs);
  const byHand = startProcess([PAGES_BY_HAND, dialer.url, String(PAGE_SIZE)]);
  const server = await startServer([BUNDLE], { HITRATE_URL: dialer.url, HITRATE_TOKEN: 'any' });
  const hand = {
    times: [] as number[],
    run: async () => {
      byHand.write('\n');
      return Number(await byHand.line());
    },
  };
  const report = {
    times: [] as number[],
    run: async () => {
      const line = await server.call('call_report', { by: ['agent'] });
      return answerRow(line).sum.attempts;
    },
  };
  try {
    for (let round = -WARM_UPS; round < ROUNDS; round++)
      // The second may find the machine as the first has left it: they take turns.
      for (const { times, run } of round % 2 ? [hand, report] : [report, hand]) {
        const started = performance.now();
        const rows = await run();
        if (round >= 0) times.push(performance.now() - started);
        if (rows !== CALLS) throw new Error(`${rows} calls instead of ${CALLS}`);
      }
    const ratio = median(report.times) / median(hand.times);
    return [
      times(`by hand (undici, JSON.parse, ${PAGE_SIZE} a page), ${pageMs} ms a page`, hand.times, 0),
      times('  call_report by agent', report.times, 0),
      { what: '  call_report / by hand', value: ratio.toFixed(2), goal: atMost(ratio, MAX_RATIO) },
    ];
  } finally {
    await Promise.all([byHand.end(), server.end(), dialer.end()]);
  }
}
